import { addDays, type DayRange } from '../../src/lib/day';
import { startOfDayIn } from '../feed/start-of-day-in';

/** The first instant of a range of days in a time zone, and the first after it. */
export function instantsOf({ from, to }: DayRange, timeZone: string): { from: Date; until: Date } {
  const start = (day: string) => new Date(startOfDayIn(timeZone, new Date(`${day}T00:00:00Z`)));
  return { from: start(from), until: start(addDays(to, 1)) };
}
