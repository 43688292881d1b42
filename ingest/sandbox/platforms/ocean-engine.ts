import { type Answer, type Call, mounted, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { type CnAdDay, CnAdDays, type CnNumbers, parts, summed } from '../world/cn-ad-days';
import { CN_ACCOUNTS, type CnAccount, cnAccount } from '../world/cn-campaigns';
import type { Shown } from '../world/cn-plans';
import { firstRefreshToken, OCEAN_APP, OCEAN_TROUBLES, OceanGate, oceanRefusal } from './ocean-gate';
import { oceanReport, type ReportLine, type ReportTopic } from './ocean-report';

const NAME = 'ocean-engine';

/** Ocean Engine's free report, `report/custom/get`, and its token endpoint. */
class OceanEngine implements Platform {
  readonly name = NAME;
  readonly paging = ['page'];
  readonly throttled = OCEAN_TROUBLES.throttled;
  readonly failed = OCEAN_TROUBLES.failed;
  readonly expired = OCEAN_TROUBLES.expired;
  private readonly gate: OceanGate;
  private days: CnAdDays | undefined;

  constructor(tokens: Tokens) {
    this.gate = new OceanGate(NAME, tokens);
  }

  answer(call: Call): Answer {
    const refused = this.gate.answer(call);
    if (refused) return refused;
    if (call.path !== '/open_api/v3.0/report/custom/get/') return oceanRefusal(40001, '接口不存在');
    const account = cnAccount(NAME, call.query.get('advertiser_id') ?? '');
    if (!account) return oceanRefusal(40002, '没有权限进行相关操作');
    this.days ??= new CnAdDays(call.world.seed);
    return oceanReport(call, topicsOf(account, this.days));
  }
}

const METRICS: Readonly<Record<string, (numbers: CnNumbers) => string>> = {
  stat_cost: ({ costCents }) => (costCents / 100).toFixed(2),
  show_cnt: ({ impressions }) => String(impressions),
  click_cnt: ({ clicks }) => String(clicks),
  convert_cnt: ({ conversions }) => String(conversions),
  in_app_order_count: ({ conversions }) => String(conversions),
  in_app_order_gmv: ({ revenueCents }) => (revenueCents / 100).toFixed(2),
};
const DIMENSIONS = ['stat_time_day', 'cdp_project_id', 'cdp_project_name', 'cdp_promotion_id', 'cdp_promotion_name'];

function topicsOf(account: CnAccount, days: CnAdDays): Readonly<Record<string, ReportTopic<CnNumbers>>> {
  const topic = (more: readonly string[], linesOf: (row: CnAdDay) => readonly ReportLine<CnNumbers>[]): ReportTopic<CnNumbers> => ({
    dimensions: [...DIMENSIONS, ...more],
    metrics: METRICS,
    *lines(call, from, to) {
      const first = call.world.firstDay(call.today);
      for (const row of days.between(account, from < first ? first : from, to, call.today)) yield* linesOf(row);
    },
    add: summed,
    hasTotals: true,
  });
  return {
    BASIC_DATA: topic([], (row) => [line(row, row.numbers)]),
    MATERIAL_DATA: topic(['material_id'], (row) => [line(row, row.numbers, { material_id: row.ad.material })]),
    QUERY_DATA: topic(['query'], (row) => shown(row, row.ad.queries, ({ text }) => ({ query: text }))),
    BIDWORD_DATA: topic(['bidword', 'match_type'], (row) =>
      shown(row, row.ad.keywords, ({ text, match }) => ({ bidword: text, match_type: match })),
    ),
  };
}

function shown(row: CnAdDay, things: readonly Shown[], dimensions: (thing: Shown) => Record<string, string>): ReportLine<CnNumbers>[] {
  const numbers = parts(
    row.numbers,
    things.map(({ share }) => share),
  );
  return things.map((thing, place) => line(row, numbers[place]!, dimensions(thing)));
}

function line({ day, campaign, ad }: CnAdDay, numbers: CnNumbers, more: Record<string, string> = {}): ReportLine<CnNumbers> {
  const dimensions = {
    stat_time_day: day,
    cdp_project_id: campaign.id,
    cdp_project_name: campaign.name,
    cdp_promotion_id: ad.id,
    cdp_promotion_name: ad.name,
    ...more,
  };
  return { dimensions, numbers };
}

/** Verdane's account. */
export default mounted({
  sources: CN_ACCOUNTS.filter(({ platform }) => platform === NAME).map(({ id, name, brand }) => ({
    key: `${NAME}-${brand.key}`,
    name,
    connector: NAME,
    mount: `/${NAME}`,
    config: { appId: OCEAN_APP.id, advertiserIds: [id] },
    secrets: { appSecret: OCEAN_APP.secret, refreshToken: firstRefreshToken(`${NAME}-${brand.key}`) },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: (tokens) => new OceanEngine(tokens),
});
