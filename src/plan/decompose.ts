import { bucketsOf, type DayRange, endOfMonth, lengthOf } from '../lib/day';
import { decimalFromMicros, type Micros } from '../lib/money';
import { apportion } from '../stats/apportion';
import type { GoalTarget, TargetPeriod } from './goal-target';
import { isWorkingDay, workingDaysIn } from './working-calendar';

/** Divisible by 28, 29, 30 and 31, so that the share of a cut month is exact in whole numbers. */
const MONTH_SCALE = 28 * 29 * 15 * 31;

/**
 * The goal's target laid over its months, the first and last cut to its range. SUM goals: the months add up to the target exactly.
 * Level goals: each month's level. RangeError, naming the split field, the value and what was expected, when they cannot be made to fit.
 */
export function monthTargets(goal: GoalTarget): TargetPeriod[] {
  const months = [...bucketsOf('MONTH', goal.range)];
  const targets = goal.aggregation === 'SUM' ? dividedTargets(goal, months) : levelTargets(goal, months);
  return months.map((month, index) => ({ ...month, target: targets[index]! }));
}

/**
 * A month's target (or that of any part of it) laid over its days, to the millionth, exact in sum: equal over working days when the goal's
 * split says so and the range has any, otherwise equal over all days. One amount a day, in order.
 */
export function dayTargets(goal: GoalTarget, period: TargetPeriod, days: readonly string[]): Micros[] {
  const worked = days.map((day) => (isWorkingDay(goal.calendar, day) ? 1n : 0n));
  const byWork = goal.split.phasing === 'WORKING_DAYS' && worked.includes(1n);
  return apportion(period.target, byWork ? worked : days.map(() => 1n), 1n);
}

function dividedTargets(goal: GoalTarget, months: readonly DayRange[]): Micros[] {
  if (goal.split.method === 'MANUAL') return manualTargets(goal, months);
  return spreadAroundLocks(
    goal,
    months,
    months.map((month) => weightOf(goal, month)),
  );
}

function weightOf(goal: GoalTarget, month: DayRange): bigint {
  if (goal.split.method === 'WORKING_DAYS') return BigInt(workingDaysIn(goal.calendar, month));
  const share = BigInt((lengthOf(month) * MONTH_SCALE) / lengthOf({ from: `${month.from.slice(0, 7)}-01`, to: endOfMonth(month.from) }));
  if (goal.split.method === 'EQUAL') return share;
  const weights = goal.split.weights ?? [];
  if (weights.length !== 12) throw new RangeError(`split.weights: ${weights.length} weights; expected 12, January first`);
  return weights[numberOf(month) - 1]! * share;
}

function spreadAroundLocks(goal: GoalTarget, months: readonly DayRange[], weights: readonly bigint[]): Micros[] {
  const locks = goal.split.locks ?? new Map<number, Micros>();
  const present = new Set(months.map(numberOf));
  for (const month of locks.keys()) {
    if (!present.has(month)) throw new RangeError(`split.locks: month ${month} is outside ${goal.range.from} to ${goal.range.to}`);
  }
  const locked = sum([...locks.values()]);
  const rest = goal.target - locked;
  const crossed = goal.target >= 0n ? rest < 0n : rest > 0n;
  if (crossed || (rest !== 0n && locks.size === months.length)) {
    throw new RangeError(
      `split.locks: the locked months add up to ${decimalFromMicros(locked)}; expected ${crossed ? 'at most' : 'exactly'} the target ${decimalFromMicros(goal.target)}`,
    );
  }
  const spread = apportion(
    rest,
    months.map((month, index) => (locks.has(numberOf(month)) ? 0n : weights[index]!)),
    goal.step,
  );
  return months.map((month, index) => locks.get(numberOf(month)) ?? spread[index]!);
}

function manualTargets(goal: GoalTarget, months: readonly DayRange[]): Micros[] {
  const { locks, months: byMonth } = goal.split;
  if (locks?.size) throw new RangeError('split.locks: MANUAL fixes every month already; expected no locks');
  const given = byMonth ?? goal.split.quarters ?? [];
  requireCount(goal, months);
  const total = sum(given);
  if (total !== goal.target) {
    throw new RangeError(
      `split.${byMonth ? 'months' : 'quarters'}: they add up to ${decimalFromMicros(total)}; expected the target ${decimalFromMicros(goal.target)}`,
    );
  }
  if (byMonth) return [...byMonth];
  return [...bucketsOf('QUARTER', goal.range)].flatMap((quarter, index) => {
    const inside = [...bucketsOf('MONTH', quarter)];
    const even = { ...goal, split: { method: 'EQUAL', phasing: goal.split.phasing } as const };
    return apportion(
      given[index]!,
      inside.map((month) => weightOf(even, month)),
      goal.step,
    );
  });
}

function levelTargets(goal: GoalTarget, months: readonly DayRange[]): Micros[] {
  const { method, locks, months: byMonth, quarters } = goal.split;
  if (method === 'SEASONAL' || method === 'WORKING_DAYS' || locks?.size) {
    throw new RangeError(
      `split: ${locks?.size ? 'locks' : method} would divide the target, but aggregation ${goal.aggregation} makes it a level; expected EQUAL or MANUAL without locks`,
    );
  }
  if (method === 'EQUAL') return months.map(() => goal.target);
  requireCount(goal, months);
  requireEnd(goal);
  if (byMonth) return [...byMonth];
  return [...bucketsOf('QUARTER', goal.range)].flatMap((quarter, index) => [...bucketsOf('MONTH', quarter)].map(() => quarters![index]!));
}

function requireEnd({ aggregation, split, target }: GoalTarget): void {
  const last = (split.months ?? split.quarters)?.at(-1);
  if (aggregation !== 'END_OF_PERIOD' || last === undefined || last === target) return;
  const name = split.months ? 'months' : 'quarters';
  throw new RangeError(`split.${name}: the last is ${decimalFromMicros(last)}; expected the target ${decimalFromMicros(target)}`);
}

function requireCount(goal: GoalTarget, months: readonly DayRange[]): void {
  const { months: byMonth, quarters } = goal.split;
  if ((byMonth === undefined) === (quarters === undefined))
    throw new RangeError('split: MANUAL needs its numbers; expected either months or quarters');
  const given = (byMonth ?? quarters)!.length;
  const needed = byMonth ? months.length : [...bucketsOf('QUARTER', goal.range)].length;
  if (given !== needed) {
    const name = byMonth ? 'months' : 'quarters';
    throw new RangeError(
      `split.${name}: ${given} numbers; expected ${needed}, one for each of the ${name} from ${goal.range.from} to ${goal.range.to}`,
    );
  }
}

function numberOf(month: DayRange): number {
  return Number(month.from.slice(5, 7));
}

function sum(amounts: readonly Micros[]): Micros {
  return amounts.reduce((a, b) => a + b, 0n);
}
