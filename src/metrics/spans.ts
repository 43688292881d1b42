import { addUnits, bucketsOf, type Day, type DayRange, endOf, startOf, type Unit } from '../lib/day';
import { retailPeriods } from '../lib/retail-calendar';
import type { Asked } from './asked';
import { cutsBucket } from './period';

/** The days that one row's number is made of. */
export interface Span {
  /** The row's name: the first day of its period. */
  readonly period: Day;
  readonly range: DayRange;
}

/** Whether a question's rows stand for other days than the buckets of its grain. */
export function hasSpans({ window, calendar }: Asked): boolean {
  return window !== undefined || calendar !== undefined;
}

/** The periods of a question over a range, each with the days its number is made of; without a grain there is none. */
export function spansOf(asked: Pick<Asked, 'grain' | 'calendar' | 'window'>, range: DayRange): Span[] {
  const { grain, calendar, window } = asked;
  if (!grain) return [];
  const periods =
    calendar && grain !== 'DAY' && grain !== 'WEEK'
      ? retailPeriods(calendar, grain, range).map(({ from, to }) => ({ period: from, range: cut({ from, to }, range) }))
      : [...bucketsOf(grain, range)].map((bucket) => ({ period: startOf(grain, bucket.from), range: bucket }));
  return periods.map((span) => ({
    ...span,
    range: { from: window ? windowStart(window, grain, span, range) : span.range.from, to: span.range.to },
  }));
}

function windowStart({ moving, toDate }: NonNullable<Asked['window']>, grain: Unit, { period, range: own }: Span, range: DayRange): Day {
  if (moving !== undefined) return moving === 1 ? own.from : addUnits(grain, period, 1 - moving);
  return toDate === undefined ? range.from : startOf(toDate, own.to);
}

/** Whether the range begins or ends in the middle of a period; what is cumulated from the range's first day begins there on purpose. */
export function cutsPeriod({ range, grain, calendar, window }: Asked): boolean {
  if (!calendar || !grain || grain === 'DAY' || grain === 'WEEK')
    return cutsBucket(window?.cumulative ? { from: startOf(grain ?? 'DAY', range.from), to: range.to } : range, grain);
  const periods = retailPeriods(calendar, grain, range);
  return periods[0]?.from !== range.from || periods.at(-1)?.to !== range.to;
}

function cut({ from, to }: DayRange, range: DayRange): DayRange {
  return { from: from < range.from ? range.from : from, to: to > range.to ? range.to : to };
}

/** The coarsest unit whose buckets every span is made of, where the first and the last may be cut as the whole is. */
export function unitOf(spans: readonly Span[], whole: DayRange): Unit {
  const fits = (unit: Unit) =>
    spans.every(
      ({ range: { from, to } }) => (from === whole.from || startOf(unit, from) === from) && (to === whole.to || endOf(unit, to) === to),
    );
  return (['YEAR', 'QUARTER', 'MONTH', 'WEEK'] as const).find(fits) ?? 'DAY';
}
