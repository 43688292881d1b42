const MS_PER_DAY = 86_400_000;
/** What day 0 of the 1900 system is from 1 March 1900 on; before that its calendar has a 29 February that never was. */
const EPOCH = Date.UTC(1899, 11, 30);
const FIRST_DAY = 61;
const LAST_DAY = 2_958_465;
/** How many days later the calendar of old Macintosh workbooks begins. */
const SINCE_1904 = 1_462;

/**
 * The text of a number that counts days: an ISO day (with its time of day unless that is midnight) from March 1900 to 9999, a time of day for a part
 * of a day. Null for any other: programs do not agree on what it is.
 */
export function dateText(days: number, from1904: boolean): string | null {
  if (days > 0 && days < 1) return durationText(days);
  const since1900 = from1904 ? days + SINCE_1904 : days;
  if (since1900 < FIRST_DAY || since1900 >= LAST_DAY + 1) return null;
  // A time has no more than seconds: its fraction of a day is often cut short.
  const iso = new Date(EPOCH + Math.round((since1900 * MS_PER_DAY) / 1000) * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** A length of time given in days, as `hh:mm:ss`; hours go on past 24. */
export function durationText(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (days < 0 ? '-' : '') + parts.map((part) => String(part).padStart(2, '0')).join(':');
}
