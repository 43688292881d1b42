import { addDays, daysBetween, daysOf } from '../../../src/lib/day';
import { type Answer, type Call, mounted, objectOf, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { type AllianceOrder, allianceOrdersOn } from '../world/alliance-orders';
import { atFxgGate, DOUDIAN_APP, FXG_WORDS, fxgData, fxgError, fxgExpired } from './doudian-gate';

const NAME = 'douyin-alliance';
const REFRESH_TOKEN = 'sandbox-alliance-refresh-';
/** The gateway tells no more days than these. */
const DAYS = 90;

/** Douyin's alliance for Verdane as a promoter: token and orders, both signed. */
class DouyinAlliance implements Platform {
  readonly name = NAME;
  readonly paging = ['cursor'];
  readonly throttled = FXG_WORDS.throttled;
  readonly failed = FXG_WORDS.failed;
  /**
   * The number of the newest refresh token that was used: those before it are good no more, while its successor may have been lost on the
   * way. Whoever comes with a later one has gone on from a sandbox before this.
   */
  private used = 1;

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    const stopped = atFxgGate(call, NAME, this.tokens);
    if (stopped) return stopped;
    if (call.path === '/token/refresh') return this.granted(call);
    return call.path === '/buyin/doukeOrderAds' ? orders(call) : fxgError(70000, 'isp.api-service-off', 'API不存在或API已下线');
  }

  expired(call: Call): Answer {
    return fxgExpired(call, (grant) => this.answer(grant));
  }

  private granted(call: Call): Answer {
    const given = String(objectOf(call).refresh_token);
    const number = given.startsWith(REFRESH_TOKEN) ? Number(given.slice(REFRESH_TOKEN.length)) : 0;
    if (!(number >= this.used)) return fxgError(50001, 'dop.token-generate-failed:token-expired', '生成token失败，token已过期');
    this.used = number;
    return fxgData({ access_token: this.tokens.issue(), expires_in: 604_800, refresh_token: REFRESH_TOKEN + (number + 1) });
  }
}

function orders(call: Call): Answer {
  const { size, cursor, start_time: from, end_time: to, time_type: type } = objectOf(call) as Record<string, string>;
  if (!(Number(size) >= 1 && Number(size) <= 200)) return fxgError(40004, 'isv.parameter-invalid:4246', '参数校验失败：无效size');
  const first = String(from).slice(0, 10);
  if (daysBetween(first, call.today) > DAYS) return fxgError(40004, 'isv.parameter-invalid:4253', '起始查询时间超过了最久查询限制');
  const all = [...daysOf({ from: addDays(first, -60), to: addDays(call.today, 1) })]
    .flatMap((day) => allianceOrdersOn(call.world.seed, day))
    .filter((order) => order.paidAt <= call.now)
    .map((order) => ({ order, at: beijing(type === 'update' ? changedAt(order, call.now) : order.paidAt) }))
    .filter(({ at }) => at >= String(from) && at <= String(to))
    .sort((a, b) => (a.at === b.at ? (a.order.id < b.order.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  const start = Number(cursor);
  const slice = all.slice(start, start + Number(size)).map(({ order }) => orderOf(order, call.now));
  const told = call.page(slice, (order) => ({ ...order, flow_point: 'LOST', total_pay_amount: -1 }));
  const next = start + Number(size) < all.length ? String(start + Number(size)) : '0';
  return fxgData({ cursor: next, ...(told.length > 0 && { orders: told }) });
}

function changedAt(order: AllianceOrder, now: number): number {
  const events = [order.confirmedAt, order.settledAt, order.refundedAt].map((at) => at ?? 0);
  return Math.max(order.paidAt, ...events.filter((at) => at <= now));
}

function orderOf(order: AllianceOrder, now: number): Record<string, unknown> {
  const time = (at: number | null) => (at === null || at > now ? '' : beijing(at));
  const [refund_time, settle_time, confirm_time] = [time(order.refundedAt), time(order.settledAt), time(order.confirmedAt)];
  return {
    order_id: order.id,
    app_id: '',
    product_id: order.productId,
    product_name: order.product.title,
    shop_name: '美妆集合店',
    total_pay_amount: order.fen,
    pay_goods_amount: order.fen,
    estimated_commission: Math.floor(order.fen * 0.15),
    split_rate: 1500,
    flow_point: refund_time ? 'REFUND' : settle_time ? 'SETTLE' : confirm_time ? 'CONFIRM' : 'PAY_SUCC',
    pay_success_time: beijing(order.paidAt),
    confirm_time,
    settle_time,
    refund_time,
    item_num: order.quantity,
    media_type_name: 'ProductDetail',
    update_time: beijing(changedAt(order, now)),
  };
}

/** A time as the gateway writes it, by Beijing's clock. */
function beijing(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Verdane as a promoter of its goods in other shops. */
export default mounted({
  sources: [
    {
      key: 'douyin-alliance-verdane',
      name: '精选联盟 青岚',
      connector: NAME,
      mount: `/${NAME}`,
      config: {},
      secrets: { ...DOUDIAN_APP, refreshToken: `${REFRESH_TOKEN}1` },
      brand: 'verdane',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
    },
  ],
  open: (tokens) => new DouyinAlliance(tokens),
});
