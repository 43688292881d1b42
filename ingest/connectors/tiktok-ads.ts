import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { AdSplitDay } from '../../entities/facts/AdSplitDay';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, TooLarge, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { dayOfTime } from '../record/day-of-time';
import { idText } from '../record/id-text';
import { list } from '../record/list';
import { microsText } from '../record/micros-text';
import { amountNamed } from '../record/named-field';
import { nextNumbered } from '../record/numbered-page';
import { orMissing } from '../record/or-missing';
import { refusalIn } from '../record/refusal-in';

const config = z.object({
  baseUrl: baseUrl('https://business-api.tiktok.com'),
  version: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v1.3'),
  advertiserIds: z.array(z.string().regex(/^\d+$/, 'expected the digits of an advertiser id')).min(1),
  pageSize: z.int().min(1).max(1000).default(1000),
  /** The metric that holds what conversions were worth, '' for none. The default is the value of payments, whatever its name says. */
  revenueMetric: z.string().default('total_complete_payment_rate'),
  brandRules,
});
type Config = z.infer<typeof config>;

// Metrics are text or numbers as they please; one without a value is "-".
const row = z.looseObject({
  dimensions: z.looseObject({ ad_id: idText, stat_time_day: dayOfTime }),
  metrics: z.looseObject({
    campaign_id: idText,
    campaign_name: z.string(),
    adgroup_id: idText,
    currency: orMissing(z.string()).optional(),
    spend: orMissing(microsText),
    impressions: orMissing(countText),
    clicks: orMissing(countText),
    conversion: orMissing(microsText).optional(),
  }),
});
const countryRow = row.extend({ dimensions: row.shape.dimensions.extend({ country_code: z.string().min(1) }) });

const METRICS = ['campaign_id', 'campaign_name', 'adgroup_id', 'currency', 'spend', 'impressions', 'clicks', 'conversion'];

const daily = {
  lookbackDays: 28,
  lagDays: 1,
  // The platform gives no more days at once.
  windowDays: 30,
  parts: (settings: Config) => settings.advertiserIds,
  next: nextNumbered,
  classify,
  records,
};

/**
 * TikTok for Business: ads by day, and by day and country. Refusals come under status 200 with a code. Spend is in major units of the
 * advertiser's currency, days are in the advertiser's zone. Conversions are credited to the day of the ad for up to 28 days.
 */
export default connector({
  name: 'tiktok-ads',
  label: 'TikTok Ads',
  schedule: '35 */4 * * *',
  auth: { kind: 'header', header: 'access-token', secret: 'accessToken' },
  secrets: ['accessToken'],
  rateLimit: { requests: 10, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'America/Los_Angeles',
  config,
  streams: [
    stream({
      ...daily,
      name: 'ads',
      into: AdDay,
      request: (context: PullContext<Config>) => reportRequest(context, 'BASIC', []),
      shape: row,
      map: (record, context) => [{ ...rowOf(record, context), device: '', region: '' }],
    }),
    stream({
      ...daily,
      name: 'splits',
      into: AdSplitDay,
      request: (context: PullContext<Config>) => reportRequest(context, 'AUDIENCE', ['country_code']),
      shape: countryRow,
      map: (record, context) => [
        { ...rowOf(record, context), split: 'region' as const, value: record.dimensions.country_code, matchType: '' },
      ],
    }),
  ],
});

function reportRequest({ config, part, window }: PullContext<Config>, reportType: string, split: readonly string[]): HttpRequest {
  const query = new URLSearchParams({
    advertiser_id: part,
    service_type: 'AUCTION',
    report_type: reportType,
    data_level: 'AUCTION_AD',
    dimensions: JSON.stringify(['ad_id', 'stat_time_day', ...split]),
    metrics: JSON.stringify([...METRICS, config.revenueMetric].filter((name) => name !== '')),
    start_date: window.from,
    end_date: window.to,
    page: '1',
    page_size: String(config.pageSize),
  });
  return { url: `${config.baseUrl}/open_api/${config.version}/report/integrated/get/?${query}` };
}

const envelope = z.looseObject({ data: z.looseObject({ list: list }) });

function records(page: Page): unknown[] {
  const parsed = envelope.safeParse(page.json());
  if (!parsed.success) throw new Fatal(`tiktok-ads: the report answered ${page.text().slice(0, 80)}; expected {"data": {"list": [...]}}`);
  return parsed.data.data.list;
}

function rowOf({ dimensions, metrics }: z.infer<typeof row>, { part, source, config }: PullContext<Config>) {
  return {
    day: dimensions.stat_time_day,
    campaign: {
      key: `tiktok-ads:${metrics.campaign_id}`,
      name: metrics.campaign_name,
      platform: 'tiktok-ads',
      channel: 'paid_social',
      brand: brandFor(metrics.campaign_name, config.brandRules, source.brand),
    },
    adGroup: metrics.adgroup_id,
    ad: dimensions.ad_id,
    account: part,
    currency: metrics.currency ?? source.currency,
    impressions: metrics.impressions,
    clicks: metrics.clicks,
    spend: metrics.spend,
    conversionsClaimed: metrics.conversion ?? null,
    revenueClaimed: amountNamed({ at: 'metrics', fields: metrics }, config.revenueMetric),
  };
}

/** Too many requests: of the app, of the advertiser, and three that pass by themselves. */
const BUSY = new Set([40100, 40133, 40200, 40201, 40202, 40700]);

function classify(page: Page): void {
  const refusal = refusalIn(page);
  if (refusal === null) return;
  const { code, words } = refusal;
  const told = `tiktok-ads: error ${code}: ${words}`;
  if (code === 40067) throw new TooLarge(told);
  if (BUSY.has(code) || (code >= 50000 && code < 60000)) throw new Retriable(told);
  if (code === 40104 || code === 40105) throw new Unauthorized(told);
  if (code === 40001) throw new Skippable(told);
  throw new Fatal(told);
}
