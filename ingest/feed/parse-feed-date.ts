import { startOfDayIn } from './start-of-day-in';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONES: Record<string, string> = {
  ut: 'Z',
  utc: 'Z',
  gmt: 'Z',
  z: 'Z',
  est: '-0500',
  edt: '-0400',
  cst: '-0600',
  cdt: '-0500',
  mst: '-0700',
  mdt: '-0600',
  pst: '-0800',
  pdt: '-0700',
  bst: '+0100',
  cet: '+0100',
  cest: '+0200',
  jst: '+0900',
};

const ZONE = String.raw`(?:\s*(?<zone>[+-]\d{1,2}:?\d{2}|[a-z]{1,4}))?`;
const TIME = String.raw`(?:[\sT,]*(?<hour>\d{1,2})[:时時](?<minute>\d{1,2})(?:[:分](?<second>\d{1,2})(?:[.,]\d+)?秒?)?分?)?`;
const FORMS = [
  // 2026-11-02T10:00:00+08:00, 2026/11/2 10:00, 2026年11月2日 10:00, 2026-11
  new RegExp(String.raw`^(?<year>\d{4})[-/.年](?<month>\d{1,2})(?:[-/.月](?<day>\d{1,2})日?|月)?${TIME}${ZONE}$`, 'i'),
  // Mon, 02 Nov 2026 10:00:00 +0800
  new RegExp(
    String.raw`^(?:[a-z]+\.?,?\s*)?(?<day>\d{1,2})[\s-]+(?<word>[a-z]{3})[a-z]*\.?,?[\s-]+(?<year>\d{4}|\d{2})${TIME}${ZONE}$`,
    'i',
  ),
  // Nov 2, 2026 10:00, Mon Nov 2 2026
  new RegExp(String.raw`^(?:[a-z]+\.?,?\s+)?(?<word>[a-z]{3})[a-z]*\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})${TIME}${ZONE}$`, 'i'),
];

/**
 * The instant that a feed's date means: ISO 8601, RFC 822 with its usual mistakes, and Chinese dates. A date without a zone is in
 * `timeZone`, one without a time is the start of its day. Null when it is no date.
 */
export function parseFeedDate(text: string, timeZone: string): Date | null {
  const source = text.trim().replace(/\s+/g, ' ');
  const parts = FORMS.map((form) => form.exec(source)?.groups).find((groups) => groups !== undefined);
  if (!parts) return null;
  const month = parts.word ? MONTHS.indexOf(parts.word.toLowerCase()) : Number(parts.month) - 1;
  const year = Number(parts.year) + (parts.year?.length === 2 ? (Number(parts.year) < 70 ? 2000 : 1900) : 0);
  const day = Number(parts.day ?? 1);
  const local = new Date(Date.UTC(year, month, day));
  if (month < 0 || local.getUTCMonth() !== month || local.getUTCDate() !== day) return null;
  const [hour, minute, second] = [Number(parts.hour ?? 0), Number(parts.minute ?? 0), Number(parts.second ?? 0)];
  if (hour > 24 || minute > 59 || second > 60) return null;
  const offset = offsetOf(parts.zone);
  const start = offset === undefined ? startOfDayIn(timeZone, local) : local.getTime() - offset;
  return new Date(start + ((hour * 60 + minute) * 60 + second) * 1000);
}

/** Milliseconds east of Greenwich; undefined when no zone, or none that is known, is named. */
function offsetOf(zone: string | undefined): number | undefined {
  const named = zone === undefined ? undefined : (ZONES[zone.toLowerCase()] ?? zone);
  if (named === 'Z') return 0;
  const match = /^([+-])(\d{1,2}):?(\d{2})$/.exec(named ?? '');
  if (!match) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}
