import { bucketsOf, type Day, type DayRange, daysBetween, daysOf, lengthOf, type Unit } from '../lib/day';
import type { Micros } from '../lib/money';
import { dayTargets, monthTargets } from './decompose';
import type { GoalTarget, TargetPeriod } from './goal-target';

/** A goal's target over time. */
export interface TargetPath {
  readonly months: readonly TargetPeriod[];
  /** The target for a part of the goal's range (days outside it are ignored); null when the two do not meet. */
  over(range: DayRange): Micros | null;
  /** The target expected by the end of a day, counted from the goal's start; null before the start. */
  toDate(day: Day): Micros | null;
  /** The goal's range cut into units, each with its target. SUM goals: they add up to the target exactly. */
  periods(grain: Unit): TargetPeriod[];
}

/**
 * Lays a goal's target over its days. SUM: a period's target is the sum of its days. Levels: END_OF_PERIOD takes the level of its last month,
 * MIN the lowest, MAX the highest, RATIO and AVERAGE the mean weighted by days; the whole range is always the stated target.
 * Throws the RangeErrors of {@link monthTargets}.
 */
export function targetPath(goal: GoalTarget): TargetPath {
  const months = monthTargets(goal);
  const part = goal.aggregation === 'SUM' ? sumOfDays(goal, months) : levelOver(goal, months);
  const over = (range: DayRange) => {
    const cut = overlap(range, goal.range);
    if (cut === null) return null;
    return cut.from === goal.range.from && cut.to === goal.range.to ? goal.target : part(cut);
  };
  return {
    months,
    over,
    toDate: (day) => over({ from: goal.range.from, to: day }),
    periods: (grain) => [...bucketsOf(grain, goal.range)].map((range) => ({ ...range, target: over(range)! })),
  };
}

function sumOfDays(goal: GoalTarget, months: readonly TargetPeriod[]): (range: DayRange) => Micros {
  const before: Micros[] = [0n];
  for (const month of months) {
    for (const amount of dayTargets(goal, month, [...daysOf(month)])) before.push(before.at(-1)! + amount);
  }
  return (range) => before[daysBetween(goal.range.from, range.to) + 1]! - before[daysBetween(goal.range.from, range.from)]!;
}

function levelOver(goal: GoalTarget, months: readonly TargetPeriod[]): (range: DayRange) => Micros {
  return (range) => {
    const inside = months.filter((month) => month.from <= range.to && month.to >= range.from);
    const levels = inside.map((month) => month.target);
    if (goal.aggregation === 'END_OF_PERIOD') return levels.at(-1)!;
    if (goal.aggregation === 'MIN') return levels.toSorted(ascending)[0]!;
    if (goal.aggregation === 'MAX') return levels.toSorted(ascending).at(-1)!;
    return weightedByDays(inside, range);
  };
}

function weightedByDays(months: readonly TargetPeriod[], range: DayRange): Micros {
  let total = 0n;
  for (const month of months) {
    total += month.target * BigInt(lengthOf(overlap(month, range)!));
  }
  return total / BigInt(lengthOf(range));
}

function ascending(a: Micros, b: Micros): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The days that two ranges share; null when they share none. */
function overlap(a: DayRange, b: DayRange): DayRange | null {
  const [, from] = [a.from, b.from].sort() as [Day, Day];
  const [to] = [a.to, b.to].sort() as [Day, Day];
  return from > to ? null : { from, to };
}
