import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { AdLevelDay } from '../../entities/facts/AdLevelDay';
import { AdSplitDay } from '../../entities/facts/AdSplitDay';
import type { CampaignRef } from '../../entities/facts/fact';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, TooLarge, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { dayText } from '../record/day-text';
import { deviceName } from '../record/device-name';
import { idText } from '../record/id-text';
import { jsonOrNull } from '../record/json-or-null';
import { microsText } from '../record/micros-text';

const customerId = z
  .string()
  .transform((text) => text.replaceAll('-', ''))
  .pipe(z.string().regex(/^\d+$/, 'expected the digits of a customer id'));

const config = z.object({
  baseUrl: baseUrl('https://googleads.googleapis.com'),
  tokenUrl: baseUrl('https://oauth2.googleapis.com/token'),
  version: z
    .string()
    .regex(/^v\d+$/)
    .default('v26'),
  customerIds: z.array(customerId).min(1),
  /** The manager account that gives access, when there is one. */
  loginCustomerId: customerId.optional(),
  brandRules,
});
type Config = z.infer<typeof config>;

const CHANNELS: Record<string, string> = {
  SEARCH: 'paid_search',
  SHOPPING: 'paid_shopping',
  VIDEO: 'paid_video',
  DISPLAY: 'paid_display',
  DEMAND_GEN: 'paid_display',
  PERFORMANCE_MAX: 'paid_performance_max',
  MULTI_CHANNEL: 'paid_app',
  HOTEL: 'paid_travel',
  TRAVEL: 'paid_travel',
};

// Numbers that are zero are left out of the answer (proto3 JSON), so an absent metric that was asked for is 0.
const metrics = z
  .looseObject({
    impressions: countText.default(0n),
    clicks: countText.default(0n),
    costMicros: countText.default(0n),
    conversions: microsText.default(0n),
    conversionsValue: microsText.default(0n),
  })
  .prefault({});

const campaignDay = z.looseObject({
  customer: z.looseObject({ currencyCode: z.string() }),
  campaign: z.looseObject({ id: idText, name: z.string(), advertisingChannelType: z.string() }),
  segments: z.looseObject({ date: dayText, device: z.string() }),
  metrics,
});
const adDay = campaignDay.extend({
  adGroup: z.looseObject({ id: idText }),
  adGroupAd: z.looseObject({ ad: z.looseObject({ id: idText }) }),
});

const levelDay = z.looseObject({
  customer: z.looseObject({ currencyCode: z.string() }),
  campaign: z.looseObject({ id: idText, name: z.string(), advertisingChannelType: z.string() }).optional(),
  segments: z.looseObject({ date: dayText }),
  metrics,
});
const keywordDay = splitDay({
  adGroup: z.looseObject({ id: idText }),
  adGroupCriterion: z.looseObject({ keyword: z.looseObject({ text: z.string(), matchType: z.string() }) }),
});
const termDay = splitDay({
  adGroup: z.looseObject({ id: idText }),
  searchTermView: z.looseObject({ searchTerm: z.string() }),
  segments: z.looseObject({ date: dayText, searchTermMatchType: z.string().default('') }),
});
const actionDay = splitDay({ segments: z.looseObject({ date: dayText, conversionActionName: z.string() }) });

/** A day of a campaign, with what a split adds to it. */
function splitDay<S extends z.ZodRawShape>(more: S) {
  return z.looseObject({
    customer: campaignDay.shape.customer,
    campaign: campaignDay.shape.campaign,
    segments: levelDay.shape.segments,
    metrics,
    ...more,
  });
}

const CAMPAIGN = 'customer.currency_code, campaign.id, campaign.name, campaign.advertising_channel_type, segments.date';
const SUMS = 'metrics.impressions, metrics.clicks, metrics.cost_micros';
const CONVERSIONS = 'metrics.conversions, metrics.conversions_value';
const FIELDS = `${CAMPAIGN}, segments.device, ${SUMS}, ${CONVERSIONS}`;
/** Splits and levels are for looking closer and for checking: as much of them as anyone looks at closely. */
const CLOSE_DAYS = 92;
const WINDOW = { lookbackDays: 30, lagDays: 1, windowDays: 31, parts: (settings: Config) => settings.customerIds, classify, records };
const CLOSE = { ...WINDOW, historyDays: CLOSE_DAYS };

/**
 * Google Ads by ad, day and device through `googleAds:searchStream`, one request a customer and window.
 * Cost is in millionths of the customer's currency, days are in the customer's zone.
 */
