import { normalQuantile } from './normal';

/** How some values lie: how many, their quartiles, tenth and ninetieth parts, and the median absolute deviation. */
export interface Spread {
  readonly n: number;
  readonly low: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly high: number;
  /** The median of the distances from the median; 0 when more than half of the values are the same. */
  readonly mad: number;
  /** The mean of the distances from the median: what stands in for a `mad` of 0. */
  readonly meanDistance: number;
}

/** The median absolute deviation of a normal distribution of standard deviation 1, and its mean distance from the median. */
const NORMAL_MAD = normalQuantile(0.75);
const NORMAL_DISTANCE = Math.sqrt(2 / Math.PI);

/** A quantile between the values at its place, linearly (Hyndman and Fan's type 7); `sorted` ascending, not empty. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const from = sorted[below] as number;
  const to = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return from + (place - below) * (to - from);
}

/** How the values lie; null when there is none. `low` and `high` are the tenth and the ninetieth percentile. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const distances = sorted.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
  return {
    n: sorted.length,
    low: quantile(sorted, 0.1),
    q1: quantile(sorted, 0.25),
    median,
    q3: quantile(sorted, 0.75),
    high: quantile(sorted, 0.9),
    mad: quantile(distances, 0.5),
    meanDistance: distances.reduce((sum, each) => sum + each, 0) / distances.length,
  };
}

/**
 * How many standard deviations a value lies from the median, by the median absolute deviation (Iglewicz and Hoaglin 1993), which outliers
 * do not move. By the mean distance where the former is 0; null where all values are the same, and nothing says how far is far.
 */
export function robustZ(value: number, { median, mad, meanDistance }: Spread): number | null {
  // Less than this is how doubles are rounded.
  const isTold = mad > 1e-12 * Math.abs(median);
  const deviation = isTold ? mad / NORMAL_MAD : meanDistance / NORMAL_DISTANCE;
  if (deviation > 0) return (value - median) / deviation;
  return value === median ? 0 : null;
}
