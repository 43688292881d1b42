import { type Day, isDay } from '../../src/lib/day';

/** The parts of a date and time that a text gave, as they stood there. */
export interface DateParts {
  readonly day: Day;
  /** `HH:mm:ss` and milliseconds; midnight where the text has no time. */
  readonly time: string;
  /** `Z` or `+HH:mm` where the text has one. */
  readonly offset: string | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TOKENS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<year>\\d{2})',
  MMMM: '(?<name>[A-Za-z]{3,9})',
  MMM: '(?<name>[A-Za-z]{3,9})\\.?',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<date>\\d{2})',
  d: '(?<date>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  m: '(?<minute>\\d{1,2})',
  ss: '(?<second>\\d{2})',
  a: '(?<half>[AaPp]\\.?[Mm]\\.?|上午|下午)',
};
const SPLIT = /yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|h|mm|m|ss|a/;
const CLOCK = '(?:[T ]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d+)?)?\\s*(?<offset>Z|UTC|[+-]\\d{2}:?\\d{2})?)?';
const USUAL = [
  new RegExp(`^(?<year>\\d{4})([-/.])(?<month>\\d{1,2})\\2(?<date>\\d{1,2})${CLOCK}$`),
  new RegExp(`^(?<year>\\d{4})年(?<month>\\d{1,2})月(?<date>\\d{1,2})日${CLOCK}$`),
  /^(?<year>\d{4})(?<month>\d{2})(?<date>\d{2})$/,
];

/** A reader of dates. Null means: the text is not of that form, or names a day that the calendar does not have. */
export type DateReader = (text: string) => DateParts | null;

/**
 * A reader for a pattern of `yyyy yy M MM MMM d dd H HH h mm ss a` and literal characters, such as `M/d/yyyy`; a time may follow a
 * pattern that has none. Without a pattern, year-first dates of any usual form are read (`2026-03-01`, `2026/3/1`, `20260301`, `2026年3月1日`);
 * day-first and month-first ones are not, because `03/04/2026` is two days. Throws a RangeError when the pattern lacks year, month or day.
 */
export function dateReader(format?: string): DateReader {
  const patterns = format === undefined ? USUAL : [patternOf(format)];
  return (text) => {
    const folded = text.normalize('NFKC').trim();
    for (const pattern of patterns) {
      const groups = pattern.exec(folded)?.groups;
      if (groups) return partsOf(groups);
    }
    return null;
  };
}

function patternOf(format: string): RegExp {
  const lacking = ['y', 'M', 'd'].filter((letter) => !format.includes(letter));
  if (lacking.length > 0) throw new RangeError(`format "${format}" has no ${lacking.join(', ')}; expected one like "M/d/yyyy"`);
  let source = '';
  for (let rest = format; rest !== ''; ) {
    const token = SPLIT.exec(rest);
    const literal = token ? rest.slice(0, token.index) : rest;
    source += literal.normalize('NFKC').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') + (token ? TOKENS[token[0]] : '');
    rest = token ? rest.slice(token.index + token[0].length) : '';
  }
  return new RegExp(`^${source}${/[Hh]/.test(format) ? '' : CLOCK}$`);
}

function partsOf(groups: Record<string, string | undefined>): DateParts | null {
  const year = groups.year?.length === 2 ? `20${groups.year}` : groups.year;
  const month = groups.name === undefined ? groups.month : String(MONTHS.indexOf(groups.name.slice(0, 3).toLowerCase()) + 1);
  const day = `${year}-${two(month)}-${two(groups.date)}`;
  const hour = hourOf(Number(groups.hour ?? 0), groups.half);
  const minute = Number(groups.minute ?? 0);
  const second = Number(groups.second ?? 0);
  if (!isDay(day) || hour > 23 || minute > 59 || second > 59) return null;
  const offset = groups.offset?.replace('UTC', 'Z').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2') ?? null;
  return { day, time: [hour, minute, second].map((part) => two(String(part))).join(':'), offset };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (/^[Pp]|下/.test(half) ? 12 : 0);
}

function two(part: string | undefined): string {
  return (part ?? '').padStart(2, '0');
}
