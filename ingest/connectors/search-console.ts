import { z } from 'zod';
import { SearchDay } from '../../entities/facts/SearchDay';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { BadRecord, Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { countryCode } from '../record/country-code';
import { dayText } from '../record/day-text';
import { deviceName } from '../record/device-name';
import { jsonOrNull } from '../record/json-or-null';
import { list } from '../record/list';
import { weightedMicros } from '../record/weighted-micros';

const config = z.object({
  baseUrl: baseUrl('https://www.googleapis.com'),
  tokenUrl: baseUrl('https://oauth2.googleapis.com/token'),
  /** Properties as Search Console names them: `sc-domain:example.com` or `https://www.example.com/`. */
  sites: z.array(z.string().min(1)).min(1),
  rowLimit: z.int().min(1).max(25_000).default(25_000),
  /** Gives a site to a brand by a part of its name. */
  brandRules,
});
type Config = z.infer<typeof config>;

const TOTALS = ['date', 'country', 'device'];
const QUERIES = ['date', 'query', 'page', 'country', 'device'];

const position = z.union([z.string(), z.number()]).refine((value) => Number(value) >= 1, 'expected a position of at least 1');
const measured = z.looseObject({ clicks: countText, impressions: countText, position });

/** What both streams share: final days only, asked for page by page, each day again until it has settled. */
const pulled = {
  into: SearchDay,
  lookbackDays: 4,
  lagDays: 3,
  windowDays: 7,
  parts: (settings: Config) => settings.sites,
  next: nextRows,
  classify,
  records: rowsIn,
};

/**
 * Google Search Console by day of Pacific time: the totals of the property, and rows by query and page. The second add
 * up to less than the first, for rare queries are withheld. It calls countries by three letters (ISO 3166-1 alpha-3), which become two.
 */
export default connector({
  name: 'search-console',
  label: 'Google Search Console',
  schedule: '40 5 * * *',
  auth: { kind: 'oauth2', tokenPath: '/token' },
  secrets: ['clientId', 'clientSecret', 'refreshToken'],
  rateLimit: { requests: 10, perSeconds: 1, countedBy: 'part' },
  historyDays: 480,
  timeZone: 'America/Los_Angeles',
  config,
  streams: [
    stream({
      ...pulled,
      name: 'totals',
      request: (context: PullContext<Config>) => ask(context, TOTALS, 'byProperty'),
      shape: measured.extend({ keys: z.tuple([dayText, z.string(), z.string()]) }),
      map: (record, context) => {
        const [day, country, device] = record.keys;
        return [rowOf(record, context, { day, scope: 'property', query: '', page: '', region: countryCode(country), device })];
      },
    }),
    stream({
      ...pulled,
      name: 'queries',
      request: (context: PullContext<Config>) => ask(context, QUERIES, 'auto'),
      shape: measured.extend({ keys: z.tuple([dayText, z.string(), z.string(), z.string(), z.string()]) }),
      map: (record, context) => {
        const [day, query, page, country, device] = record.keys;
        return [rowOf(record, context, { day, scope: 'query', query, page, region: countryCode(country), device })];
      },
    }),
  ],
});

type Keys = Pick<SearchDay, 'day' | 'scope' | 'query' | 'page' | 'region' | 'device'>;

function rowOf({ clicks, impressions, position }: z.infer<typeof measured>, context: PullContext<Config>, keys: Keys): SearchDay {
  const { source, config, part } = context;
  const brand = brandFor(part, config.brandRules, source.brand);
  if (brand === null) throw new BadRecord('the site belongs to no brand: give the source a brand or a rule', 'brand', part);
  return { ...keys, device: deviceName(keys.device), brand, clicks, impressions, positionSum: weightedMicros(position, impressions) };
}

function ask({ config, part, window }: PullContext<Config>, dimensions: string[], aggregationType: string): HttpRequest {
  return {
    method: 'POST',
    url: `${config.baseUrl}/webmasters/v3/sites/${encodeURIComponent(part)}/searchAnalytics/query`,
    body: {
      startDate: window.from,
      endDate: window.to,
      dimensions,
      type: 'web',
      aggregationType,
      dataState: 'final',
      rowLimit: config.rowLimit,
      startRow: 0,
    },
  };
}

/** The answer does not say whether there is more: a full page means that there may be. */
function nextRows(page: Page): HttpRequest | null {
  const body = page.request.body as { [key: string]: Json };
  const { rowLimit, startRow } = z.object({ rowLimit: z.int(), startRow: z.int() }).parse(body);
  if (rowsIn(page).length < rowLimit) return null;
  return { ...page.request, body: { ...body, startRow: startRow + rowLimit } };
}

/** An empty answer has no `rows` at all. */
function rowsIn(page: Page): unknown[] {
  const parsed = z.looseObject({ rows: list.default([]) }).safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`search-console: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"rows": [...]}`);
  return parsed.data.rows;
}

const failure = z.looseObject({
  error: z.looseObject({
    code: z.int(),
    message: z.string().default(''),
    errors: z.array(z.looseObject({ reason: z.string().default('') })).default([]),
  }),
});

const MINUTE_MS = 60_000;
const QUOTAS: Record<string, number> = {
  quotaExceeded: MINUTE_MS,
  rateLimitExceeded: MINUTE_MS,
  userRateLimitExceeded: MINUTE_MS,
  dailyLimitExceeded: 60 * MINUTE_MS,
};

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { code, message, errors } = parsed.data.error;
  const reason = errors[0]?.reason ?? '';
  const told = `search-console: ${code} ${reason}: ${message}`;
  if (QUOTAS[reason] !== undefined || code === 429) throw new Retriable(told, QUOTAS[reason] ?? MINUTE_MS);
  if (code === 401) throw new Unauthorized(told);
  if (code >= 500) throw new Retriable(told);
  if (code === 403 || code === 404) throw new Skippable(told);
  throw new Fatal(told);
}
