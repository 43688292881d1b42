import {
  addDays,
  addMonths,
  addUnits,
  bucketsOf,
  type Day,
  type DayRange,
  daysBetween,
  endOf,
  endOfMonth,
  isDay,
  lengthOf,
  startOf,
  type Unit,
} from '../lib/day';
import { BadQuestion } from './BadQuestion';
import type { Comparison, Range } from './question';

const UNITS: readonly string[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
/** Past these no fact is kept, and not far past them the calendar's own arithmetic ends. */
const FIRST_DAY: Day = '1900-01-01';
const LAST_DAY: Day = '2199-12-31';

/** The days that a range means on a given day. A BadQuestion when it is neither two days in order nor a number of units. */
export function resolveRange(range: Range, today: Day, place = 'range'): DayRange {
  const { from, to, last, unit } = range;
  if (last != null || unit != null) {
    if (from != null || to != null) throw new BadQuestion(place, range, 'either from and to, or last and unit');
    return lastUnits(last, unit, today, place);
  }
  if (from == null || to == null) throw new BadQuestion(place, range, 'both from and to, or last and unit');
  for (const [end, day] of [['from', from] as const, ['to', to] as const]) {
    if (!isDay(day)) throw new BadQuestion(`${place}.${end}`, day, 'a calendar day, YYYY-MM-DD');
  }
  if (from > to) throw new BadQuestion(place, `${from} to ${to}`, 'a from that is not after to');
  return checked({ from, to }, place);
}

function checked(range: DayRange, place: string): DayRange {
  const { from, to } = range;
  // Years before 1 and after 9999 are not written with four digits.
  if (!isDay(from) || from < FIRST_DAY || to > LAST_DAY)
    throw new BadQuestion(place, `${from} to ${to}`, `days from ${FIRST_DAY} to ${LAST_DAY}`);
  if (daysBetween(from, to) > 36_600) throw new BadQuestion(place, `${from} to ${to}`, 'at most a hundred years');
  return range;
}

function lastUnits(last: number | undefined | null, unit: Unit | undefined | null, today: Day, place: string): DayRange {
  if (last == null || !Number.isInteger(last) || last < 1 || last > 36_600)
    throw new BadQuestion(`${place}.last`, last, 'a whole number from 1 to 36600');
  if (unit == null || !UNITS.includes(unit)) throw new BadQuestion(`${place}.unit`, unit, `one of ${UNITS.join(', ')}`);
  const next = startOf(unit, today);
  // What would reach back into the years below 100 is past every bound, and not for the calendar to compute.
  if (last * { DAY: 1, WEEK: 7, MONTH: 28, QUARTER: 90, YEAR: 365 }[unit] > 36_600)
    throw new BadQuestion(`${place}.last`, last, 'at most a hundred years');
  return checked({ from: addUnits(unit, next, -last), to: addDays(next, -1) }, place);
}

/** Another range to compare with, and for the first day of each bucket of the range the first day of its counterpart. */
export interface Counterpart {
  readonly range: DayRange;
  /** Null where the other range has no such bucket. */
  of(bucket: Day): Day | null;
}

/** The counterpart of a range, whose rows are cut by `grain` (undefined: one row for the whole range). */
export function counterpartOf(range: DayRange, comparison: Exclude<Comparison, 'TARGET' | 'CUSTOM'>, grain?: Unit): Counterpart {
  if (comparison === 'PREVIOUS_PERIOD') {
    const previous = previousPeriod(range);
    return { range: previous, of: byIndex(range, previous, grain) };
  }
  // Weeks stand beside weeks, 52 of them before; whatever else is asked for stands beside the same dates, however many days it has.
  if (grain === 'WEEK') return { range: shiftDays(range, -364), of: (day) => addDays(day, -364) };
  const previous = { from: addMonths(range.from, -12), to: yearBefore(range) };
  return { range: previous, of: grain === 'DAY' ? sameDateYearBefore : byIndex(range, previous, grain) };
}

/** The range just before, of the same length by the calendar: as many whole months for whole months, else as many days. */
export function previousPeriod(range: DayRange): DayRange {
  if (!inWholeMonths(range)) return shiftDays(range, -lengthOf(range));
  const months = monthsBetween(range.from, range.to) + 1;
  return { from: addMonths(range.from, -months), to: addDays(range.from, -1) };
}

/** Whether the range ends in the middle of one of its buckets, or begins in one. */
export function cutsBucket(range: DayRange, grain?: Unit): boolean {
  return grain !== undefined && (startOf(grain, range.from) !== range.from || endOf(grain, range.to) !== range.to);
}

function byIndex(range: DayRange, other: DayRange, grain?: Unit): (bucket: Day) => Day | null {
  if (!grain) return () => other.from;
  // Rows are named by the first day of their whole bucket, which may lie before the range.
  const names = (each: DayRange) => [...bucketsOf(grain, each)].map(({ from }) => startOf(grain, from));
  const others = names(other);
  const places = new Map(names(range).map((day, index) => [day, others[index] ?? null]));
  return (bucket) => places.get(bucket) ?? null;
}

function sameDateYearBefore(day: Day): Day | null {
  return day.endsWith('-02-29') ? null : addMonths(day, -12);
}

function yearBefore({ from, to }: DayRange): Day {
  return inWholeMonths({ from, to }) ? endOfMonth(addMonths(to, -12)) : addMonths(to, -12);
}

function inWholeMonths({ from, to }: DayRange): boolean {
  return startOf('MONTH', from) === from && endOfMonth(to) === to;
}

function monthsBetween(from: Day, to: Day): number {
  const index = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return index(to) - index(from);
}

function shiftDays({ from, to }: DayRange, days: number): DayRange {
  return { from: addDays(from, days), to: addDays(to, days) };
}
