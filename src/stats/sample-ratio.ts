import { chiSquaredSurvival } from './chi-squared';

/** Below this probability a split is not believed to be chance: so small that a check at every look raises hardly any false alarm. */
export const SAMPLE_RATIO_LEVEL = 0.001;

/** Whether users were split as planned. */
export interface SampleRatio {
  readonly pValue: number;
  readonly ok: boolean;
  /** By how much the arm that is furthest off differs from its expected users, as a share of them: a small one may be significant among many users. */
  readonly largestDeviation: number;
}

/**
 * Pearson's χ² of users per arm against planned weights of any scale. Arms of weight 0 are outside the plan: they count neither in the total nor in the
 * degrees of freedom. Null where fewer than two arms have a weight, or nobody came. Throws a RangeError on a weight below 0.
 */
export function sampleRatio(users: readonly number[], weights: readonly number[]): SampleRatio | null {
  if (users.length !== weights.length) throw new RangeError(`sampleRatio: ${users.length} arms and ${weights.length} weights`);
  if (weights.some((weight) => !(weight >= 0))) throw new RangeError(`sampleRatio: weights ${weights.join(', ')}; expected 0 or more`);
  const arms = users.map((count, at) => ({ count, weight: weights[at]! })).filter(({ weight }) => weight > 0);
  const total = arms.reduce((sum, { count }) => sum + count, 0);
  if (arms.length < 2 || total === 0) return null;
  const whole = arms.reduce((sum, { weight }) => sum + weight, 0);
  const off = arms.map(({ count, weight }) => ({ count, expected: (total * weight) / whole }));
  const statistic = off.reduce((sum, { count, expected }) => sum + (count - expected) ** 2 / expected, 0);
  const pValue = chiSquaredSurvival(statistic, arms.length - 1);
  const largestDeviation = off.map(({ count, expected }) => count / expected - 1).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return { pValue, ok: pValue >= SAMPLE_RATIO_LEVEL, largestDeviation };
}
