import { type Day, daysOf, isDay } from '../lib/day';
import type { CalendarDraft } from './plan-schema';
import type { WorkingCalendar } from './working-calendar';

const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

/** The day that `MM-DD` means in the plan's year; a full date stays. RangeError when there is no such day. */
export function dayInPlan(source: string, year: number): Day {
  const day = source.length === 5 ? `${year}-${source}` : source;
  if (!isDay(day)) throw new RangeError(`"${source}" is not a day of the calendar; expected MM-DD in ${year}, or YYYY-MM-DD`);
  return day;
}

/** A plan file's calendar for the plan's year. RangeError naming a date that does not exist or a range that runs backwards. */
export function calendarOf(draft: CalendarDraft, year: number): WorkingCalendar {
  const days = (sources: readonly string[]) => new Set(sources.flatMap((source) => spanOf(source, year)));
  return {
    weekend: new Set(draft.weekend.map((name) => WEEK.indexOf(name))),
    holidays: days(draft.holidays),
    workdays: days(draft.workdays),
  };
}

function spanOf(source: string, year: number): Day[] {
  const [first, last = first] = source.split('..') as [string, string?];
  const range = { from: dayInPlan(first, year), to: dayInPlan(last, year) };
  if (range.from > range.to) throw new RangeError(`"${source}" runs backwards; expected the earlier day first`);
  return [...daysOf(range)];
}
