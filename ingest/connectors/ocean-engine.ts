import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { AdLevelDay } from '../../entities/facts/AdLevelDay';
import { type AdSplit, AdSplitDay } from '../../entities/facts/AdSplitDay';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { classifyOcean, reportRows } from '../ocean/ocean-answer';
import { reportUrl } from '../ocean/report-url';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { dayOfTime } from '../record/day-of-time';
import { idText } from '../record/id-text';
import { microsText } from '../record/micros-text';
import { amountNamed, textNamed } from '../record/named-field';
import { nextNumbered } from '../record/numbered-page';
import { orMissing } from '../record/or-missing';
import { appId, ROTATING_SECRETS, rotatingSession } from '../record/rotating-session';

const config = z.object({
  baseUrl: baseUrl('https://api.oceanengine.com'),
  appId,
  advertiserIds: z.array(z.string().regex(/^\d+$/, 'expected the digits of an advertiser id')).min(1),
  pageSize: z.int().min(1).max(100).default(100),
  /** The metric that holds what conversions were worth, '' for none. An account's own names are told by `report/custom/config/get`. */
  revenueMetric: z.string().default('in_app_order_gmv'),
  /** The dimension of the report on searches that holds what was searched for. */
  queryDimension: z.string().min(1).default('query'),
  /** The dimensions of the report on keywords that hold the keyword and how it is matched; '' when matching is not told. */
  keywordDimension: z.string().min(1).default('bidword'),
  matchDimension: z.string().default('match_type'),
  brandRules,
});
type Config = z.infer<typeof config>;

const metrics = z.looseObject({
  stat_cost: orMissing(microsText),
  show_cnt: orMissing(countText),
  click_cnt: orMissing(countText),
  convert_cnt: orMissing(microsText).optional(),
});
const accountDay = z.looseObject({ dimensions: z.looseObject({ stat_time_day: dayOfTime }), metrics });
const projectDay = z.looseObject({
  dimensions: accountDay.shape.dimensions.extend({ cdp_project_id: idText, cdp_project_name: z.string() }),
  metrics,
});
const promotionDay = z.looseObject({ dimensions: projectDay.shape.dimensions.extend({ cdp_promotion_id: idText }), metrics });
const levelDay = z.discriminatedUnion('level', [
  projectDay.extend({ level: z.literal('campaign') }),
  accountDay.extend({ level: z.literal('account') }),
]);

const PROJECT = ['stat_time_day', 'cdp_project_id', 'cdp_project_name'];
const PROMOTION = [...PROJECT, 'cdp_promotion_id'];

const daily = {
  lookbackDays: 14,
  lagDays: 1,
  windowDays: 180,
  parts: (settings: Config) => settings.advertiserIds,
  next: nextNumbered,
  classify: classifyOcean,
  records: reportRows,
};

/**
 * Ocean Engine (巨量引擎) through its free reports: projects are told as campaigns, promotions as ads; the platform knows no group between them.
 * Searches, keywords and creatives are splits; projects and the account as a whole are there to reconcile with. Everything comes as text: spend
 * in yuan, days in Beijing's zone. Conversions are credited to the day of the ad for 14 days. The platform does not give the
 * names of some dimensions and metrics but by account, so those are settings.
 */
export default connector({
  name: 'ocean-engine',
  label: '巨量引擎 Ocean Engine',
  schedule: '45 */4 * * *',
  auth: rotatingSession('ocean-engine', '/open_api/oauth2/refresh_token/'),
  secrets: ROTATING_SECRETS,
  rateLimit: { requests: 10, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      ...daily,
      name: 'ads',
      into: AdDay,
      request: (context: PullContext<Config>) => report(context, 'BASIC_DATA', PROMOTION),
      shape: promotionDay,
      map: (record, context) => [{ ...adOf(record, context), device: '', region: '' }],
    }),
    stream({
      ...daily,
      name: 'levels',
      into: AdLevelDay,
      request: (context: PullContext<Config>) => report(context, 'BASIC_DATA', ['stat_time_day']),
      // Where the account as a whole did something, its projects are asked for.
      next: (page, context: PullContext<Config>) => {
        const goesOn = levelAsked(page) === 'account' && reportRows(page).length > 0;
        return nextNumbered(page) ?? (goesOn ? report(context, 'BASIC_DATA', PROJECT) : null);
      },
      records: (page) => reportRows(page).map((row) => ({ ...(row as object), level: levelAsked(page) })),
      shape: levelDay,
      map: (record, context) => [levelOf(record, context)],
    }),
    split('queries', 'search_term', 'QUERY_DATA', ({ queryDimension }) => [queryDimension]),
    split('keywords', 'keyword', 'BIDWORD_DATA', ({ keywordDimension, matchDimension }) => [keywordDimension, matchDimension]),
    split('materials', 'creative', 'MATERIAL_DATA', () => ['material_id']),
  ],
});

