import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { AdLevelDay } from '../../entities/facts/AdLevelDay';
import { AdSplitDay } from '../../entities/facts/AdSplitDay';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, TooLarge, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { brandFor, brandRules } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { dayOfTime } from '../record/day-of-time';
import { idText } from '../record/id-text';
import { microsText } from '../record/micros-text';
import { amountNamed } from '../record/named-field';
import { orMissing } from '../record/or-missing';
import { refusalIn } from '../record/refusal-in';
import { appId, ROTATING_SECRETS, rotatingSession } from '../record/rotating-session';

const config = z.object({
  baseUrl: baseUrl('https://adapi.xiaohongshu.com'),
  appId,
  advertiserIds: z.array(z.string().regex(/^\d{1,15}$/, 'expected the digits of an advertiser id')).min(1),
  pageSize: z.int().min(1).max(500).default(500),
  /** For how many days after the click an order in a shop outside is credited to the ad. */
  creditDays: z.union([z.literal(7), z.literal(15), z.literal(30)]).default(30),
  brandRules,
});
type Config = z.infer<typeof config>;

const account = z.looseObject({
  time: dayOfTime,
  fee: orMissing(microsText),
  impression: orMissing(countText),
  click: orMissing(countText),
});
const campaign = account.extend({
  campaign_id: idText,
  campaign_name: z.string().optional(),
  /** 2 is a search. */
  placement: z.union([z.string(), z.number()]).nullish(),
});
const creative = campaign.extend({ unit_id: idText, creativity_id: idText, note_id: idText.nullish() });
const keyword = campaign.extend({ unit_id: idText, keyword: z.string().min(1) });
const level = z.discriminatedUnion('level', [
  campaign.extend({ level: z.literal('campaign') }),
  account.extend({ level: z.literal('account') }),
]);

const daily = {
  // Orders in shops outside are credited to the day of the click for 30 days.
  lookbackDays: 30,
  lagDays: 1,
  windowDays: 90,
  parts: (settings: Config) => settings.advertiserIds,
  classify,
};

/**
 * 小红书 聚光 (Juguang): creatives by day, each with the note that it shows, keywords of search ads, and campaigns and the account to reconcile with.
 * Everything comes as text: spend in yuan, days in Beijing's zone, until yesterday. What conversions were worth is told for shops outside the
 * platform. Refusals come under status 200 with a code and words; the platform publishes no list of them, so the words decide.
 */
export default connector({
  name: 'xiaohongshu',
  label: '小红书 聚光 Xiaohongshu Ads',
  schedule: '50 */6 * * *',
  auth: rotatingSession('xiaohongshu', '/api/open/oauth2/refresh_token'),
  secrets: ROTATING_SECRETS,
  rateLimit: { requests: 5, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      ...daily,
      name: 'ads',
      into: AdDay,
      request: (context: PullContext<Config>) => report(context, 'creative'),
      next: nextPage,
      records,
      shape: creative,
      map: (record, context) => [
        { ...adOf(record, context), ad: record.creativity_id, device: '', region: '', creative: record.note_id ?? null },
      ],
    }),
    stream({
      ...daily,
      name: 'keywords',
      into: AdSplitDay,
      request: (context: PullContext<Config>) => report(context, 'keyword'),
      next: nextPage,
      records,
      shape: keyword,
      map: (record, context) => [{ ...adOf(record, context), ad: '', split: 'keyword' as const, value: record.keyword, matchType: '' }],
    }),
    stream({
      ...daily,
      name: 'levels',
      into: AdLevelDay,
      request: (context: PullContext<Config>) => report(context, 'account'),
      // Where the account as a whole did something, its campaigns are asked for.
      next: (page, context: PullContext<Config>) => {
        const goesOn = levelAsked(page) === 'account' && records(page).length > 0;
        return nextPage(page) ?? (goesOn ? report(context, 'campaign') : null);
      },
      records: (page) => records(page).map((row) => ({ ...(row as object), level: levelAsked(page) })),
      shape: level,
      map: (record, context) => [
        {
          day: record.time,
          level: record.level,
          campaign: record.level === 'campaign' ? campaignOf(record, context) : null,
          account: context.part,
          currency: context.source.currency ?? 'CNY',
          impressions: record.impression,
          clicks: record.click,
          spend: record.fee,
        },
      ],
    }),
  ],
});

function report({ config, part, window }: PullContext<Config>, what: 'account' | 'campaign' | 'creative' | 'keyword'): HttpRequest {
  const asked = { start_date: window.from, end_date: window.to, time_unit: 'DAY', page_num: 1, page_size: config.pageSize };
  return {
    method: 'POST',
    url: `${config.baseUrl}/api/open/jg/data/report/offline/${what}`,
    body: { advertiser_id: Number(part), ...asked },
  };
}

function levelAsked({ request }: Page): 'campaign' | 'account' {
  return request.url.endsWith('/campaign') ? 'campaign' : 'account';
}

const envelope = z.looseObject({
  data: z.looseObject({ total_count: z.coerce.number().int().default(0), data_list: z.array(z.unknown()).nullish() }),
});

function dataOf(page: Page): z.infer<typeof envelope>['data'] {
  const parsed = envelope.safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`xiaohongshu: a report answered ${page.text().slice(0, 80)}; expected {"data": {"data_list": [...]}}`);
  return parsed.data.data;
}

function records(page: Page): unknown[] {
  return dataOf(page).data_list ?? [];
}

/** The pages of a report are numbered in the body; it tells how many rows there are in all. */
function nextPage(page: Page): HttpRequest | null {
  const body = page.request.body as { [name: string]: Json };
  const number = Number(body.page_num);
  if (records(page).length === 0 || number * Number(body.page_size) >= dataOf(page).total_count) return null;
  return { ...page.request, body: { ...body, page_num: number + 1 } };
}

function campaignOf(
  { campaign_id: id, campaign_name: name, placement }: z.infer<typeof campaign>,
  { config, source }: PullContext<Config>,
) {
  return {
    key: `xiaohongshu:${id}`,
    name: name || id,
    platform: 'xiaohongshu',
    channel: String(placement) === '2' ? 'paid_search' : 'paid_social',
    brand: brandFor(name ?? '', config.brandRules, source.brand),
  };
}

function adOf(record: z.infer<typeof campaign> & { unit_id: string }, context: PullContext<Config>) {
  const { creditDays } = context.config;
  return {
    day: record.time,
    campaign: campaignOf(record, context),
    adGroup: record.unit_id,
    account: context.part,
    currency: context.source.currency ?? 'CNY',
    impressions: record.impression,
    clicks: record.click,
    spend: record.fee,
    conversionsClaimed: amountNamed({ at: 'record', fields: record }, `external_goods_order_${creditDays}`),
    revenueClaimed: amountNamed({ at: 'record', fields: record }, `external_rgmv_${creditDays}`),
  };
}

function classify(page: Page): void {
  const refusal = refusalIn(page);
  if (refusal === null) return;
  const { code, words } = refusal;
  const told = `xiaohongshu: error ${code}: ${words}`;
  if (/限流|频繁|频率|too many|rate limit|系统|繁忙|稍后|超时|busy|internal|timeout/i.test(words)) throw new Retriable(told);
  if (/数据量|过大|时间跨度|too large/i.test(words)) throw new TooLarge(told);
  if (/token|登录|授权.*(过期|失效)/i.test(words)) throw new Unauthorized(told);
  if (/权限|未授权|permission/i.test(words)) throw new Skippable(told);
  throw new Fatal(told);
}
