import { lengthOf } from '../../../src/lib/day';
import { int64Json } from '../int64-json';
import { type Answer, type Call, mounted, type Platform } from '../platform';
import { type CnAdDay, CnAdDays, type CnNumbers, parts } from '../world/cn-ad-days';
import { CN_ACCOUNTS, type CnAccount, cnAccount } from '../world/cn-campaigns';

const NAME = 'tiktok-ads';
const ACCESS_TOKEN = 'sandbox-tiktok-access-token';
const MAX_PAGE = 1000;
const MAX_DAYS = 30;
/** Where an ad was seen; what is left goes to the last. */
const COUNTRIES: readonly (readonly [code: string, share: number])[] = [
  ['US', 0.9],
  ['CA', 0.1],
];

interface Line {
  readonly row: CnAdDay;
  readonly numbers: CnNumbers;
  readonly country?: string;
}

/** TikTok for Business: `report/integrated/get` by ad and day, for all and by country. Its status is always good, its codes are not. */
class TikTokAds implements Platform {
  readonly name = NAME;
  readonly paging = ['page'];
  private days: CnAdDays | undefined;

  answer(call: Call): Answer {
    if (call.headers['access-token'] !== ACCESS_TOKEN) return this.expired();
    if (!/^\/open_api\/v\d\.\d\/report\/integrated\/get\/$/.test(call.path)) return refusal(40000, 'Not found');
    const account = cnAccount(NAME, call.query.get('advertiser_id') ?? '');
    if (!account) return refusal(40001, `No permission to operate advertiser ${call.query.get('advertiser_id')}`);
    this.days ??= new CnAdDays(call.world.seed);
    return reported(call, account, this.days);
  }

  throttled(): Answer {
    return refusal(40100, 'Too many requests. Please retry in some time.');
  }

  failed(): Answer {
    return refusal(50000, 'System error');
  }

  expired(): Answer {
    return refusal(40105, 'Access token is incorrect or has been revoked.');
  }
}

function reported(call: Call, account: CnAccount, days: CnAdDays): Answer {
  const { query } = call;
  const [from, to] = [query.get('start_date') ?? '', query.get('end_date') ?? ''];
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 10)];
  const dimensions = JSON.parse(query.get('dimensions') ?? '[]') as string[];
  const metrics = JSON.parse(query.get('metrics') ?? '[]') as string[];
  if (query.get('data_level') !== 'AUCTION_AD' || !dimensions.includes('ad_id')) return refusal(40002, 'dimensions do not fit data_level');
  if (!(size >= 1 && size <= MAX_PAGE)) return refusal(40002, `page_size: ${size} is not in [1, ${MAX_PAGE}]`);
  if (lengthOf({ from, to }) > MAX_DAYS) return refusal(40002, `The time span of stat_time_day is at most ${MAX_DAYS} days`);
  const unknown = metrics.find((name) => !METRICS[name]);
  if (unknown) return refusal(40002, `metrics: ${unknown} is not supported`);
  const all = [...linesOf(call, account, days, { from, to })];
  const list = all.slice((page - 1) * size, page * size).map((line) => ({
    dimensions: Object.fromEntries(dimensions.map((name) => [name, DIMENSIONS[name]!(line)])),
    metrics: Object.fromEntries(metrics.map((name) => [name, METRICS[name]!(line)])),
  }));
  return said({
    page_info: { total_number: all.length, page, page_size: size, total_page: Math.ceil(all.length / size) },
    list: call.page(list, (row) => ({ ...row, metrics: { ...row.metrics, impressions: 'n/a' } })),
  });
}

function* linesOf(call: Call, account: CnAccount, days: CnAdDays, { from, to }: { from: string; to: string }): Generator<Line> {
  const first = call.world.firstDay(call.today);
  for (const row of days.between(account, from < first ? first : from, to, call.today)) {
    if (call.query.get('report_type') !== 'AUDIENCE') yield { row, numbers: row.numbers };
    else {
      const cut = parts(
        row.numbers,
        COUNTRIES.map(([, share]) => share),
      );
      for (const [place, [country]] of COUNTRIES.entries()) yield { row, numbers: cut[place]!, country };
    }
  }
}

const DIMENSIONS: Readonly<Record<string, (line: Line) => string>> = {
  ad_id: ({ row }) => row.ad.id,
  stat_time_day: ({ row }) => `${row.day} 00:00:00`,
  country_code: ({ country = 'None' }) => country,
};

/** Metrics as the wire has them: nearly all are text, the campaign is a 64-bit number, and what has no value is a dash. */
const METRICS: Readonly<Record<string, (line: Line) => string>> = {
  campaign_id: ({ row }) => row.campaign.id,
  campaign_name: ({ row }) => row.campaign.name,
  adgroup_id: ({ row }) => row.ad.groupId,
  adgroup_name: ({ row }) => row.ad.groupName,
  ad_name: ({ row }) => row.ad.name,
  currency: ({ row }) => row.campaign.account.brand.currency,
  spend: ({ numbers }) => (numbers.costCents / 100).toFixed(2),
  impressions: ({ numbers }) => String(numbers.impressions),
  clicks: ({ numbers }) => String(numbers.clicks),
  ctr: ({ numbers }) => ((100 * numbers.clicks) / Math.max(1, numbers.impressions)).toFixed(2),
  conversion: ({ numbers }) => String(numbers.conversions),
  total_complete_payment_rate: ({ numbers }) => (numbers.conversions === 0 ? '-' : (numbers.revenueCents / 100).toFixed(2)),
};

function said(data: unknown, code = 0, message = 'OK'): Answer {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: int64Json({ code, message, request_id: '20261120AB01', data }, ['campaign_id']) };
}

function refusal(code: number, message: string): Answer {
  return said({}, code, message);
}

/** Lumina's account. */
export default mounted({
  sources: CN_ACCOUNTS.filter(({ platform }) => platform === NAME).map(({ id, name, brand }) => ({
    key: `${NAME}-${brand.key}`,
    name,
    connector: NAME,
    mount: `/${NAME}`,
    config: { advertiserIds: [id] },
    secrets: { accessToken: ACCESS_TOKEN },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: () => new TikTokAds(),
});
