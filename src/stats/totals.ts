/**
 * What the units of one arm add up to: how many, Σx and Σx², in the units of x and their square. `binary`: each value is 0 or 1 and taken for the throw
 * of a coin, whose variance is p(1 − p), with n and not n − 1.
 */
export interface Totals {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
  readonly binary?: boolean;
}

/** The totals of two values x and y of the same units, with Σxy. */
export interface PairTotals {
  readonly x: Totals;
  readonly y: Totals;
  readonly sumProducts: number;
}

/** The totals of unit values. */
export function totalsOf(values: readonly number[]): Totals {
  let sum = 0;
  let sumSquares = 0;
  for (const x of values) {
    sum += x;
    sumSquares += x * x;
  }
  return { n: values.length, sum, sumSquares };
}

/** The totals of `n` units of which `successes` are 1 and the others 0. */
export function binaryTotals(n: number, successes: number): Totals {
  return { n, sum: successes, sumSquares: successes, binary: true };
}

/** The totals of two values of the same units, in the same order; throws a RangeError when the lists differ in length. */
export function pairTotalsOf(x: readonly number[], y: readonly number[]): PairTotals {
  if (x.length !== y.length) throw new RangeError(`pairTotalsOf: ${x.length} and ${y.length} values; expected as many of each`);
  return { x: totalsOf(x), y: totalsOf(y), sumProducts: x.reduce((sum, value, at) => sum + value * y[at]!, 0) };
}

/** The totals of both arms together. */
export function pooledTotals(a: Totals, b: Totals): Totals {
  const binary = (a.binary && b.binary) ?? false;
  return { n: a.n + b.n, sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares, binary };
}

/** Σx / n; NaN without units. */
export function meanOf({ n, sum }: Totals): number {
  return sum / n;
}

/** The variance with n − 1, NaN below two units; of binary values p(1 − p). */
export function varianceOf({ n, sum, sumSquares, binary }: Totals): number {
  if (binary) return (sum / n) * (1 - sum / n);
  return n < 2 ? Number.NaN : (sumSquares - (sum * sum) / n) / (n - 1);
}

/** The covariance with n − 1, NaN below two units; of two binary values with n, as their variances. */
export function covarianceOf({ x, y, sumProducts }: PairTotals): number {
  if (x.binary && y.binary) return sumProducts / x.n - (x.sum / x.n) * (y.sum / y.n);
  return x.n < 2 ? Number.NaN : (sumProducts - (x.sum * y.sum) / x.n) / (x.n - 1);
}
