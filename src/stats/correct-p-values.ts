/** How p-values of one family are corrected: for the chance of any false alarm, or for the share of false alarms among the alarms. */
export type Correction = 'HOLM' | 'BENJAMINI_HOCHBERG' | 'BONFERRONI' | 'NONE';

/**
 * Adjusted p-values in the order given, each to be compared with the level of one test. Holm steps down (Scandinavian Journal of Statistics 6, 1979),
 * Benjamini and Hochberg step up (JRSS B 57, 1995); both are kept monotone and at most 1. All of them are one family.
 */
export function correctPValues(pValues: readonly number[], correction: Correction): number[] {
  const m = pValues.length;
  if (correction === 'NONE') return [...pValues];
  if (correction === 'BONFERRONI') return pValues.map((p) => Math.min(p * m, 1));
  const order = pValues.map((_, at) => at).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(m);
  if (correction === 'HOLM') {
    let reached = 0;
    for (const [rank, at] of order.entries()) adjusted[at] = reached = Math.max(reached, Math.min(pValues[at]! * (m - rank), 1));
  } else {
    let reached = 1;
    for (const [above, at] of order.reverse().entries()) adjusted[at] = reached = Math.min(reached, (pValues[at]! * m) / (m - above));
  }
  return adjusted;
}
