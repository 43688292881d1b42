/** A calendar day in ISO 8601, `YYYY-MM-DD`. Compares and sorts as text. */
export type Day = string;

/** An inclusive range of days. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** The calendar units a range or a series can be cut by; weeks start on Monday (ISO 8601). */
export type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const { floor } = Math;
const PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const ZERO = 48;

/** Days come in runs: the last one that was asked about is not looked into again. */
let lastDay: Day = '';

/** Whether the text is a real calendar day in `YYYY-MM-DD` (29 February only in leap years). */
export function isDay(text: string): boolean {
  if (text === lastDay && text !== '') return true;
  if (!PATTERN.test(text)) return false;
  const month = numberAt(text, 5, 7);
  const date = numberAt(text, 8, 10);
  const isReal = month >= 1 && month <= 12 && date >= 1 && date <= lengthOfMonth(numberAt(text, 0, 4), month);
  if (isReal) lastDay = text;
  return isReal;
}

function numberAt(digits: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + digits.charCodeAt(at) - ZERO;
  return number;
}

function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The text itself when it is a real calendar day; otherwise a RangeError that names the place and the value. */
export function parseDay(text: string, place = 'day'): Day {
  if (!isDay(text)) throw new RangeError(`${place}: "${text}" is not a calendar day; expected YYYY-MM-DD`);
  return text;
}

const NOT_A_DAY = Number.NaN;
/** Years and months are counted from 1 March, so that the day which only some years have is the last one. */
const DAYS_TO_MARCH = 719_468;
const DAYS_IN_ERA = 146_097;

/** Days since 1970-01-01; NaN for a text that is no calendar day. Without a `Date`: rows are counted in millions. */
export function toEpoch(day: Day): number {
  if (!isDay(day)) return NOT_A_DAY;
  const month = numberAt(day, 5, 7);
  const year = numberAt(day, 0, 4) - (month <= 2 ? 1 : 0);
  const dayOfYear = floor((153 * ((month + 9) % 12) + 2) / 5) + numberAt(day, 8, 10) - 1;
  return year * 365 + floor(year / 4) - floor(year / 100) + floor(year / 400) + dayOfYear - DAYS_TO_MARCH;
}

/** The day that lies `epoch` days after 1970-01-01; an empty text for what is no day of the years 0 to 9999. */
export function fromEpoch(epoch: number): Day {
  const days = floor(epoch) + DAYS_TO_MARCH;
  const era = floor(days / DAYS_IN_ERA);
  const dayOfEra = days - era * DAYS_IN_ERA;
  const yearOfEra = floor((dayOfEra - floor(dayOfEra / 1460) + floor(dayOfEra / 36_524) - floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + floor(yearOfEra / 4) - floor(yearOfEra / 100));
  const march = floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - floor((153 * march + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (march >= 10 ? 1 : 0);
  if (!(year >= 0 && year <= 9999)) return '';
  const month = march < 10 ? march + 3 : march - 9;
  return `${`${year}`.padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${date < 10 ? '0' : ''}${date}`;
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: Day, count: number): Day {
  return fromEpoch(toEpoch(day) + count);
}

/** How many days lie from `a` to `b`: 0 for the same day, negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return toEpoch(b) - toEpoch(a);
}

/** The number of days in an inclusive range. */
export function lengthOf(range: DayRange): number {
  return daysBetween(range.from, range.to) + 1;
}

/** The last day of the day's month. */
export function endOfMonth(day: Day): Day {
  return addDays(addMonths(startOf('MONTH', day), 1), -1);
}

/** The same day of the month `count` months later; the month's last day where that day does not exist (31 January + 1 = 28 or 29 February). */
export function addMonths(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + count;
  const y = Math.floor(index / 12);
  const m = index - y * 12;
  const last = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The day `count` units later, months clamped as in {@link addMonths}. */
export function addUnits(unit: Unit, day: Day, count: number): Day {
  if (unit === 'DAY') return addDays(day, count);
  if (unit === 'WEEK') return addDays(day, 7 * count);
  return addMonths(day, count * { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit]);
}

/** The first day of the unit that holds the day; a week's is its Monday. */
export function startOf(unit: Unit, day: Day): Day {
  if (unit === 'DAY') return day;
  if (unit === 'WEEK') return addDays(day, -((((toEpoch(day) + 3) % 7) + 7) % 7));
  if (unit === 'YEAR') return `${day.slice(0, 4)}-01-01`;
  if (unit === 'MONTH') return `${day.slice(0, 7)}-01`;
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return `${day.slice(0, 4)}-${String(quarter * 3 + 1).padStart(2, '0')}-01`;
}

/** The last day of the unit that holds the day. */
export function endOf(unit: Unit, day: Day): Day {
  return addDays(addUnits(unit, startOf(unit, day), 1), -1);
}

/** The unit-sized pieces that cover a range, the first and last cut to it. */
export function* bucketsOf(unit: Unit, range: DayRange): Generator<DayRange> {
  for (let from = range.from; from <= range.to; ) {
    const end = endOf(unit, from);
    const to = end < range.to ? end : range.to;
    yield { from, to };
    from = addDays(to, 1);
  }
}

/** The days of a range that lie in units of which it holds every day; null where it holds none whole. */
export function wholeUnits(unit: Unit, range: DayRange): DayRange | null {
  const from = startOf(unit, range.from) === range.from ? range.from : addDays(endOf(unit, range.from), 1);
  const to = endOf(unit, range.to) === range.to ? range.to : addDays(startOf(unit, range.to), -1);
  return from <= to ? { from, to } : null;
}

/** Every day of an inclusive range. */
export function* daysOf(range: DayRange): Generator<Day> {
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) yield day;
}

/** Making a calendar takes a hundred times as long as asking it, and asking it as long as a good part of an answer that is kept. */
const calendars = new Map<string, { readonly format: Intl.DateTimeFormat; minute: number; day: Day }>();
const MINUTE_MS = 60_000;
/** Since Liberia's clock left its 44 minutes and a half, in January 1972, every zone's day begins with a whole minute. */
const WHOLE_MINUTES_SINCE = Date.UTC(1973, 0, 1) / MINUTE_MS;

/** The calendar day that an instant falls on in an IANA time zone. */
export function dayIn(timeZone: string, instant: Date): Day {
  const minute = Math.floor(instant.getTime() / MINUTE_MS);
  const known = calendars.get(timeZone);
  if (known?.minute === minute && minute > WHOLE_MINUTES_SINCE) return known.day;
  const format = known?.format ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const day = format.format(instant);
  calendars.set(timeZone, { format, minute, day });
  return day;
}
