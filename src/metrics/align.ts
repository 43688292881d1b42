import { addDays, type Day, type DayRange, daysBetween, startOf, toEpoch } from '../lib/day';
import { lunarNewYear } from '../lib/lunar-new-year';
import { periodsOf, type RetailCalendar, type RetailPeriod, retailPeriods } from '../lib/retail-calendar';
import type { Asked } from './asked';
import { BadQuestion } from './BadQuestion';
import { type Counterpart, counterpartOf } from './period';
import type { Alignment, Comparison } from './question';
import { spansOf } from './spans';

type Previous = Exclude<Comparison, 'TARGET'>;

/** The range that a question's is compared with, by its alignment or its calendar of weeks. */
export function counterpartFor({ range, grain, alignment, calendar, compareRange }: Asked, comparison: Previous): Counterpart {
  if (comparison === 'CUSTOM') return besideRange({ range, grain, calendar }, compareRange as DayRange);
  if (calendar && grain && grain !== 'DAY' && grain !== 'WEEK') return retailCounterpart(range, comparison, calendar, grain);
  if (comparison === 'PREVIOUS_PERIOD' || !alignment || alignment === 'DATE') return counterpartOf(range, comparison, grain);
  return alignedYearBefore(range, alignment);
}

/** The k-th period of another range beside the k-th of a question's own. */
function besideRange(asked: Pick<Asked, 'range' | 'grain' | 'calendar'>, other: DayRange): Counterpart {
  const others = spansOf(asked, other);
  const places = new Map(spansOf(asked, asked.range).map(({ period }, i) => [period, others[i]?.period ?? null]));
  return { range: other, of: (bucket) => places.get(bucket) ?? null };
}

function alignedYearBefore(range: DayRange, alignment: Exclude<Alignment, 'DATE'>): Counterpart {
  if (alignment === 'ISO_WEEK') {
    const back = (day: Day) => isoWeekYearBefore(day);
    return { range: { from: back(range.from) ?? addDays(range.from, -364), to: back(range.to) ?? addDays(range.to, -371) }, of: back };
  }
  const days = alignment === 'WEEKDAY' ? 364 : lunarShift(range);
  return { range: { from: addDays(range.from, -days), to: addDays(range.to, -days) }, of: (day) => addDays(day, -days) };
}

/** The same weekday of the ISO week of the same number, a year before; null for a 53rd week that the year before did not have. */
function isoWeekYearBefore(day: Day): Day | null {
  const monday = startOf('WEEK', day);
  const [year, number] = isoWeekOf(monday);
  const before = addDays(startOf('WEEK', `${year - 1}-01-04`), 7 * (number - 1));
  return isoWeekOf(before)[0] === year - 1 ? addDays(before, daysBetween(monday, day)) : null;
}

/** The year and the number of the ISO week that begins on this Monday. */
function isoWeekOf(monday: Day): [year: number, number: number] {
  const year = Number(addDays(monday, 3).slice(0, 4));
  return [year, 1 + daysBetween(startOf('WEEK', `${year}-01-04`), monday) / 7];
}

/** How many days lie between the festival that is nearest to the middle of the range and the one a year before. */
function lunarShift({ from, to }: DayRange): number {
  const middle = (toEpoch(from) + toEpoch(to)) / 2;
  const year = Number(from.slice(0, 4));
  const years = Array.from({ length: Number(to.slice(0, 4)) - year + 3 }, (_, i) => year - 1 + i);
  const festivals = years.flatMap((each) => {
    const [day, before] = [lunarNewYear(each), lunarNewYear(each - 1)];
    return day && before ? [{ day, before }] : [];
  });
  const distance = ({ day }: { day: Day }) => Math.abs(toEpoch(day) - middle);
  const nearest = festivals.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  return daysBetween(nearest.before, nearest.day);
}

function retailCounterpart(
  range: DayRange,
  comparison: Exclude<Previous, 'CUSTOM'>,
  calendar: RetailCalendar,
  unit: 'MONTH' | 'QUARTER' | 'YEAR',
): Counterpart {
  const periods = retailPeriods(calendar, unit, range);
  const [first, last] = [periods[0] as RetailPeriod, periods.at(-1) as RetailPeriod];
  if (first.from !== range.from || last.to !== range.to)
    throw new BadQuestion(
      'range',
      `${range.from} to ${range.to}`,
      `whole periods of the calendar, ${first.from} to ${last.to}, to be compared`,
    );
  const earlier =
    comparison === 'PREVIOUS_YEAR' ? periods.map((each) => yearBefore(calendar, unit, each)) : precedingPeriods(calendar, unit, periods);
  const places = new Map(periods.map(({ from }, i) => [from, earlier[i]?.from ?? null]));
  return {
    range: { from: (earlier[0] as RetailPeriod).from, to: (earlier.at(-1) as RetailPeriod).to },
    of: (bucket) => places.get(bucket) ?? null,
  };
}

function yearBefore(calendar: RetailCalendar, unit: 'MONTH' | 'QUARTER' | 'YEAR', { year, index }: RetailPeriod): RetailPeriod {
  return periodsOf(calendar, unit, year - 1)[index] as RetailPeriod;
}

function precedingPeriods(calendar: RetailCalendar, unit: 'MONTH' | 'QUARTER' | 'YEAR', periods: readonly RetailPeriod[]): RetailPeriod[] {
  const first = periods[0] as RetailPeriod;
  const years = Math.ceil(periods.length / periodsOf(calendar, unit, first.year).length);
  const before = Array.from({ length: years + 1 }, (_, i) => periodsOf(calendar, unit, first.year - years + i)).flat();
  return before.filter(({ to }) => to < first.from).slice(-periods.length);
}
