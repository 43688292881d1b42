import { type Correction, correctPValues } from './correct-p-values';
import { normalSurvival } from './normal';

/** A share of one column: `share` (0 to 1) of `n`, which need not be whole: a weighted column has its effective number. */
export interface ColumnShare {
  readonly share: number;
  readonly n: number;
}

/**
 * For each column the places of those columns whose share is significantly lower: every pair by the z-test of two shares with their common variance and
 * without continuity correction, corrected over the pairs of the row (as tables of market research are lettered). Columns that are null are not tested,
 * nor are pairs in which all or none said so.
 */
export function lowerColumns(columns: readonly (ColumnShare | null)[], correction: Correction = 'BONFERRONI', alpha = 0.05): number[][] {
  const pairs = columns.flatMap((a, i) =>
    columns.slice(i + 1).flatMap((b, offset) => {
      const pValue = a && b ? pairPValue(a, b) : null;
      return pValue === null ? [] : [{ i, j: i + 1 + offset, pValue }];
    }),
  );
  const adjusted = correctPValues(
    pairs.map(({ pValue }) => pValue),
    correction,
  );
  const lower = columns.map((): number[] => []);
  for (const [at, { i, j }] of pairs.entries()) {
    if (adjusted[at]! >= alpha) continue;
    const [higher, other] = columns[i]!.share > columns[j]!.share ? [i, j] : [j, i];
    lower[higher]!.push(other);
  }
  return lower.map((places) => places.sort((a, b) => a - b));
}

function pairPValue(a: ColumnShare, b: ColumnShare): number | null {
  const both = (a.share * a.n + b.share * b.n) / (a.n + b.n);
  const variance = both * (1 - both) * (1 / a.n + 1 / b.n);
  return variance > 0 ? 2 * normalSurvival(Math.abs(a.share - b.share) / Math.sqrt(variance)) : null;
}
