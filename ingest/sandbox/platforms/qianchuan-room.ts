import type { Call } from '../platform';
import type { WorldProduct } from '../world/brands';
import { idOf } from '../world/dice';
import { type LiveMinuteTruth, type LiveOrder, type LiveStream, type LiveStreams, paidCents, returnedCents } from '../world/live-streams';
import type { ReportTopic } from './ocean-report';

const yuan = (cents: number) => cents / 100;
const BEIJING_MS = 8 * 3_600_000;
/** A product was on show while it was explained, to this share of the views. */
const SHOWN = 0.5;
const CLICKED = 0.12;

/** What the list of rooms says of one, with those of the numbers that were asked for; refunds and settlements as of `now`. */
export function roomEntry(stream: LiveStream, fields: readonly string[], now: number): Record<string, unknown> {
  const { plan, room, startedAt, endedAt } = stream;
  const numbers = Object.entries(roomNumbers(stream, now)).filter(([name]) => fields.includes(name));
  return {
    room_id: room,
    room_title: plan.title,
    room_status: endedAt <= now ? 'FINISH' : 'LIVING',
    start_time: beijing(startedAt),
    end_time: endedAt <= now ? beijing(endedAt) : '',
    aweme_id: plan.host.id,
    aweme_name: plan.host.name,
    room_delivery: 1,
    ...Object.fromEntries(numbers),
  };
}

function roomNumbers(stream: LiveStream, now: number): Record<string, number> {
  const { orders, views, minutes, adCostCents, newFollowers, shares } = stream;
  return {
    stat_cost: yuan(adCostCents),
    total_live_watch_cnt: views,
    total_live_follow_cnt: newFollowers,
    total_live_comment_cnt: minutes.reduce((sum, { comments }) => sum + comments, 0),
    total_live_share_cnt: shares,
    live_click_product_count_alias: productsOf(stream).reduce((sum, product) => sum + clicksOf(stream, product), 0),
    live_pay_order_count_alias: orders.length,
    live_pay_order_gmv_alias: yuan(paidCents(orders)),
    live_order_refund_amount_7d: yuan(returnedCents(stream, orders, 'refundedAt', now, 7)),
    live_order_refund_amount_14d: yuan(returnedCents(stream, orders, 'refundedAt', now, 14)),
    live_order_settle_amount_7d: yuan(returnedCents(stream, orders, 'settledAt', now, 7)),
    live_order_settle_amount_14d: yuan(returnedCents(stream, orders, 'settledAt', now, 14)),
  };
}

/** A piece of a stream: the stream as a whole, one of its minutes, or one of its products. */
interface Piece {
  readonly stream: LiveStream;
  readonly minute?: LiveMinuteTruth;
  readonly product?: WorldProduct;
  readonly orders: readonly LiveOrder[];
  readonly now: number;
}

/** The dashboard's two topics. Numbers by minute and by room share their names, as the platform's do. */
export function liveTopics(streams: LiveStreams): Readonly<Record<string, ReportTopic<Piece>>> {
  return {
    ROOM_FLOW_PERFORMANCE: {
      dimensions: ['room_id', 'stat_time_minute'],
      metrics: FLOW,
      *lines(call, from, to, rooms) {
        for (const stream of asked(streams, call, from, to, rooms)) {
          for (const [place, minute] of stream.minutes.entries()) {
            const orders = stream.orders.filter((order) => order.minute === place);
            const dimensions = { room_id: stream.room, stat_time_minute: beijing(minute.at).slice(0, 16) };
            yield { dimensions, numbers: { stream, minute, orders, now: call.now } };
          }
        }
      },
      // Lines that are not told apart by minute come to their room.
      add: ([first, ...more]) => (more.length === 0 ? first : { stream: first.stream, orders: first.stream.orders, now: first.now }),
    },
    ROOM_PRODUCT_LIST: {
      dimensions: ['room_id', 'product_id', 'product_name'],
      metrics: PRODUCT,
      *lines(call, from, to, rooms) {
        for (const stream of asked(streams, call, from, to, rooms)) {
          for (const product of productsOf(stream)) {
            const orders = stream.orders.filter((order) => order.product === product);
            const dimensions = { room_id: stream.room, product_id: productId(product), product_name: product.title };
            yield { dimensions, numbers: { stream, product, orders, now: call.now } };
          }
        }
      },
      add: ([first]) => first,
    },
  };
}

const FLOW: Readonly<Record<string, (piece: Piece) => string>> = {
  total_live_watch_cnt: ({ stream, minute }) => String(minute?.entered ?? stream.views),
  total_live_watch_ucnt: ({ stream }) => String(stream.viewers),
  live_online_ucnt: ({ minute }) => String(minute?.online ?? '-'),
  live_max_online_ucnt: ({ stream }) => String(Math.max(...stream.minutes.map(({ online }) => online))),
  total_live_leave_cnt: ({ stream, minute }) => String(minute?.exited ?? stream.views),
  total_live_watch_duration: ({ stream }) => String(stream.minutes.reduce((sum, { online }) => sum + online * 60, 0)),
  total_live_show_cnt: ({ stream }) => String(Math.round(stream.views * 4.6)),
  live_product_show_cnt: ({ stream }) => String(productsOf(stream).length * Math.round(stream.views * SHOWN)),
  total_live_comment_cnt: ({ stream, minute }) =>
    String(minute?.comments ?? stream.minutes.reduce((sum, { comments }) => sum + comments, 0)),
  total_live_like_cnt: ({ stream }) => String(stream.likes),
  live_pay_order_ucnt: ({ stream }) => String(stream.buyers),
  live_pay_order_count_alias: ({ orders }) => String(orders.length),
  live_pay_order_gmv_alias: ({ orders }) => yuan(paidCents(orders)).toFixed(2),
};

const PRODUCT: Readonly<Record<string, (piece: Piece) => string>> = {
  live_product_show_cnt: ({ stream }) => String(Math.round(stream.views * SHOWN)),
  live_click_product_count_alias: ({ stream, product }) => String(product ? clicksOf(stream, product) : 0),
  live_pay_order_count_alias: ({ orders }) => String(orders.length),
  live_pay_product_cnt: ({ orders }) => String(orders.length),
  live_pay_order_gmv_alias: ({ orders }) => yuan(paidCents(orders)).toFixed(2),
  live_order_refund_amount: ({ stream, orders, now }) => yuan(returnedCents(stream, orders, 'refundedAt', now, 30)).toFixed(2),
};

function* asked(streams: LiveStreams, call: Call, from: string, to: string, rooms: readonly string[]): Generator<LiveStream> {
  for (const stream of streams.between(from, to)) {
    if (stream.startedAt <= call.now && (rooms.length === 0 || rooms.includes(stream.room))) yield stream;
  }
}

function productsOf({ orders }: LiveStream): WorldProduct[] {
  return [...new Set(orders.map(({ product }) => product))].sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

function clicksOf({ views, orders }: LiveStream, product: WorldProduct): number {
  return Math.round(views * CLICKED) + orders.filter((order) => order.product === product).length;
}

function productId({ sku }: WorldProduct): string {
  return `36${idOf(`product/${sku}`, 17)}`;
}

function beijing(instant: number): string {
  return new Date(instant + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ');
}
