/** Which values the limit is a percentile of. */
export type Among = 'ALL' | 'NOT_ZERO';

/**
 * Unit values of both arms with those above the `percentile` (0 to 1) lowered to it, so that a few giants do not decide. The limit is one for all arms,
 * taken over all units together and by default among those who did anything: where few do, a percentile of all would be 0. Arms keep their order.
 */
export function winsorise(
  arms: readonly (readonly number[])[],
  percentile: number,
  among: Among = 'NOT_ZERO',
): { readonly limit: number | null; readonly arms: number[][] } {
  if (!(percentile > 0 && percentile <= 1)) throw new RangeError(`winsorise: percentile ${percentile}; expected above 0, at most 1`);
  const counted = arms.flatMap((values) => values.filter((x) => among === 'ALL' || x !== 0)).sort((a, b) => a - b);
  if (counted.length === 0) return { limit: null, arms: arms.map((values) => [...values]) };
  const limit = sortedQuantile(counted, percentile);
  return { limit, arms: arms.map((values) => values.map((x) => Math.min(x, limit))) };
}

/** The quantile of sorted values, interpolated between neighbours (Hyndman & Fan, The American Statistician 50, 1996, type 7). */
export function sortedQuantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) throw new RangeError('sortedQuantile: no values');
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
