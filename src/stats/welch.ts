import type { Effect } from './effect';
import { studentSurvival, studentUpperQuantile } from './student';

/** What the alternative says: any effect, one above 0, or one below. */
export type Tail = 'BOTH' | 'GREATER' | 'LESS';

/** Bounds of an estimate; infinite on the side that a one-sided test leaves open. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A test's outcome: the p-value and the interval of confidence 1 − α. */
export interface TestResult extends Bounds {
  readonly pValue: number;
}

/** Welch's t-test that an effect is 0, at the level `alpha`, 0 to 1 (Welch, Biometrika 34, 1947). */
export function welchTest(effect: Effect, alpha = 0.05, tail: Tail = 'BOTH'): TestResult {
  const reach = studentUpperQuantile(tail === 'BOTH' ? alpha / 2 : alpha, effect.degreesOfFreedom);
  return { pValue: welchPValue(effect, tail), ...bounded(effect.estimate, reach * effect.standardError, tail) };
}

/** The p-value of {@link welchTest} alone. */
export function welchPValue({ estimate, standardError, degreesOfFreedom }: Effect, tail: Tail = 'BOTH'): number {
  return tailOf(estimate / standardError, degreesOfFreedom, tail);
}

function tailOf(t: number, df: number, tail: Tail): number {
  if (tail === 'BOTH') return Math.min(2 * studentSurvival(Math.abs(t), df), 1);
  return studentSurvival(tail === 'GREATER' ? t : -t, df);
}

/** An estimate with its margin on the sides that a test looks at. */
export function bounded(estimate: number, margin: number, tail: Tail): Bounds {
  return {
    low: tail === 'LESS' ? Number.NEGATIVE_INFINITY : estimate - margin,
    high: tail === 'GREATER' ? Number.POSITIVE_INFINITY : estimate + margin,
  };
}
