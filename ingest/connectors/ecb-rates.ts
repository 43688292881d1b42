import { z } from 'zod';
import { FxDay } from '../../entities/facts/FxDay';
import { daysBetween } from '../../src/lib/day';
import { connector, type Page, type PullContext, stream } from '../connector';
import { Retriable } from '../errors';
import { baseUrl } from '../record/base-url';
import { dayText } from '../record/day-text';
import { microsText } from '../record/micros-text';

const config = z.object({ baseUrl: baseUrl('https://www.ecb.europa.eu') });
type Config = z.infer<typeof config>;

const rate = z.looseObject({
  day: dayText,
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency code of three capitals'),
  rate: microsText.refine((value) => value > 0n, 'expected a rate above 0'),
});

/** How far the short file reaches back; a window that begins later needs no more than it. */
const SHORT_FILE_DAYS = 85;

/**
 * The European Central Bank's euro reference rates: units of each currency for one euro. None on weekends and on the
 * bank's holidays; published about 16:00 in Frankfurt. The short file holds 90 days, the long one every day since 1999.
 */
export default connector({
  name: 'ecb-rates',
  label: 'ECB reference rates',
  schedule: '30 17 * * *',
  auth: { kind: 'none' },
  secrets: [],
  rateLimit: { requests: 1, perSeconds: 1 },
  historyDays: 1100,
  timeZone: 'Europe/Berlin',
  config,
  streams: [
    stream({
      name: 'rates',
      into: FxDay,
      lookbackDays: 7,
      lagDays: 0,
      windowDays: 40_000,
      request: ({ config, window, today }: PullContext<Config>) => {
        const file = daysBetween(window.from, today) <= SHORT_FILE_DAYS ? 'eurofxref-hist-90d.xml' : 'eurofxref-hist.xml';
        return { url: `${config.baseUrl}/stats/eurofxref/${file}`, state: { from: window.from, to: window.to } };
      },
      records: ratesIn,
      shape: rate,
      map: (record) => [{ day: record.day, currency: record.currency, perEuro: record.rate }],
    }),
  ],
});

const CUBE = /<Cube\s+([^>]*?)\s*\/?>/g;
const ATTRIBUTE = /(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The rates of the window that was asked for: the file itself knows no window. */
function ratesIn(page: Page): unknown[] {
  const text = page.text();
  if (!text.trimEnd().endsWith('Envelope>'))
    throw new Retriable(`ecb-rates: ${page.request.url} ends in "${text.slice(-40)}"; expected </…Envelope>`);
  const { from, to } = z.object({ from: z.string(), to: z.string() }).parse(page.request.state);
  const records: { day: string; currency?: string; rate?: string }[] = [];
  let day = '';
  for (const [, inside = ''] of text.matchAll(CUBE)) {
    const attributes = Object.fromEntries([...inside.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [name, double ?? single]));
    if (attributes.time !== undefined) day = attributes.time;
    else if (day >= from && day <= to) records.push({ day, currency: attributes.currency, rate: attributes.rate });
  }
  return records;
}
