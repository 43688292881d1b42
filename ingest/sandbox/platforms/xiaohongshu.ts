import { type Answer, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { RotatingTokens } from '../rotating-tokens';
import type { Tokens } from '../tokens';
import { type CnAdDay, CnAdDays, type CnNumbers, parts, summed } from '../world/cn-ad-days';
import { CN_ACCOUNTS, cnAccount } from '../world/cn-campaigns';

const NAME = 'xiaohongshu';
const APP = { id: '10694', secret: 'sandbox-juguang-app-secret' } as const;
const REFRESH = new RotatingTokens('sandbox-juguang-refresh');
const MAX_PAGE = 500;

/** What one row is about, and the numbers that come to it. */
interface Line {
  readonly about: Readonly<Record<string, string>>;
  readonly numbers: CnNumbers;
}

interface Group {
  readonly about: Readonly<Record<string, string>>;
  readonly numbers: CnNumbers[];
}

interface Asked {
  readonly advertiser_id: number;
  readonly start_date: string;
  readonly end_date: string;
  readonly page_num?: number;
  readonly page_size?: number;
}

/** 小红书 聚光: the offline reports of account, campaign, unit, creative and keyword by day, and the token endpoint. */
class Xiaohongshu implements Platform {
  readonly name = NAME;
  readonly paging = ['page_num'];
  private readonly refresh = new RotatingTokens('sandbox-juguang-refresh');
  private days: CnAdDays | undefined;

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    if (call.path === '/api/open/oauth2/refresh_token') return this.grant(call);
    const level = LEVELS[/^\/api\/open\/jg\/data\/report\/offline\/(\w+)$/.exec(call.path)?.[1] ?? ''];
    if (call.method !== 'POST' || !level) return refusal(404, '接口不存在');
    if (!this.tokens.accepts(NAME, call.headers['access-token'] ?? '')) return this.expired();
    const asked = objectOf(call) as unknown as Asked;
    const account = cnAccount(NAME, String(asked.advertiser_id));
    if (!account) return refusal(403, '没有该账户的权限');
    this.days ??= new CnAdDays(call.world.seed);
    const first = call.world.firstDay(call.today);
    const from = asked.start_date > first ? asked.start_date : first;
    return reported(call, asked, level, this.days.between(account, from, asked.end_date, call.today));
  }

  throttled(): Answer {
    return refusal(429, '请求过于频繁，请稍后再试');
  }

  failed(): Answer {
    return refusal(500, '系统繁忙，请稍后再试');
  }

  expired(): Answer {
    return refusal(401, 'access token 已过期');
  }

  private grant(call: Call): Answer {
    const { app_id: id, secret, refresh_token: token } = objectOf(call) as { app_id?: number; secret?: string; refresh_token?: string };
    if (String(id) !== APP.id || secret !== APP.secret) return refusal(400, '应用不存在或密钥错误');
    const successor = this.refresh.successor(token ?? '');
    if (successor === null) return refusal(400, 'refresh token 无效');
    const lives = { access_token_expires_in: 86_399, refresh_token_expires_in: 604_799 };
    return said({ access_token: this.tokens.issue(), refresh_token: successor, ...lives });
  }
}

/** Where a campaign's ads are shown. */
const FEED = '1';
const SEARCH = '2';

/** What tells the rows of each report apart beside the day, and the pieces of an ad that it is made of. */
const LEVELS: Readonly<Record<string, (row: CnAdDay) => readonly Line[]>> = {
  account: ({ numbers }) => [{ about: {}, numbers }],
  campaign: (row) => [{ about: ofCampaign(row), numbers: row.numbers }],
  unit: (row) => [{ about: ofUnit(row), numbers: row.numbers }],
  creative: (row) => [{ about: ofCreative(row), numbers: row.numbers }],
  keyword: (row) => {
    const { keywords } = row.ad;
    const numbers = parts(
      row.numbers,
      keywords.map(({ share }) => share),
    );
    return keywords.map(({ text }, place) => ({ about: { ...ofUnit(row), keyword: text }, numbers: numbers[place]! }));
  },
};

function ofCampaign({ campaign }: CnAdDay): Record<string, string> {
  const placement = campaign.ads.every(({ keywords }) => keywords.length > 0) ? SEARCH : FEED;
  return { campaign_id: shortId(campaign.id), campaign_name: campaign.name, placement };
}

function ofUnit(row: CnAdDay): Record<string, string> {
  return { ...ofCampaign(row), unit_id: shortId(row.ad.groupId), unit_name: row.ad.groupName };
}

function ofCreative(row: CnAdDay): Record<string, string> {
  const { ad } = row;
  return { ...ofUnit(row), creativity_id: shortId(ad.id), creativity_name: ad.name, note_id: ad.note };
}

/** The platform's ids of advertising things have nine digits. */
function shortId(id: string): string {
  return id.slice(-9).replace(/^0/, '1');
}

function reported(call: Call, asked: Asked, level: (row: CnAdDay) => readonly Line[], rows: Iterable<CnAdDay>): Answer {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    for (const { about, numbers } of level(row)) {
      const all = { time: row.day, ...about };
      const key = Object.values(all).join('\0');
      const group: Group = groups.get(key) ?? { about: all, numbers: [] };
      groups.set(key, group);
      group.numbers.push(numbers);
    }
  }
  const [page, size] = [asked.page_num ?? 1, asked.page_size ?? 20];
  if (!(size >= 1 && size <= MAX_PAGE)) return refusal(400, '参数错误: page_size');
  const list = [...groups.values()]
    .slice((page - 1) * size, page * size)
    .map(({ about, numbers }) => ({ ...about, ...written(summed(numbers)) }));
  return said({ total_count: groups.size, data_list: call.page(list, (row) => ({ ...row, impression: 'n/a' })) });
}

function written({ impressions, clicks, costCents, conversions, revenueCents }: CnNumbers): Record<string, string> {
  return {
    fee: (costCents / 100).toFixed(2),
    impression: String(impressions),
    click: String(clicks),
    like: String(Math.round(clicks * 0.2)),
    comment: String(Math.round(clicks * 0.01)),
    collect: String(Math.round(clicks * 0.12)),
    share: String(Math.round(clicks * 0.02)),
    interaction: String(Math.round(clicks * 0.35)),
    external_goods_order_30: String(conversions),
    external_rgmv_30: (revenueCents / 100).toFixed(2),
  };
}

function said(data: unknown, code = 0, msg = '成功'): Answer {
  return json({ code, success: code === 0, msg, data, request_id: 'sandbox' });
}

function refusal(code: number, msg: string): Answer {
  return said(null, code, msg);
}

/** Verdane's account. */
export default mounted({
  sources: CN_ACCOUNTS.filter(({ platform }) => platform === NAME).map(({ id, name, brand }) => ({
    key: `${NAME}-${brand.key}`,
    name,
    connector: NAME,
    mount: `/${NAME}`,
    config: { appId: APP.id, advertiserIds: [id] },
    secrets: { appSecret: APP.secret, refreshToken: REFRESH.first(brand.key) },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: (tokens) => new Xiaohongshu(tokens),
});
