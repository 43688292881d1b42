import { type Day, type DayRange, daysBetween } from '../lib/day';
import type { Aggregation, Direction } from './goal-target';

/** Where a goal stands at the end of a day. Amounts in the goal's unit. */
export interface Standing {
  readonly aggregation: Aggregation;
  readonly better: Direction;
  readonly range: DayRange;
  /** The last day that the actual covers. */
  readonly through: Day;
  readonly target: number;
  readonly baseline: number | null;
  readonly band: { readonly low: number; readonly high: number } | null;
  readonly actual: number | null;
  readonly expectedToDate: number | null;
}

/** How a goal is doing against its plan. Any of them is null where it is not defined. */
export interface Pace {
  /**
   * 1 is exactly on plan, more is better. UP: actual / expected. DOWN: expected / actual, so 0.8 means a quarter too high.
   * BAND: 1 inside, actual / low below, high / actual above. Null when a ratio says nothing (expected or divisor not positive).
   */
  readonly pace: number | null;
  /**
   * How much of the whole target is done. SUM: actual / target. Levels with a baseline: the way covered from baseline to target.
   * Levels without: as pace, against the target.
   */
  readonly attainment: number | null;
  /** Distance to the plan in the goal's unit: positive is ahead, negative behind, whichever way is better; 0 inside a band. */
  readonly gap: number | null;
  /** SUM goals: what each remaining day has to bring (UP) or may bring (DOWN, BAND), at least 0; null for levels and after the end. */
  readonly requiredPerDay: number | null;
}

/** Pace, attainment, gap and required daily amount of a goal; all null without an actual. */
export function paceOf(standing: Standing): Pace {
  const { actual, expectedToDate } = standing;
  if (actual === null) return { pace: null, attainment: null, gap: null, requiredPerDay: null };
  return {
    pace: expectedToDate === null ? null : ratioTo(standing, actual, expectedToDate),
    attainment: attainmentOf(standing, actual),
    gap: expectedToDate === null ? null : gapTo(standing, actual, expectedToDate),
    requiredPerDay: requiredPerDay(standing, actual),
  };
}

/** The band that holds while `expected` of the target is due: the bounds of a SUM goal grow with what is due, those of a level stay. */
export function bandAt(standing: Standing, expected: number): { low: number; high: number } {
  const { band, target, aggregation } = standing;
  const { low, high } = band ?? { low: target, high: target };
  if (aggregation !== 'SUM' || target === 0) return { low, high };
  return { low: (low * expected) / target, high: (high * expected) / target };
}

function ratioTo(standing: Standing, actual: number, expected: number): number | null {
  if (standing.better === 'UP') return positiveQuotient(actual, expected);
  if (standing.better === 'DOWN') return expected > 0 ? positiveQuotient(expected, actual) : null;
  const { low, high } = bandAt(standing, expected);
  if (actual >= low && actual <= high) return 1;
  return actual < low ? positiveQuotient(actual, low) : positiveQuotient(high, actual);
}

function positiveQuotient(dividend: number, divisor: number): number | null {
  return divisor > 0 ? dividend / divisor : null;
}

function attainmentOf(standing: Standing, actual: number): number | null {
  const { aggregation, baseline, target } = standing;
  if (aggregation === 'SUM') return target === 0 ? null : actual / target;
  if (baseline !== null && baseline !== target) return (baseline - actual) / (baseline - target);
  return ratioTo(standing, actual, target);
}

function gapTo(standing: Standing, actual: number, expected: number): number {
  if (standing.better === 'UP') return actual - expected;
  if (standing.better === 'DOWN') return expected - actual;
  const { low, high } = bandAt(standing, expected);
  return Math.min(actual - low, high - actual, 0);
}

function requiredPerDay(standing: Standing, actual: number): number | null {
  const daysLeft = daysBetween(standing.through, standing.range.to);
  if (standing.aggregation !== 'SUM' || daysLeft <= 0) return null;
  return Math.max(0, standing.target - actual) / daysLeft;
}
