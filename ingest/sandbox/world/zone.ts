import type { Day } from '../../../src/lib/day';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The instant, in milliseconds since 1970, at which a calendar day begins in an IANA time zone. */
export function startOfDayIn(timeZone: string, day: Day): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The offset at midnight can differ from the one at the same UTC instant only around a clock change.
  const guess = utc - offsetAt(timeZone, utc);
  return utc - offsetAt(timeZone, guess);
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour! % 24, parts.minute!, parts.second!);
  return local - Math.floor(instant / 1000) * 1000;
}
