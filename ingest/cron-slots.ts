import { CronExpressionParser } from 'cron-parser';
import { firstInstantOf, instantsOf, wallClock } from '../src/lib/wall-clock';

/** The slot that is to be run, and how many earlier ones were missed and are covered by it. */
export interface DueSlot {
  readonly slot: Date;
  readonly coalesced: number;
}

const DAY_MS = 86_400_000;
/** Missed slots are counted so far back. */
const HORIZON_MS = 8 * DAY_MS;
/** No clock is set by more than a day. */
const LONGEST_SHIFT_MS = 26 * 3_600_000;

/**
 * The newest slot of a schedule after one instant and not after another; null when none is due. A schedule for certain hours comes once for
 * each time on the clock: at the first instant after a gap in which its time is skipped, and only the first time when its time is repeated.
 * One for every hour follows the passing of time. Throws when the schedule is no cron expression.
 */
export function dueSlot(schedule: string, timeZone: string, after: Date, now: Date): DueSlot | null {
  const recent = new Date(Math.max(after.getTime(), now.getTime() - HORIZON_MS));
  let slots = slotsBetween(schedule, timeZone, recent, now);
  if (slots.length === 0 && recent > after) slots = slotsBetween(schedule, timeZone, after, now);
  return slots.length === 0 ? null : { slot: new Date(Math.max(...slots)), coalesced: slots.length - 1 };
}

/** The slots after one instant and not after another, in no order. */
function slotsBetween(schedule: string, timeZone: string, after: Date, now: Date): number[] {
  // The parser reads the wall clock's own time; what instants that means is worked out here, half-hour shifts and skipped days included.
  const margin = shiftAround(timeZone, after.getTime(), now.getTime()) + 60_000;
  const last = wallClock(timeZone, now.getTime()) + margin;
  const currentDate = new Date(wallClock(timeZone, after.getTime()) - margin);
  const readings = CronExpressionParser.parse(schedule, { tz: 'UTC', currentDate });
  const everyHour = readings.fields.hour.values.length === 24;
  const slots = new Set<number>();
  for (let reading = readings.next().getTime(); reading <= last; reading = readings.next().getTime()) {
    for (const instant of everyHour ? instantsOf(timeZone, reading) : [firstInstantOf(timeZone, reading)]) {
      if (instant > after.getTime() && instant <= now.getTime()) slots.add(instant);
    }
  }
  return [...slots];
}

/** By how much the clocks are set in a stretch of time, the days about it included; 0 on most days. */
function shiftAround(timeZone: string, from: number, to: number): number {
  const offsets = [from - LONGEST_SHIFT_MS, from, to, to + LONGEST_SHIFT_MS].map((instant) => wallClock(timeZone, instant) - instant);
  return Math.max(...offsets) - Math.min(...offsets);
}

/** The schedule itself when it is a cron expression or empty ("never"); otherwise a RangeError that names it. */
export function parseSchedule(schedule: string): string {
  if (schedule === '') return schedule;
  try {
    CronExpressionParser.parse(schedule, { tz: 'UTC' });
    return schedule;
  } catch (error) {
    throw new RangeError(`schedule: "${schedule}" is no cron expression: ${(error as Error).message}`);
  }
}
