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
import { idText } from '../record/id-text';
import { jsonOrNull } from '../record/json-or-null';
import { list } from '../record/list';
import { microsText } from '../record/micros-text';

const config = z.object({
  baseUrl: baseUrl('https://graph.facebook.com'),
  version: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v25.0'),
  accountIds: z.array(z.string().regex(/^(act_)?\d+$/, 'expected the digits of an ad account')).min(1),
  pageSize: z.int().min(1).max(1000).default(500),
  attributionWindows: z.array(z.string()).default(['7d_click', '1d_view']),
  /**
   * What counts as a conversion: a list of names that Meta has for one and the same event, best first, for each kind of event.
   * Of each list only the first name that an ad reports is counted, for Meta reports one purchase under several names.
   */
  conversionActions: z.array(z.array(z.string()).min(1)).default([['purchase', 'omni_purchase', 'offsite_conversion.fb_pixel_purchase']]),
  brandRules,
});
type Config = z.infer<typeof config>;

// Meta leaves out lists that are empty: no `actions` is a count of zero.
const actions = z.array(z.looseObject({ action_type: z.string(), value: microsText })).default([]);
type Actions = z.infer<typeof actions>;

const accountDay = z.looseObject({
  account_id: idText.optional(),
  date_start: dayText,
  account_currency: z.string(),
  impressions: countText,
  clicks: countText.default(0n),
  spend: microsText,
});
const reached = { reach: countText.nullish() };
const campaignDay = accountDay.extend({ campaign_id: idText, campaign_name: z.string() });
const insight = campaignDay.extend({ adset_id: idText, ad_id: idText, actions, action_values: actions });
const actionDay = insight.omit({ impressions: true, clicks: true, spend: true });

const ACCOUNT = ['account_id', 'account_currency'];
const CAMPAIGN = [...ACCOUNT, 'campaign_id', 'campaign_name'];
const SUMS = ['impressions', 'clicks', 'spend'];
const ACTIONS = ['actions', 'action_values'];
const DAYS = ['date_start', 'date_stop'];
/** Splits and levels are for looking closer and for checking: as much of them as anyone looks at closely. */
const CLOSE_DAYS = 92;

const WINDOW = {
  lookbackDays: 28,
  lagDays: 1,
  windowDays: 31,
  parts: (settings: Config) => settings.accountIds.map((id) => (id.startsWith('act_') ? id : `act_${id}`)),
  next: nextPage,
  classify,
  waitMs,
  records: (page: Page) => envelope(page).data,
};

/**
 * Meta (Facebook, Instagram) insights by ad and day. Every number is text: spend in major units of the account's
 * currency, days in the account's zone. Insights may change for 28 days.
 */
export default connector({
  name: 'meta-ads',
  label: 'Meta Ads',
  schedule: '25 */4 * * *',
  auth: { kind: 'header', header: 'authorization', secret: 'accessToken', prefix: 'Bearer ' },
  secrets: ['accessToken'],
  rateLimit: { requests: 3, perSeconds: 1, countedBy: 'part' },
  historyDays: 730,
  timeZone: 'America/Los_Angeles',
  config,
  streams: [
    stream({
      name: 'ads',
      into: AdDay,
      ...WINDOW,
      request: (context: PullContext<Config>) => insights(context, 'ad', [...CAMPAIGN, 'adset_id', 'ad_id', ...SUMS, ...ACTIONS]),
      shape: insight,
      map: (record, context) => [
        {
          ...sumsOf(record, context),
          campaign: campaignOf(record, context),
          adGroup: record.adset_id,
          ad: record.ad_id,
          device: '',
          region: '',
          creative: null,
          conversionsClaimed: totalOf(record.actions, context.config.conversionActions),
          revenueClaimed: totalOf(record.action_values, context.config.conversionActions),
        },
      ],
    }),
    stream({
      name: 'conversion-actions',
      into: AdSplitDay,
      ...WINDOW,
      historyDays: CLOSE_DAYS,
      request: (context: PullContext<Config>) => insights(context, 'ad', [...CAMPAIGN, 'adset_id', 'ad_id', ...ACTIONS]),
      shape: actionDay,
      map: (record, context) => {
        const worth = new Map(record.action_values.map((action) => [action.action_type, action.value]));
        return record.actions.map(({ action_type: value, value: conversionsClaimed }) => ({
          day: record.date_start,
          campaign: campaignOf(record, context),
          adGroup: record.adset_id,
          ad: record.ad_id,
          split: 'conversion_action' as const,
          value,
          matchType: '',
          account: accountOf(record, context),
          currency: record.account_currency,
          impressions: null,
          clicks: null,
          spend: null,
          conversionsClaimed,
          revenueClaimed: worth.get(value) ?? 0n,
        }));
      },
    }),
    stream({
      name: 'campaign-totals',
      into: AdLevelDay,
      ...WINDOW,
      historyDays: CLOSE_DAYS,
      request: (context: PullContext<Config>) => insights(context, 'campaign', [...CAMPAIGN, ...SUMS, 'reach']),
      shape: campaignDay.extend(reached),
      map: (record, context) => [{ ...totalsOf(record, context), level: 'campaign' as const, campaign: campaignOf(record, context) }],
    }),
    stream({
      name: 'account-totals',
      into: AdLevelDay,
      ...WINDOW,
      historyDays: CLOSE_DAYS,
      request: (context: PullContext<Config>) => insights(context, 'account', [...ACCOUNT, ...SUMS, 'reach']),
      shape: accountDay.extend(reached),
      map: (record, context) => [{ ...totalsOf(record, context), level: 'account' as const, campaign: null }],
    }),
  ],
});