export default connector({
  name: 'google-ads',
  label: 'Google Ads',
  schedule: '15 */4 * * *',
  auth: { kind: 'oauth2', tokenPath: '/token', headers: { 'developer-token': 'developerToken' } },
  secrets: ['clientId', 'clientSecret', 'refreshToken', 'developerToken'],
  rateLimit: { requests: 5, perSeconds: 1, countedBy: 'part' },
  historyDays: 730,
  timeZone: 'America/Los_Angeles',
  config,
  streams: [
    stream({
      name: 'ads',
      into: AdDay,
      ...WINDOW,
      request: (context: PullContext<Config>) => search(context, `${FIELDS}, ad_group.id, ad_group_ad.ad.id FROM ad_group_ad`),
      shape: adDay,
      map: (record, context) => [{ ...rowOf(record, context), adGroup: record.adGroup.id, ad: record.adGroupAd.ad.id }],
    }),
    // Performance Max has no ads of its own: what it costs is only told by campaign.
    stream({
      name: 'performance-max',
      into: AdDay,
      ...WINDOW,
      request: (context: PullContext<Config>) =>
        search(context, `${FIELDS} FROM campaign`, " AND campaign.advertising_channel_type = 'PERFORMANCE_MAX'"),
      shape: campaignDay,
      map: (record, context) =>
        record.campaign.advertisingChannelType === 'PERFORMANCE_MAX' ? [{ ...rowOf(record, context), adGroup: '', ad: '' }] : [],
    }),
    stream({
      name: 'keywords',
      into: AdSplitDay,
      ...CLOSE,
      request: (context: PullContext<Config>) =>
        search(
          context,
          `${CAMPAIGN}, ad_group.id, ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type, ${SUMS}, ${CONVERSIONS} FROM keyword_view`,
        ),
      shape: keywordDay,
      map: (record, context) => {
        const { text, matchType } = record.adGroupCriterion.keyword;
        return [
          {
            ...splitOf(record, context),
            adGroup: record.adGroup.id,
            split: 'keyword' as const,
            value: text,
            matchType: matchType.toLowerCase(),
          },
        ];
      },
    }),
    stream({
      name: 'search-terms',
      into: AdSplitDay,
      ...CLOSE,
      request: (context: PullContext<Config>) =>
        search(
          context,
          `${CAMPAIGN}, ad_group.id, search_term_view.search_term, segments.search_term_match_type, ${SUMS}, ${CONVERSIONS} FROM search_term_view`,
        ),
      shape: termDay,
      map: (record, context) => {
        const { searchTermMatchType: matchType } = record.segments;
        const { searchTerm: value } = record.searchTermView;
        return [
          {
            ...splitOf(record, context),
            adGroup: record.adGroup.id,
            split: 'search_term' as const,
            value,
            matchType: matchType.toLowerCase(),
          },
        ];
      },
    }),
    stream({
      name: 'conversion-actions',
      into: AdSplitDay,
      ...CLOSE,
      // Cost and clicks belong to no one action, and the platform refuses to select them together.
      request: (context: PullContext<Config>) =>
        search(context, `${CAMPAIGN}, segments.conversion_action_name, ${CONVERSIONS} FROM campaign`),
      shape: actionDay,
      map: (record, context) => [
        {
          ...splitOf(record, context),
          split: 'conversion_action' as const,
          value: record.segments.conversionActionName,
          impressions: null,
          clicks: null,
          spend: null,
        },
      ],
    }),
    stream({
      name: 'campaign-totals',
      into: AdLevelDay,
      ...CLOSE,
      request: (context: PullContext<Config>) => search(context, `${CAMPAIGN}, ${SUMS} FROM campaign`),
      shape: levelDay.required({ campaign: true }),
      map: (record, context) => [
        { ...levelOf(record, context), level: 'campaign' as const, campaign: campaignOf(record.campaign, context) },
      ],
    }),
    stream({
      name: 'account-totals',
      into: AdLevelDay,
      ...CLOSE,
      request: (context: PullContext<Config>) => search(context, `customer.currency_code, segments.date, ${SUMS} FROM customer`),
      shape: levelDay,
      map: (record, context) => [{ ...levelOf(record, context), level: 'account' as const, campaign: null }],
    }),
  ],
});

function search({ config, part, window }: PullContext<Config>, what: string, and = ''): HttpRequest {
  const query = `SELECT ${what} WHERE segments.date BETWEEN '${window.from}' AND '${window.to}'${and} ORDER BY segments.date`;
  return {
    method: 'POST',
    url: `${config.baseUrl}/${config.version}/customers/${part}/googleAds:searchStream`,
    headers: config.loginCustomerId === undefined ? {} : { 'login-customer-id': config.loginCustomerId },
    body: { query },
  };
}

