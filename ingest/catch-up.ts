import { nextSlot, slotsBetween } from './cron-slots';

/** What becomes of slots that were missed: each is run, the newest alone, or none. */
export const CATCH_UPS = ['all', 'latest', 'none'] as const;
export type CatchUp = (typeof CATCH_UPS)[number];

/** How many missed slots `all` runs when it does not say. */
const USUAL_LIMIT = 24;
const HIGHEST_LIMIT = 1_000;

/** A policy as people write it: `latest`, `none`, `all`, or `all:50` with the most slots that it runs. Throws a RangeError that names it. */
export function parseCatchUp(text: string): { catchUp: CatchUp; limit: number } {
  const [word = '', number] = text.split(':');
  const limit = number === undefined ? USUAL_LIMIT : /^\d{1,4}$/.test(number) ? Number(number) : 0;
  const isKnown = (CATCH_UPS as readonly string[]).includes(word);
  if (!isKnown || limit < 1 || limit > HIGHEST_LIMIT || (number !== undefined && word !== 'all')) {
    throw new RangeError(`catchUp: "${text}" is no policy; expected latest, none, all, or all:<most slots, 1 to ${HIGHEST_LIMIT}>`);
  }
  return { catchUp: word as CatchUp, limit };
}

/** A policy as {@link parseCatchUp} reads it. */
export function catchUpText(catchUp: CatchUp, limit: number): string {
  return catchUp === 'all' ? `all:${limit}` : catchUp;
}

/** Where the schedule of a source stands: all slots up to `settledTo` are dealt with. */
export interface Timetable {
  readonly schedule: string;
  readonly timeZone: string;
  readonly catchUp: CatchUp;
  /** How many missed slots `all` runs at most. */
  readonly catchUpLimit: number;
  readonly settledTo: Date;
  /** A source that was never pulled is due at once, whatever its schedule says: at this instant. */
  readonly firstAt: Date | null;
}

/** A stretch of slots that get no run of their own; `slots` is null when they are too many to be counted. */
export interface MissedSlots {
  readonly first: Date;
  readonly last: Date;
  readonly slots: number | null;
  /** Whether the newest run covers them, since a pull reads its window again. */
  readonly isCovered: boolean;
}

/** What is to be done about the slots up to an instant: those to run, the newest first, those that are missed, and when to look again. */
export interface SlotPlan {
  readonly run: readonly Date[];
  readonly missed: MissedSlots | null;
  readonly settledTo: Date;
  readonly nextSlot: Date | null;
}

/** So late a slot is still on time: a look at the schedule comes once a minute. */
const ON_TIME_MS = 5 * 60_000;
/** Missed slots are counted so far back: two months of a schedule for every minute. */
const COUNTED_MS = 62 * 86_400_000;

/** Deals with every slot after `settledTo` and not after `now`: each is to be run or told as missed. Throws when the schedule is no cron expression. */
export function planSlots(table: Timetable, now: Date): SlotPlan {
  const { schedule, timeZone, settledTo, firstAt } = table;
  const counted = new Date(Math.max(settledTo.getTime(), now.getTime() - COUNTED_MS));
  const due = slotsBetween(schedule, timeZone, counted, now).map((slot) => new Date(slot));
  const oldest = counted > settledTo ? nextSlot(schedule, timeZone, settledTo) : null;
  const isUncounted = oldest !== null && oldest <= counted;
  if (isUncounted) due.unshift(oldest);
  if (firstAt !== null) due.unshift(firstAt);
  const run = due.slice(due.length - runnable(table, due.at(-1), now)).reverse();
  const missed = due.slice(0, due.length - run.length);
  const last = due.at(-1) ?? settledTo;
  return {
    run,
    missed: missed.length === 0 ? null : stretchOf(missed, isUncounted, run.length > 0),
    settledTo: last,
    nextSlot: nextSlot(schedule, timeZone, now > last ? now : last),
  };
}

/** How many of the slots that are due get a run: the newest so many. */
function runnable({ catchUp, catchUpLimit, firstAt }: Timetable, newest: Date | undefined, now: Date): number {
  if (newest === undefined) return 0;
  if (catchUp === 'all') return catchUpLimit;
  const isOnTime = newest.getTime() > now.getTime() - ON_TIME_MS;
  return catchUp === 'latest' || isOnTime || firstAt !== null ? 1 : 0;
}

function stretchOf(missed: readonly Date[], isUncounted: boolean, isCovered: boolean): MissedSlots {
  const [first, last] = [missed[0] as Date, missed.at(-1) as Date];
  return { first, last, slots: isUncounted ? null : missed.length, isCovered };
}