/** A stream of one further dimension of promotions, and of how it is matched where the platform tells that. */
function split(name: string, kind: AdSplit, topic: string, dimensionsOf: (config: Config) => string[]) {
  return stream({
    ...daily,
    name,
    into: AdSplitDay,
    request: (context: PullContext<Config>) =>
      report(context, topic, [...PROMOTION, ...dimensionsOf(context.config).filter((each) => each !== '')]),
    shape: promotionDay,
    map: (record, context) => {
      const [value = '', match = ''] = dimensionsOf(context.config);
      const fields = { at: 'dimensions', fields: record.dimensions };
      const matchType = match === '' ? '' : textNamed(fields, match);
      return [{ ...adOf(record, context), split: kind, value: textNamed(fields, value), matchType: MATCH_TYPES[matchType] ?? matchType }];
    },
  });
}

const MATCH_TYPES: Readonly<Record<string, string>> = { PRECISION: 'exact', PHRASE: 'phrase', EXTENSIVE: 'broad' };

function report({ config, part, window }: PullContext<Config>, topic: string, dimensions: readonly string[]): HttpRequest {
  const url = reportUrl(`${config.baseUrl}/open_api/v3.0/report/custom/get/`, {
    advertiserId: part,
    topic,
    dimensions,
    metrics: ['stat_cost', 'show_cnt', 'click_cnt', 'convert_cnt', config.revenueMetric],
    window,
    orderBy: { field: 'stat_time_day', type: 'ASC' },
    pageSize: config.pageSize,
  });
  return { url };
}

function levelAsked({ request }: Page): 'campaign' | 'account' {
  return (new URL(request.url).searchParams.get('dimensions') ?? '').includes('cdp_project_id') ? 'campaign' : 'account';
}

function campaignOf(
  { cdp_project_id: id, cdp_project_name: name }: { cdp_project_id: string; cdp_project_name: string },
  context: PullContext<Config>,
) {
  const brand = brandFor(name, context.config.brandRules, context.source.brand);
  return { key: `ocean-engine:${id}`, name, platform: 'ocean-engine', channel: 'paid_social', brand };
}

function adOf({ dimensions, metrics }: z.infer<typeof promotionDay>, context: PullContext<Config>) {
  return {
    day: dimensions.stat_time_day,
    campaign: campaignOf(dimensions, context),
    adGroup: '',
    ad: dimensions.cdp_promotion_id,
    account: context.part,
    currency: context.source.currency ?? 'CNY',
    impressions: metrics.show_cnt,
    clicks: metrics.click_cnt,
    spend: metrics.stat_cost,
    conversionsClaimed: metrics.convert_cnt ?? null,
    revenueClaimed: amountNamed({ at: 'metrics', fields: metrics }, context.config.revenueMetric),
  };
}

function levelOf(record: z.infer<typeof levelDay>, context: PullContext<Config>): AdLevelDay {
  const { metrics } = record;
  return {
    day: record.dimensions.stat_time_day,
    level: record.level,
    campaign: record.level === 'campaign' ? campaignOf(record.dimensions, context) : null,
    account: context.part,
    currency: context.source.currency ?? 'CNY',
    impressions: metrics.show_cnt,
    clicks: metrics.click_cnt,
    spend: metrics.stat_cost,
  };
}
