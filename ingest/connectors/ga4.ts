import { z } from 'zod';
import { WebDay } from '../../entities/facts/WebDay';
import { isDay } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { BadRecord, Fatal, Retriable, TooLarge, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { deviceName } from '../record/device-name';
import { jsonOrNull } from '../record/json-or-null';
import { microsText } from '../record/micros-text';
import { siteChannel } from '../record/site-channel';

const config = z.object({
  baseUrl: baseUrl('https://analyticsdata.googleapis.com'),
  tokenUrl: baseUrl('https://oauth2.googleapis.com/token'),
  propertyId: z.union([z.string(), z.int().transform(String)]).pipe(z.string().regex(/^\d+$/, 'expected the digits of a property id')),
  /** Whether visits are also told apart by country. */
  byCountry: z.boolean().default(true),
  /** The metric that counts as a conversion, `keyEvents` for one. */
  conversionMetric: z.string().min(1).default('ecommercePurchases'),
  pageSize: z.int().min(1).max(250_000).default(100_000),
});
type Config = z.infer<typeof config>;

const METRICS = ['sessions', 'activeUsers', 'engagedSessions', 'screenPageViews', 'userEngagementDuration', 'purchaseRevenue'];

// Every value is text; a metric of type float writes a whole number with or without a point.
const whole = z
  .string()
  .regex(/^\d+(\.0+)?$/, 'expected a whole number of at least 0')
  .transform((text) => BigInt(text.replace(/\..*/, '')));
const seconds = microsText.transform((micros) => (micros + 500_000n) / 1_000_000n);

const TOTAL = 'RESERVED_TOTAL';
const date = z.union([z.literal(TOTAL), z.string().regex(/^\d{8}$/)], 'expected a date, YYYYMMDD').transform((text, context) => {
  const day = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (text !== TOTAL && !isDay(day)) context.addIssue({ code: 'custom', message: 'expected a date, YYYYMMDD' });
  return day;
});

const visits = z.looseObject({
  date,
  sessionDefaultChannelGroup: z.string(),
  countryId: z.string().default(''),
  deviceCategory: z.string(),
  currencyCode: z.string().optional(),
  sessions: whole,
  activeUsers: whole,
  engagedSessions: whole,
  screenPageViews: whole,
  userEngagementDuration: seconds,
  purchaseRevenue: microsText,
  conversions: whole,
});

/**
 * Google Analytics 4 through `runReport`: visits by day, default channel group, device and, unless told otherwise, country. No report by page: a
 * visit has many pages and would be counted on each. Days are in the property's zone and are restated for three days. Bounces are the sessions
 * that were not engaged; seconds are those of engagement. What Google withholds, samples or puts together in "(other)" is told on the run.
 */
export default connector({
  name: 'ga4',
  label: 'Google Analytics 4',
  schedule: '35 */6 * * *',
  auth: { kind: 'oauth2', tokenPath: '/token' },
  secrets: ['clientId', 'clientSecret', 'refreshToken'],
  rateLimit: { requests: 5, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'America/Los_Angeles',
  config,
  streams: [
    stream({
      name: 'visits',
      into: WebDay,
      lookbackDays: 3,
      lagDays: 1,
      windowDays: 92,
      request: ({ config, window }: PullContext<Config>) => report(config, window),
      next: nextRows,
      classify,
      waitMs,
      missing,
      records: recordsIn,
      shape: visits,
      map: (record, { source }) => {
        if (record.date === TOTAL || record.sessionDefaultChannelGroup === TOTAL) return [];
        if (source.brand === null) throw new BadRecord('the property belongs to no brand: give the source a brand', 'brand', source.key);
        return [
          {
            day: record.date,
            brand: source.brand,
            channel: siteChannel(record.sessionDefaultChannelGroup),
            page: '',
            region: record.countryId === '(not set)' ? '' : record.countryId,
            device: deviceName(record.deviceCategory),
            currency: record.currencyCode ?? source.currency,
            sessions: record.sessions,
            users: record.activeUsers,
            conversions: record.conversions,
            pageViews: record.screenPageViews,
            bounces: record.sessions - record.engagedSessions,
            visitSeconds: record.userEngagementDuration,
            revenue: record.purchaseRevenue,
          },
        ];
      },
    }),
  ],
});

function report({ baseUrl, propertyId, byCountry, conversionMetric, pageSize }: Config, window: { from: string; to: string }): HttpRequest {
  const dimensions = ['date', 'sessionDefaultChannelGroup', 'deviceCategory', ...(byCountry ? ['countryId'] : [])];
  return {
    method: 'POST',
    url: `${baseUrl}/v1beta/properties/${propertyId}:runReport`,
    body: {
      dateRanges: [{ startDate: window.from, endDate: window.to }],
      dimensions: dimensions.map((name) => ({ name })),
      metrics: [...METRICS, conversionMetric].map((name) => ({ name })),
      // Rows in one order, so that the pages fit together.
      orderBys: dimensions.map((dimensionName) => ({ dimension: { dimensionName } })),
      limit: String(pageSize),
      offset: '0',
      keepEmptyRows: false,
      returnPropertyQuota: true,
    },
  };
}

const headers = z.array(z.looseObject({ name: z.string() })).default([]);
const values = z.array(z.looseObject({ value: z.string() })).default([]);
const envelope = z.looseObject({
  kind: z.literal('analyticsData#runReport'),
  dimensionHeaders: headers,
  metricHeaders: headers,
  rows: z.array(z.looseObject({ dimensionValues: values, metricValues: values })).default([]),
  rowCount: z.int().optional(),
  metadata: z
    .looseObject({
      currencyCode: z.string().optional(),
      dataLossFromOtherRow: z.boolean().default(false),
      subjectToThresholding: z.boolean().default(false),
      samplingMetadatas: z.array(z.looseObject({ samplesReadCount: z.coerce.bigint(), samplingSpaceSize: z.coerce.bigint() })).default([]),
      dataTruncations: z.array(z.unknown()).default([]),
    })
    .prefault({}),
  propertyQuota: z.record(z.string(), z.looseObject({ remaining: z.number().default(0) })).default({}),
});

function answered(page: Page) {
  const parsed = envelope.safeParse(page.json());
  if (!parsed.success) throw new Fatal(`ga4: runReport answered ${page.text().slice(0, 80)}; expected a report`);
  return parsed.data;
}

/** Rows are lists of values in the order of the headers; a record names them. The last metric is the one that counts as a conversion. */
function recordsIn(page: Page): unknown[] {
  const { dimensionHeaders, metricHeaders, rows, metadata } = answered(page);
  const last = metricHeaders.length - 1;
  const metricNames = metricHeaders.map(({ name }, place) => (place === last ? 'conversions' : name));
  return rows.map(({ dimensionValues, metricValues }) => ({
    ...Object.fromEntries(dimensionHeaders.map(({ name }, place) => [name, dimensionValues[place]?.value])),
    ...Object.fromEntries(metricNames.map((name, place) => [name, metricValues[place]?.value])),
    ...(metadata.currencyCode === undefined ? {} : { currencyCode: metadata.currencyCode }),
  }));
}

/** By the rows that came: a report without any may still tell a count of rows, and one with rows may tell none. */
function nextRows(page: Page): HttpRequest | null {
  const { rows, rowCount } = answered(page);
  const body = page.request.body as { [key: string]: Json };
  const offset = Number(body.offset) + rows.length;
  const isLast = rowCount === undefined ? rows.length < Number(body.limit) : offset >= rowCount;
  return rows.length === 0 || isLast ? null : { ...page.request, body: { ...body, offset: String(offset) } };
}

function missing(page: Page): string | null {
  const { dataLossFromOtherRow, subjectToThresholding, samplingMetadatas, dataTruncations } = answered(page).metadata;
  const isSampled = samplingMetadatas.some(({ samplesReadCount, samplingSpaceSize }) => samplesReadCount < samplingSpaceSize);
  const told = [
    ...(dataLossFromOtherRow ? ['Google put rows with small numbers together in "(other)"'] : []),
    ...(isSampled ? ['Google estimated the numbers from a sample of the events'] : []),
    ...(subjectToThresholding ? ['Google withheld rows about few people (thresholding)'] : []),
    ...(dataTruncations.length > 0 ? ['Google cut the report short'] : []),
  ];
  return told.length === 0 ? null : told.join(', ');
}

/** What an ordinary property may use; one of Analytics 360 may use ten times as much. */
const ALLOWED: Record<string, number> = {
  tokensPerDay: 200_000,
  tokensPerHour: 40_000,
  tokensPerProjectPerHour: 14_000,
  serverErrorsPerProjectPerHour: 10,
  potentiallyThresholdedRequestsPerHour: 120,
};
const PAUSE_MS = 60_000;

/** A minute between requests once a tenth or less of any quota is left. */
function waitMs(page: Page): number {
  const scarce = Object.entries(answered(page).propertyQuota).some(([name, { remaining }]) => remaining <= (ALLOWED[name] ?? -1) / 10);
  return scarce ? PAUSE_MS : 0;
}

const failure = z.looseObject({
  error: z.looseObject({ code: z.int(), message: z.string().default(''), status: z.string().default('') }),
});

/** How long each quota takes to fill again, by Google's words for it. */
const REFILL: [RegExp, number][] = [
  [/concurrent requests/i, 30_000],
  [/property tokens/i, 1_800_000],
  [/potentially thresholded/i, 1_800_000],
  [/server errors/i, 3_600_000],
];

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { code, message, status } = parsed.data.error;
  const told = `ga4: ${code} ${status}: ${message}`;
  if (code === 429) throw new Retriable(told, REFILL.find(([words]) => words.test(message))?.[1]);
  if (code === 401) throw new Unauthorized(told);
  if (code === 504 || status === 'DEADLINE_EXCEEDED') throw new TooLarge(told);
  if (code >= 500) throw new Retriable(told);
  throw new Fatal(told);
}
