/** What kind of values are coded, which says how far two of them are apart. */
export type CodingLevel = 'NOMINAL' | 'ORDINAL' | 'INTERVAL';

/**
 * Krippendorff's alpha: 1 − observed over expected disagreement, for any number of coders, with things that some did not code (Krippendorff, Content
 * Analysis, 2004, 11.3). `coders` have a value, or null, for each thing, in one order. Null where no thing was coded twice, or all values are one.
 * Ordinal values are ordered as numbers where all are, else as text. Throws a RangeError when lists differ in length, or an interval is no number.
 */
export function krippendorffAlpha(coders: readonly (readonly (string | null)[])[], level: CodingLevel = 'NOMINAL'): number | null {
  const things = coders[0]?.length ?? 0;
  if (coders.some((codes) => codes.length !== things)) throw new RangeError('krippendorffAlpha: lists of different lengths');
  const units = Array.from({ length: things }, (_, at) => coders.flatMap((codes) => codes[at] ?? [])).filter((codes) => codes.length > 1);
  const values = [...new Set(units.flat())].sort(inOrder);
  const place = new Map(values.map((value, at) => [value, at]));
  const matrix = coincidences(units, place);
  const totals = matrix.map((row) => row.reduce((sum, each) => sum + each, 0));
  const n = totals.reduce((sum, each) => sum + each, 0);
  const distance = distanceOf(level, values, totals);
  let [observed, expected] = [0, 0];
  for (const [i, row] of matrix.entries())
    for (const [j, count] of row.entries()) {
      observed += count * distance(i, j);
      expected += (totals[i]! * totals[j]! * distance(i, j)) / (n - 1);
    }
  return expected > 0 ? 1 - observed / expected : null;
}

/** How often each pair of values met within one thing, each thing counting as many times as it has values. */
function coincidences(units: readonly (readonly string[])[], place: ReadonlyMap<string, number>): number[][] {
  const matrix = [...place].map(() => new Array<number>(place.size).fill(0));
  for (const unit of units)
    for (const [i, a] of unit.entries())
      for (const [j, b] of unit.entries()) if (i !== j) matrix[place.get(a)!]![place.get(b)!]! += 1 / (unit.length - 1);
  return matrix;
}

function distanceOf(level: CodingLevel, values: readonly string[], totals: readonly number[]): (i: number, j: number) => number {
  if (level === 'NOMINAL') return (i, j) => Number(i !== j);
  if (level === 'INTERVAL') {
    const numbers = values.map(Number);
    const strange = values.find((_, at) => !Number.isFinite(numbers[at]!));
    if (strange !== undefined) throw new RangeError(`krippendorffAlpha: "${strange}" is no number`);
    return (i, j) => (numbers[i]! - numbers[j]!) ** 2;
  }
  return (i, j) => {
    const [low, high] = [Math.min(i, j), Math.max(i, j)];
    const between = totals.slice(low, high + 1).reduce((sum, each) => sum + each, 0);
    return (between - (totals[low]! + totals[high]!) / 2) ** 2;
  };
}

function inOrder(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference;
}
