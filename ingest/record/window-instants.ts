import { addDays, type Day } from '../../src/lib/day';
import type { PullContext } from '../connector';
import { startOfDayIn } from '../feed/start-of-day-in';

/** The instants that a window of days spans in the source's time zone: its first, and the first after it. */
export function windowInstants({ source, window }: Pick<PullContext, 'source' | 'window'>): { from: Date; until: Date } {
  const startOf = (day: Day) => new Date(startOfDayIn(source.timeZone, new Date(`${day}T00:00:00Z`)));
  return { from: startOf(window.from), until: startOf(addDays(window.to, 1)) };
}