function insights({ config, part, window }: PullContext<Config>, level: string, fields: readonly string[]): HttpRequest {
  const query = new URLSearchParams({
    level,
    fields: [...fields, ...DAYS].join(','),
    time_range: JSON.stringify({ since: window.from, until: window.to }),
    time_increment: '1',
    action_attribution_windows: JSON.stringify(config.attributionWindows),
    limit: String(config.pageSize),
  });
  return { url: `${config.baseUrl}/${config.version}/${part}/insights?${query}` };
}

function accountOf(record: { account_id?: string | undefined }, { part }: PullContext<Config>): string {
  return record.account_id ?? part.replace('act_', '');
}

/** What a day says of money at any level. */
function sumsOf(record: z.infer<typeof accountDay>, context: PullContext<Config>) {
  const { date_start: day, account_currency: currency, impressions, clicks, spend } = record;
  return { day, account: accountOf(record, context), currency, impressions, clicks, spend };
}

/** What a campaign's or an account's day says as a whole. */
function totalsOf(record: z.infer<typeof accountDay> & { reach?: bigint | null | undefined }, context: PullContext<Config>) {
  return { ...sumsOf(record, context), reach: record.reach ?? null };
}

function campaignOf(record: { campaign_id: string; campaign_name: string }, { source, config }: PullContext<Config>): CampaignRef {
  return {
    key: `meta-ads:${record.campaign_id}`,
    name: record.campaign_name,
    platform: 'meta-ads',
    channel: 'paid_social',
    brand: brandFor(record.campaign_name, config.brandRules, source.brand),
  };
}

function envelope(page: Page) {
  const parsed = z.looseObject({ data: list, paging: z.looseObject({ next: z.string().optional() }).optional() }).safeParse(page.json());
  if (!parsed.success) throw new Fatal(`meta-ads: insights answered ${page.text().slice(0, 80)}; expected {"data": [...]}`);
  return parsed.data;
}

/** Only `paging.next` means that there is more. It carries the access token and a host, and neither is taken over. */
function nextPage(page: Page): HttpRequest | null {
  const link = envelope(page).paging?.next;
  if (link === undefined) return null;
  const next = new URL(page.request.url);
  next.search = new URL(link).search;
  next.searchParams.delete('access_token');
  return { url: next.toString() };
}

/** The sum over the kinds of event, each under the best of its names that is reported. */
function totalOf(reported: Actions, kinds: readonly (readonly string[])[]): bigint {
  const values = new Map(reported.map((action) => [action.action_type, action.value]));
  return kinds.reduce((sum, names) => sum + (names.map((name) => values.get(name)).find((value) => value !== undefined) ?? 0n), 0n);
}

const failure = z.looseObject({
  error: z.looseObject({
    code: z.int(),
    error_subcode: z.int().optional(),
    message: z.string().default(''),
    is_transient: z.boolean().default(false),
  }),
});

const THROTTLED = new Set([4, 17, 32, 613, 80000, 80001, 80002, 80003, 80004]);

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { code, error_subcode: subcode, message, is_transient: transient } = parsed.data.error;
  const told = `meta-ads: error ${code}${subcode === undefined ? '' : `/${subcode}`}: ${message}`;
  if (/reduce the amount of data/i.test(message)) throw new TooLarge(told);
  if (THROTTLED.has(code) || subcode === 2446079) throw new Retriable(told, regainMs(page) || undefined);
  if (code === 190 || code === 102) throw new Unauthorized(told);
  if (transient || code === 1 || code === 2) throw new Retriable(told);
  // No right on this account, or no such account: the other accounts may still answer.
  if (code === 10 || (code >= 200 && code <= 299) || (code === 100 && subcode === 33)) throw new Skippable(told);
  throw new Fatal(told);
}

const FULL_PERCENT = 95;
const PAUSE_MS = 60_000;

/** A minute (or what Meta names) once any of the usage headers stands at 95 % or more. */
function waitMs(page: Page): number {
  const percents = usages(page).flatMap((usage) =>
    Object.entries(usage)
      .filter(([name, value]) => name !== 'estimated_time_to_regain_access' && typeof value === 'number')
      .map(([, value]) => Number(value)),
  );
  return percents.some((percent) => percent >= FULL_PERCENT) ? Math.max(PAUSE_MS, regainMs(page)) : 0;
}

function regainMs(page: Page): number {
  return Math.max(0, ...usages(page).map((usage) => Number(usage.estimated_time_to_regain_access ?? 0) * 60_000));
}

/** The usage reports in the headers: plain objects, and for business use cases a list of them by account. */
function usages(page: Page): Record<string, unknown>[] {
  const headers = ['x-business-use-case-usage', 'x-app-usage', 'x-ad-account-usage', 'x-fb-ads-insights-throttle'];
  return headers.flatMap((header) => {
    const value = page.headers[header];
    if (value === undefined) return [];
    const report = z.record(z.string(), z.unknown()).catch({}).parse(parsedHeader(value));
    const lists = Object.values(report).filter(Array.isArray).flat();
    return lists.length > 0 ? z.array(z.record(z.string(), z.unknown())).catch([]).parse(lists) : [report];
  });
}

function parsedHeader(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a header in another form names no usage
  }
}
