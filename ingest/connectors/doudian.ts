import { z } from 'zod';
import { OrderLine } from '../../entities/facts/OrderLine';
import { addDays, dayIn } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { baseUrl } from '../record/base-url';
import { startOfBeijingDay } from '../record/beijing-time';
import { countText } from '../record/count-text';
import { doudianData, doudianGrant, refuseDoudian } from '../record/doudian-answer';
import { signForDoudian } from '../record/doudian-signature';
import { fenText } from '../record/fen-text';
import { idText } from '../record/id-text';
import { integer } from '../record/integer';
import { owningBrand } from '../record/owning-brand';
import { unixSeconds } from '../record/unix-seconds';

const config = z.object({
  baseUrl: baseUrl('https://openapi-fxg.jinritemai.com'),
  /** The shop that the app, one of the shop's own (自用型应用), was authorised for. */
  shopId: z.string().regex(/^\d+$/, 'expected the digits of a shop'),
  pageSize: z.int().min(1).max(100).default(100),
});
type Config = z.infer<typeof config>;

const paid = fenText.refine((amount) => amount >= 0n, 'expected at least 0');
const province = z.looseObject({ province: z.looseObject({ name: z.string() }).nullish() });

const line = z.looseObject({
  order_id: idText,
  code: z.string().nullish(),
  product_name: z.string(),
  item_num: countText,
  pay_amount: paid,
  c_biz: z.int().optional(),
  cid: idText.nullish(),
  after_sale_info: z.looseObject({ refund_status: z.int() }).nullish(),
});

const order = z.looseObject({
  order_id: idText,
  order_status: z.int(),
  create_time: unixSeconds.pipe(z.date('expected when the order was placed')),
  update_time: integer,
  pay_time: unixSeconds.optional(),
  doudian_open_id: z.string().nullish(),
  post_addr: province.nullish(),
  mask_post_addr: province.nullish(),
  sku_order_list: z.array(line),
});
type Order = z.infer<typeof order>;

const CANCELLED = 4;
const DONE = 5;
const REFUNDED = 3;
const ALLIANCE = 2;

/**
 * Orders of a Douyin shop (抖店) by line, in the order in which they last changed: an order that is shipped, cancelled or refunded comes again
 * and revises its lines. Orders on which nothing was ever paid give no rows; a paid order that was cancelled keeps its lines with all of it
 * refunded. The list tells that a line was refunded, not how much: such a line counts as refunded in whole. Amounts are fen. The customer is
 * the id that the platform has hashed for the app; whether it is their first order is not told.
 */
export default connector({
  name: 'doudian',
  label: 'Douyin Shop (Doudian)',
  schedule: '*/20 * * * *',
  auth: {
    kind: 'session',
    grant: (secret, config, now) => {
      const body = { code: '', grant_type: 'authorization_self', shop_id: String(config.shopId) };
      return signForDoudian({ method: 'POST', url: `${config.baseUrl}/token/create`, body }, secret, now);
    },
    granted: (page) => ({ token: doudianGrant('doudian', page).token }),
    place: (request, token, secret, now) => signForDoudian(request, secret, now, token),
  },
  secrets: ['appKey', 'appSecret'],
  rateLimit: { requests: 10, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      name: 'orders',
      into: OrderLine,
      lookbackDays: 1,
      lagDays: 0,
      windowDays: 30,
      request: ({ config, window }: PullContext<Config>) => ({
        method: 'POST',
        url: `${config.baseUrl}/order/searchList`,
        body: {
          update_time_start: startOfBeijingDay(window.from) / 1000,
          update_time_end: startOfBeijingDay(addDays(window.to, 1)) / 1000 - 1,
          order_by: 'update_time',
          order_asc: true,
          page: 0,
          size: config.pageSize,
        },
      }),
      next: nextOrders,
      classify: (page) => refuseDoudian('doudian', page),
      records: newIn,
      shape: order,
      map: linesOf,
    }),
  ],
});

function linesOf(record: Order, { source }: PullContext<Config>): OrderLine[] {
  // What is paid on delivery has no time of payment, and is paid when the order is done.
  if (!record.pay_time && record.order_status !== DONE) return [];
  const brand = owningBrand(source, 'shop');
  return record.sku_order_list.map((each) => {
    const isRefunded = record.order_status === CANCELLED || each.after_sale_info?.refund_status === REFUNDED;
    const refunded = isRefunded ? each.pay_amount : 0n;
    return {
      day: dayIn(source.timeZone, record.create_time),
      brand,
      orderId: record.order_id,
      line: each.order_id,
      customer: record.doudian_open_id || null,
      placedAt: record.create_time,
      segment: null,
      product: each.code || each.product_name,
      region: (record.post_addr?.province ?? record.mask_post_addr?.province)?.name || null,
      channel: channelOf(each),
      currency: 'CNY',
      quantity: each.item_num,
      gross: each.pay_amount,
      refunded,
      revenue: each.pay_amount - refunded,
    };
  });
}

/** What brought the line, as far as it is told: a promoter of the alliance, or an advertisement, whose creative it then names. */
function channelOf({ c_biz: trade, cid: creative }: z.infer<typeof line>): string | null {
  if (trade === ALLIANCE) return 'affiliate';
  return creative && creative !== '0' ? 'paid_social' : null;
}

const answer = z.looseObject({ shop_order_list: z.array(z.unknown()).nullish() });

function ordersIn(page: Page): unknown[] {
  return doudianData('doudian', page, answer).shop_order_list ?? [];
}

/** The orders of a page without those that the page before ended with: the time from which a page begins is part of it. */
function newIn(page: Page): unknown[] {
  const before = (page.request.state ?? []) as string[];
  return ordersIn(page).filter((each) => !before.includes(seen.safeParse(each).data?.order_id ?? ''));
}

const asked = z.looseObject({ update_time_start: z.number(), page: z.int(), size: z.int() });
const seen = z.looseObject({ order_id: idText, update_time: integer });

/**
 * The page after a full one begins at the last change that was seen: an order that changes meanwhile leaves its place, and whoever counted
 * pages would miss the order that takes it. Only a page of one and the same second is turned by its number.
 */
function nextOrders(page: Page): HttpRequest | null {
  const body = page.request.body as { [key: string]: Json };
  const { update_time_start: start, page: number, size } = asked.parse(body);
  const orders = ordersIn(page);
  if (orders.length < size) return null;
  const changes = orders.flatMap((each) => seen.safeParse(each).data ?? []);
  const last = Math.max(start, ...changes.map((each) => each.update_time));
  if (last === start) return { ...page.request, body: { ...body, page: number + 1 } };
  const state = changes.filter((each) => each.update_time === last).map((each) => each.order_id);
  return { ...page.request, body: { ...body, update_time_start: last, page: 0 }, state };
}
