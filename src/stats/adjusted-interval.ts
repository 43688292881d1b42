import type { Effect } from './effect';
import { studentUpperQuantile } from './student';
import type { Bounds } from './welch';

/**
 * The interval of confidence 1 − α, whose half width is `reach` standard errors (19 in 20 when absent), that agrees with a two-sided adjusted p-value: the effect with the standard error at which its test would give that
 * very p. An adjusted p of 1 (or an effect of 0) fits any standard error and a p of 0 none, so that there is no such interval: null.
 */
export function adjustedInterval(
  { estimate, degreesOfFreedom }: Effect,
  adjustedPValue: number,
  reach = studentUpperQuantile(0.025, degreesOfFreedom),
): Bounds | null {
  if (!(adjustedPValue > 0 && adjustedPValue < 1) || estimate === 0) return null;
  const margin = (reach * Math.abs(estimate)) / studentUpperQuantile(adjustedPValue / 2, degreesOfFreedom);
  return { low: estimate - margin, high: estimate + margin };
}
