/**
 * A whole amount over lines in proportion to their weights, so that the parts add up to it exactly: each gets its share
 * rounded down, and what is left goes, one by one, to the largest remainders (the earlier line first among equals).
 * With no weight at all the lines share alike. Throws a RangeError on a negative amount or weight, or when there is no line.
 */
export function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (amount < 0n || weights.length === 0 || weights.some((weight) => weight < 0n)) {
    throw new RangeError(`spread: ${amount} over [${weights.join(', ')}]; expected an amount and weights of at least 0`);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n)
    return spread(
      amount,
      weights.map(() => 1n),
    );
  const parts = weights.map((weight) => (amount * weight) / total);
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const remainders = weights.map((weight, line) => ({ line, remainder: (amount * weight) % total }));
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.line - b.line : a.remainder > b.remainder ? -1 : 1));
  for (const { line } of remainders.slice(0, left)) parts[line] = (parts[line] as bigint) + 1n;
  return parts;
}
