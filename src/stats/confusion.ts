/** How labels agree with the truth: `matrix[truth][label]` counts. */
export type Confusion = readonly (readonly number[])[];

/** What a confusion matrix says: shares from 0 to 1; `kappa` is Cohen's, 0 when labels agree no better than chance; null where nothing was counted. */
export interface Agreement {
  readonly n: number;
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly kappa: number | null;
}

/** Counts pairs of class numbers. */
export function confusionOf(pairs: Iterable<readonly [truth: number, label: number]>, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [truth, label] of pairs) matrix[truth]![label]!++;
  return matrix;
}

/** Accuracy, the mean F1 of the classes that occur, and Cohen's kappa (1960): (agreement − chance) / (1 − chance). */
export function agreementOf(matrix: Confusion): Agreement {
  const rows = matrix.map((row) => sum(row));
  const columns = matrix.map((_, label) => sum(matrix.map((row) => row[label]!)));
  const n = sum(rows);
  if (n === 0) return { n, accuracy: null, macroF1: null, kappa: null };
  const same = sum(matrix.map((row, truth) => row[truth]!));
  const chance = sum(rows.map((row, at) => (row / n) * (columns[at]! / n)));
  const scores = matrix.flatMap((row, at) => (rows[at]! + columns[at]! === 0 ? [] : [(2 * row[at]!) / (rows[at]! + columns[at]!)]));
  return {
    n,
    accuracy: same / n,
    macroF1: sum(scores) / scores.length,
    kappa: chance === 1 ? null : (same / n - chance) / (1 - chance),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
