import { addDays, type Day, daysOf } from '../../../src/lib/day';
import { type Answer, type Call, mounted, objectOf, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { idOf } from '../world/dice';
import { type DoudianLine, type DoudianOrder, doudianOrdersOn } from '../world/doudian-orders';
import { atFxgGate, DOUDIAN_APP, FXG_WORDS, fxgData, fxgError, fxgExpired } from './doudian-gate';
import { int64 } from './int64';

const NAME = 'doudian';
const SHOP_ID = '8001234';
type Json = Record<string, unknown>;

/** Verdane's shop at Douyin: token and list of orders, both signed. */
class Doudian implements Platform {
  readonly name = NAME;
  readonly paging = ['page', 'update_time_start'];
  readonly throttled = FXG_WORDS.throttled;
  readonly failed = FXG_WORDS.failed;
  private known: { today: Day; orders: readonly { order: DoudianOrder; at: number }[] } | null = null;

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    const stopped = atFxgGate(call, NAME, this.tokens);
    if (stopped) return stopped;
    if (call.path === '/token/create') return this.granted(call);
    return call.path === '/order/searchList' ? this.orders(call) : fxgError(70000, 'isp.api-service-off', 'API不存在或API已下线');
  }

  expired(call: Call): Answer {
    return fxgExpired(call, (grant) => this.answer(grant));
  }

  private granted(call: Call): Answer {
    const { grant_type: type, shop_id: shop } = objectOf(call);
    if (type !== 'authorization_self' || shop !== SHOP_ID)
      return fxgError(50001, 'dop.token-generate-failed:no-authorization', '生成token失败，店铺授权已失效，请重新引导商家完成店铺授权');
    return fxgData({ access_token: this.tokens.issue(), expires_in: 604_800, refresh_token: 'sandbox-unused', shop_id: Number(SHOP_ID) });
  }

  private orders(call: Call): Answer {
    const asked = objectOf(call) as { update_time_start: number; update_time_end: number; page: number; size: number };
    const { update_time_start: from, update_time_end: to, page, size } = asked;
    if (!(size >= 1 && size <= 100)) return fxgError(40004, 'isv.parameter-invalid:4097', '参数校验失败');
    const found = this.changes(call).filter(({ at }) => at >= from && at <= to);
    const slice = found.slice(page * size, (page + 1) * size).map(({ order, at }) => orderOf(order, at, call.now));
    const list = call.page(slice, (order) => ({ ...order, order_id: '', create_time: -1 }));
    return fxgData({ page, size, total: found.length, shop_order_list: list });
  }

  /** All orders by the time of their last change, in seconds; kept until the clock moves. */
  private changes(call: Call): readonly { order: DoudianOrder; at: number }[] {
    if (this.known?.today !== call.today) {
      const days = daysOf({ from: call.world.firstDay(call.today), to: addDays(call.today, 1) });
      const orders = [...days].flatMap((day) => doudianOrdersOn(call.world.seed, day)).filter((order) => order.createdAt <= call.now);
      const dated = orders.map((order) => ({ order, at: changedAt(order, call.now) }));
      this.known = { today: call.today, orders: dated.sort((a, b) => a.at - b.at || (a.order.id < b.order.id ? -1 : 1)) };
    }
    return this.known.orders;
  }
}

function changedAt(order: DoudianOrder, now: number): number {
  const refunds = order.lines.map((line) => line.refundedAt);
  const events = [order.paidAt, order.shippedAt, order.doneAt, order.cancelledAt, ...refunds].map((at) => at ?? 0);
  return Math.floor(Math.max(order.createdAt, ...events.filter((at) => at <= now)) / 1000);
}

/** 1 not paid, 2 to be shipped, 3 shipped, 4 cancelled, 5 done. */
function statusOf(order: DoudianOrder, now: number): number {
  const is = (at: number | null) => at !== null && at <= now;
  if (is(order.cancelledAt)) return 4;
  if (is(order.doneAt)) return 5;
  if (is(order.shippedAt)) return 3;
  return is(order.paidAt) ? 2 : 1;
}

function orderOf(order: DoudianOrder, update_time: number, now: number): Json {
  const seconds = (at: number | null) => (at === null || at > now ? 0 : Math.floor(at / 1000));
  const pay_amount = order.lines.reduce((sum, line) => sum + line.fen, 0);
  return {
    shop_id: Number(SHOP_ID),
    shop_name: '青岚旗舰店',
    order_id: order.id,
    order_status: statusOf(order, now),
    create_time: seconds(order.createdAt),
    pay_time: seconds(order.paidAt),
    ship_time: seconds(order.shippedAt),
    finish_time: seconds(order.doneAt),
    update_time,
    pay_type: 1,
    order_amount: pay_amount,
    pay_amount,
    post_amount: 0,
    doudian_open_id: order.customer,
    post_addr: { province: { name: order.province, id: '0' } },
    sku_order_list: order.lines.map((line) => lineOf(order, line, now)),
  };
}

function lineOf(order: DoudianOrder, line: DoudianLine, now: number): Json {
  const isRefunded = line.refundedAt !== null && line.refundedAt <= now;
  const productId = idOf(`doudian-product/${line.product.sku}`, 19);
  return {
    order_id: line.id,
    parent_order_id: order.id,
    product_id: int64(productId),
    product_id_str: productId,
    code: line.product.sku,
    product_name: line.product.title,
    item_num: line.quantity,
    origin_amount: line.product.priceCents,
    order_amount: line.fen,
    pay_amount: line.fen,
    c_biz: order.by === 'alliance' ? 2 : 8,
    cid: order.by === 'advertisement' ? int64(idOf(`doudian-creative/${order.id}`, 19)) : 0,
    after_sale_info: isRefunded
      ? { after_sale_status: 12, after_sale_type: 0, refund_status: 3 }
      : { after_sale_status: 0, after_sale_type: 0, refund_status: 0 },
  };
}

/** Verdane's shop. */
export default mounted({
  sources: [
    {
      key: 'doudian-verdane',
      name: '抖店 青岚旗舰店',
      connector: NAME,
      mount: `/${NAME}`,
      config: { shopId: SHOP_ID },
      secrets: { ...DOUDIAN_APP },
      brand: 'verdane',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
    },
  ],
  open: (tokens) => new Doudian(tokens),
});
