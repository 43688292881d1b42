/** A forecast with the standard deviation of what it misses, and over how many misses that was learnt. */
export interface Estimate {
  readonly value: number;
  readonly sd: number;
  readonly count: number;
}

/** Several forecasts of one thing as one, with the weight of each, which add up to 1. */
export interface Combination extends Estimate {
  readonly weights: readonly number[];
}

/** A forecast that misses less than this part of its value repeats by rule, and is not mixed with others. */
const EXACT = 1e-9;

/** Whether a forecast has never missed, but for rounding. */
export function isExact({ value, sd }: Pick<Estimate, 'value' | 'sd'>): boolean {
  return sd <= EXACT * Math.abs(value);
}

/**
 * Weighs forecasts inversely to the mean squares of their misses (Bates & Granger, Operational Research Quarterly 20, 1969): no one is chosen for having been
 * lucky, and the one that misses most says least. What is to come surprises all of them alike, so that their deviations are averaged and do not cancel out. The
 * first one that never missed stands alone. Throws a RangeError of none.
 */
export function combine(estimates: readonly Estimate[]): Combination {
  if (estimates.length === 0) throw new RangeError('combine: no estimates; expected one at least');
  const exact = estimates.findIndex(isExact);
  const raw = estimates.map(({ sd }, at) => (exact < 0 ? 1 / (sd * sd) : Number(at === exact)));
  const whole = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / whole);
  const mean = (of: (estimate: Estimate) => number) => estimates.reduce((sum, estimate, at) => sum + weights[at]! * of(estimate), 0);
  return { value: mean(({ value }) => value), sd: mean(({ sd }) => sd), count: mean(({ count }) => count), weights };
}
