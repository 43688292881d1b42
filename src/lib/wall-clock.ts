const formats = new Map<string, Intl.DateTimeFormat>();
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the clocks of an IANA time zone show at an instant, as milliseconds as if that reading were UTC. */
export function wallClock(timeZone: string, instant: number): number {
  const read: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) read[type] = Number(value);
  return Date.UTC(read.year!, read.month! - 1, read.day!, read.hour!, read.minute!, read.second!);
}

/**
 * The instants at which the clocks of a zone show a reading (as {@link wallClock} gives it): one on most days, two when they are put back over it,
 * none when they are put forward over it.
 */
export function instantsOf(timeZone: string, reading: number): number[] {
  const candidates = nearby(timeZone, reading);
  return candidates.filter((instant) => wallClock(timeZone, instant) === reading).sort((a, b) => a - b);
}

/** The first instant at which the clocks show a reading or, when it is skipped, anything later; to the minute. */
export function firstInstantOf(timeZone: string, reading: number): number {
  const [first] = instantsOf(timeZone, reading);
  if (first !== undefined) return first;
  let [before, after] = nearby(timeZone, reading).sort((a, b) => a - b) as [number, number];
  while (after - before > MINUTE_MS) {
    const middle = Math.floor((before + after) / 2 / MINUTE_MS) * MINUTE_MS;
    if (wallClock(timeZone, middle) < reading) before = middle;
    else after = middle;
  }
  return after;
}

/** The instants that the reading would be at with the offsets of the day before and of the day after. */
function nearby(timeZone: string, reading: number): number[] {
  const offsets = [reading - DAY_MS, reading + DAY_MS].map((instant) => wallClock(timeZone, instant) - instant);
  return [...new Set(offsets.map((offset) => reading - offset))];
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  const made = new Intl.DateTimeFormat('en-US', { timeZone, ...fields, hourCycle: 'h23', calendar: 'gregory' });
  formats.set(timeZone, made);
  return made;
}
