import { type Day, type DayRange, daysOf, toEpoch } from '../lib/day';

/** Which days are worked: the weekend (0 is Monday, 6 is Sunday), holidays, and make-up days that are worked although the others say no. */
export interface WorkingCalendar {
  readonly weekend: ReadonlySet<number>;
  readonly holidays: ReadonlySet<Day>;
  readonly workdays: ReadonlySet<Day>;
}

/** Monday to Friday, no holidays. */
export const WEEKDAYS: WorkingCalendar = { weekend: new Set([5, 6]), holidays: new Set(), workdays: new Set() };

/** Whether the day is worked; a make-up day wins over a holiday, a holiday over the week. */
export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean {
  if (calendar.workdays.has(day)) return true;
  return !calendar.holidays.has(day) && !calendar.weekend.has((toEpoch(day) + 3) % 7);
}

/** How many days of an inclusive range are worked. */
export function workingDaysIn(calendar: WorkingCalendar, range: DayRange): number {
  let count = 0;
  for (const day of daysOf(range)) if (isWorkingDay(calendar, day)) count += 1;
  return count;
}
