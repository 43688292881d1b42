/** The entropy of shares over that of equal shares: 1 when all are the same, 0 when one has everything; 0 for a single one, null for none. */
export function evenness(amounts: readonly number[]): number | null {
  const shares = sharesOf(amounts);
  if (shares.length === 0) return null;
  if (shares.length === 1) return 0;
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0) / Math.log(shares.length);
}

/** The sum of squared shares (Herfindahl and Hirschman): 1 when one has everything, 1/n when all have the same; null without any amount. */
export function concentration(amounts: readonly number[]): number | null {
  const shares = sharesOf(amounts);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share ** 2, 0);
}

/** The shares of amounts of 0 or more. */
function sharesOf(amounts: readonly number[]): number[] {
  const total = amounts.reduce((sum, each) => sum + each, 0);
  return total > 0 ? amounts.map((each) => each / total) : [];
}
