import { addDays, type Day, type DayRange, daysBetween } from './day';

/** How the thirteen weeks of a quarter are parted into its three months. */
export type WeekPattern = '4-4-5' | '4-5-4' | '5-4-4';

/** A calendar of whole weeks: years begin on the weekday of `start`, on the one nearest to its month and day, and so have 52 or 53 weeks. */
export interface RetailCalendar {
  readonly pattern: WeekPattern;
  /** The first day of any one of its years. */
  readonly start: Day;
}

/** A month, quarter or year of a calendar of weeks. */
export interface RetailPeriod extends DayRange {
  /** The year of ours that its year begins in or is nearest to, and its place in that year, from 0. */
  readonly year: number;
  readonly index: number;
}

const MONTHS_IN = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const;

/** The periods of the calendar that share a day with the range, whole. */
export function retailPeriods(calendar: RetailCalendar, unit: keyof typeof MONTHS_IN, range: DayRange): RetailPeriod[] {
  const [first, last] = [Number(range.from.slice(0, 4)) - 1, Number(range.to.slice(0, 4)) + 1];
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return years.flatMap((year) => periodsOf(calendar, unit, year)).filter(({ from, to }) => from <= range.to && to >= range.from);
}

/** All periods of one year. */
export function periodsOf(calendar: RetailCalendar, unit: keyof typeof MONTHS_IN, year: number): RetailPeriod[] {
  const [start, next] = [yearStart(calendar, year), yearStart(calendar, year + 1)];
  const weeks = calendar.pattern.split('-').map(Number);
  const months: DayRange[] = [];
  for (let month = 0, from = start; month < 12; month++) {
    // The 53rd week, where there is one, is the last month's.
    const to = month === 11 ? addDays(next, -1) : addDays(from, 7 * (weeks[month % 3] as number) - 1);
    months.push({ from, to });
    from = addDays(to, 1);
  }
  const size = MONTHS_IN[unit];
  return Array.from({ length: 12 / size }, (_, index) => {
    const [head, tail] = [months[index * size] as DayRange, months[index * size + size - 1] as DayRange];
    return { year, index, from: head.from, to: tail.to };
  });
}

function yearStart({ start }: RetailCalendar, year: number): Day {
  const date = start.slice(4);
  const anchor = `${year}${date === '-02-29' ? '-02-28' : date}`;
  const past = ((daysBetween(start, anchor) % 7) + 7) % 7;
  return addDays(anchor, past <= 3 ? -past : 7 - past);
}
