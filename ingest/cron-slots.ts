import { CronExpression, CronExpressionParser, CronFieldCollection } from 'cron-parser';
import { firstInstantOf, instantsOf, wallClock } from '../src/lib/wall-clock';

const DAY_MS = 86_400_000;
/** No clock is set by more than a day. */
const LONGEST_SHIFT_MS = 26 * 3_600_000;
/** 29 February may be eight years off, and fall on a given weekday after forty. */
const FARTHEST_MS = 41 * 366 * DAY_MS;

/**
 * The slots of a schedule after one instant and not after another, as milliseconds in order. A schedule for certain times of day comes once for
 * each time on the clock: at the first instant after a gap in which its time is skipped, and only the first time when its time is repeated. One for
 * every hour or every so many minutes follows the passing of time: an hour that comes twice has its slots twice. Throws when the schedule is no
 * cron expression.
 */
export function slotsBetween(schedule: string, timeZone: string, after: Date, until: Date): number[] {
  const [from, to] = [after.getTime(), until.getTime()];
  const { days, times, every } = readingsOf(schedule);
  // The parser knows the calendar; what instants a time of day means is worked out here, half-hour shifts and skipped days included.
  const margin = shiftAround(timeZone, from, to) + 60_000;
  const last = wallClock(timeZone, to) + margin;
  const first = wallClock(timeZone, from) - margin;
  const slots = new Set<number>();
  for (const day of days(first, last)) {
    const shift = steadyShift(timeZone, day);
    for (const time of times) {
      const reading = day + time;
      const instants = shift === null ? instantsAt(timeZone, reading, every) : [reading - shift];
      for (const instant of instants) if (instant > from && instant <= to) slots.add(instant);
    }
  }
  return [...slots].sort((a, b) => a - b);
}

/** The first slot of a schedule after an instant; null when there is none, ever. */
export function nextSlot(schedule: string, timeZone: string, after: Date): Date | null {
  let from = after.getTime();
  for (let span = DAY_MS; from < after.getTime() + FARTHEST_MS; span *= 4) {
    const [slot] = slotsBetween(schedule, timeZone, new Date(from), new Date(from + span));
    if (slot !== undefined) return new Date(slot);
    from += span;
  }
  return null;
}

/** The schedule itself when it is a cron expression or empty ("never"); otherwise a RangeError that names it. */
export function parseSchedule(schedule: string): string {
  if (schedule === '') return schedule;
  try {
    // Each reading of H would be another time.
    if (/\bH\b/.test(schedule)) throw new Error('H stands for no time');
    CronExpressionParser.parse(schedule, { tz: 'UTC' });
    return schedule;
  } catch (error) {
    throw new RangeError(`schedule: "${schedule}" is no cron expression: ${(error as Error).message}`);
  }
}

/** What a schedule asks for, on a clock that is never set: days (as milliseconds in UTC, between two readings) and times of day in milliseconds. */
interface Readings {
  readonly days: (first: number, last: number) => Generator<number>;
  readonly times: readonly number[];
  /** Whether it follows the passing of time: through all hours, or within certain ones. */
  readonly every: 'hour' | 'minute' | null;
}

const known = new Map<string, Readings>();
const MOST_KNOWN = 1_000;

function readingsOf(schedule: string): Readings {
  const read = known.get(schedule);
  if (read) return read;
  const { fields } = CronExpressionParser.parse(schedule, { tz: 'UTC' });
  const [hours, minutes, seconds] = [fields.hour, fields.minute, fields.second].map((field) => field.values as number[]);
  const times = hours!.flatMap((hour) =>
    minutes!.flatMap((minute) => seconds!.map((second) => ((hour * 60 + minute) * 60 + second) * 1000)),
  );
  const midnights = CronFieldCollection.from(fields, { hour: [0], minute: [0], second: [0] });
  const minuteField = schedule.trim().split(/\s+/).at(-5) ?? '';
  const made: Readings = {
    days: (first, last) => daysOf(midnights, first, last),
    times,
    every: hours!.length === 24 ? 'hour' : minuteField.startsWith('*') ? 'minute' : null,
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(schedule, made);
  return made;
}

function* daysOf(midnights: CronFieldCollection, first: number, last: number): Generator<number> {
  const begin = Math.floor(first / DAY_MS) * DAY_MS;
  const days = new CronExpression(midnights, { tz: 'UTC', currentDate: new Date(begin - 1) });
  for (let day = days.next().getTime(); day <= last; day = days.next().getTime()) yield day;
}

function instantsAt(timeZone: string, reading: number, every: Readings['every']): number[] {
  if (every === null) return [firstInstantOf(timeZone, reading)];
  const instants = instantsOf(timeZone, reading);
  return instants.length === 0 && every === 'minute' ? [firstInstantOf(timeZone, reading)] : instants;
}

/** The offset of a zone when its clocks are not set on a day nor on the ones about it; null when they are. */
function steadyShift(timeZone: string, day: number): number | null {
  const [before, after] = [day - LONGEST_SHIFT_MS, day + DAY_MS + LONGEST_SHIFT_MS].map((at) => wallClock(timeZone, at) - at);
  return before === after ? (before as number) : null;
}

/** By how much the clocks are set in a stretch of time, the days about it included; 0 on most days. */
function shiftAround(timeZone: string, from: number, to: number): number {
  const offsets = [from - LONGEST_SHIFT_MS, from, to, to + LONGEST_SHIFT_MS].map((instant) => wallClock(timeZone, instant) - instant);
  return Math.max(...offsets) - Math.min(...offsets);
}