function records(page: Page): unknown[] {
  const batches = z.array(z.looseObject({ results: z.array(z.unknown()).default([]) })).safeParse(page.json());
  if (!batches.success) throw new Fatal(`google-ads: searchStream answered ${page.text().slice(0, 80)}; expected an array of batches`);
  return batches.data.flatMap((batch) => batch.results);
}

type Totals = z.infer<typeof levelDay>;
type CampaignTotals = Totals & { campaign: NonNullable<Totals['campaign']> };

function campaignOf(campaign: CampaignTotals['campaign'], { source, config }: PullContext<Config>): CampaignRef {
  return {
    key: `google-ads:${campaign.id}`,
    name: campaign.name,
    platform: 'google-ads',
    channel: CHANNELS[campaign.advertisingChannelType] ?? 'paid_other',
    brand: brandFor(campaign.name, config.brandRules, source.brand),
  };
}

/** What a day of a customer, or of a campaign, says of money at any level. */
function levelOf({ customer, segments, metrics }: Totals, { part }: PullContext<Config>) {
  const { impressions, clicks, costMicros: spend } = metrics;
  return { day: segments.date, account: part, currency: customer.currencyCode, impressions, clicks, spend };
}

function splitOf(record: CampaignTotals, context: PullContext<Config>) {
  const { conversions: conversionsClaimed, conversionsValue: revenueClaimed } = record.metrics;
  return {
    ...levelOf(record, context),
    campaign: campaignOf(record.campaign, context),
    adGroup: '',
    ad: '',
    matchType: '',
    conversionsClaimed,
    revenueClaimed,
  };
}

function rowOf(record: z.infer<typeof campaignDay>, context: PullContext<Config>): AdDay {
  const { conversions: conversionsClaimed, conversionsValue: revenueClaimed } = record.metrics;
  const campaign = campaignOf(record.campaign, context);
  return {
    ...levelOf(record, context),
    campaign,
    device: deviceName(record.segments.device),
    region: '',
    creative: null,
    conversionsClaimed,
    revenueClaimed,
  };
}

const failure = z.looseObject({
  error: z.looseObject({
    code: z.int(),
    message: z.string().default(''),
    status: z.string().default(''),
    details: z
      .array(
        z.looseObject({
          errors: z
            .array(
              z.looseObject({
                errorCode: z.record(z.string(), z.string()).default({}),
                message: z.string().default(''),
                details: z.looseObject({ quotaErrorDetails: z.looseObject({ retryDelay: z.string().optional() }).optional() }).optional(),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  }),
});

/** A stream is an array of batches; one that fails half-way ends in an error under status 200. */
function classify(page: Page): void {
  const body = jsonOrNull(page);
  for (const batch of Array.isArray(body) ? body : [body]) refuse(batch, page.status);
  if (page.status === 404)
    throw new Fatal(`google-ads: 404 at ${page.request.url}: this version of the API is retired or the customer id is wrong`);
}

/** Throws what an error of Google Ads means, by its most specific code; returns when the value is no error. */
function refuse(value: unknown, status: number): void {
  const parsed = failure.safeParse(value);
  if (!parsed.success) return;
  const { error } = parsed.data;
  const first = error.details.flatMap((detail) => detail.errors)[0];
  const [kind = '', code = error.status] = Object.entries(first?.errorCode ?? {})[0] ?? [];
  const message = `google-ads: ${code || status}: ${first?.message || error.message}`;
  if (kind === 'quotaError' || error.code === 429) throw new Retriable(message, delayOf(first?.details?.quotaErrorDetails?.retryDelay));
  if (code === 'OAUTH_TOKEN_EXPIRED' || error.code === 401) throw new Unauthorized(message);
  if (code === 'DEADLINE_EXCEEDED' || error.code === 504) throw new TooLarge(message);
  if (['USER_PERMISSION_DENIED', 'CUSTOMER_NOT_ENABLED', 'CUSTOMER_NOT_FOUND'].includes(code)) throw new Skippable(message);
  if (error.code >= 500 || kind === 'internalError') throw new Retriable(message);
  throw new Fatal(message);
}

function delayOf(seconds: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)s$/.exec(seconds ?? '');
  return match ? Math.ceil(Number(match[1]) * 1000) : undefined;
}
