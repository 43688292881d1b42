import { z } from 'zod';
import type { LiveMinute } from '../../entities/facts/LiveMinute';
import type { LiveProduct } from '../../entities/facts/LiveProduct';
import type { LiveSession } from '../../entities/facts/LiveSession';
import type { PullContext } from '../connector';
import { BadRecord } from '../errors';
import { beijingInstant, beijingTime } from '../record/beijing-time';
import { brandFor } from '../record/brand-rules';
import { countText } from '../record/count-text';
import { idText } from '../record/id-text';
import { microsText } from '../record/micros-text';
import { amountNamed, countNamed } from '../record/named-field';
import { orMissing } from '../record/or-missing';
import type { LiveSettings } from './live-settings';
import { type ListedRoom, room } from './room-walk';

type Context = PullContext<LiveSettings>;

const money = orMissing(microsText);
const count = orMissing(countText);
const numbers = z.looseObject({ metrics: z.looseObject({}) });

/** A room with its numbers as its list and its dashboard tell them. A room that the dashboard has no row of is told without. */
export const sessionShape = room.extend({
  end_time: orMissing(beijingTime).optional(),
  aweme_id: idText,
  aweme_name: z.string(),
  stat_cost: money,
  total_live_watch_cnt: count,
  total_live_follow_cnt: count.optional(),
  total_live_comment_cnt: count.optional(),
  total_live_share_cnt: count.optional(),
  live_click_product_count_alias: count.optional(),
  live_pay_order_count_alias: count,
  live_pay_order_gmv_alias: money,
  live_order_refund_amount_14d: money.optional(),
  live_order_settle_amount_14d: money.optional(),
  dashboard: numbers.nullish(),
});

// The room stands first: of a room that cannot be read it is what is told.
const ofRoom = z.looseObject({ room, ...numbers.shape });

/** One minute of a room. */
export const minuteShape = ofRoom.extend({ dimensions: z.looseObject({ stat_time_minute: beijingTime }) });

/** One product of a room. */
export const productShape = ofRoom.extend({ dimensions: z.looseObject({ product_id: idText, product_name: z.string().optional() }) });

/** The livestream of a room. Throws BadRecord when it belongs to no brand. */
export function sessionOf(record: z.infer<typeof sessionShape>, context: Context): LiveSession {
  const { end_time: endedAt = null, live_pay_order_gmv_alias: gmvPaid, stat_cost: adCost } = record;
  const startedAt = beijingInstant(record.start_time)!;
  const dashboard = { at: 'dashboard.metrics', fields: record.dashboard?.metrics ?? {} };
  const { roomMetrics: names } = context.config;
  return {
    ...headOf(record, context),
    creator: record.aweme_id,
    creatorName: record.aweme_name,
    title: record.room_title,
    startedAt,
    endedAt,
    gmvPaid,
    refunded: record.live_order_refund_amount_14d ?? null,
    gmvSettled: record.live_order_settle_amount_14d ?? null,
    cost: costOf(context, gmvPaid, adCost),
    adCost,
    exposures: countNamed(dashboard, names.exposures),
    views: record.total_live_watch_cnt,
    viewers: countNamed(dashboard, names.viewers),
    peakViewers: countNamed(dashboard, names.peakViewers),
    watchSeconds: countNamed(dashboard, names.watchSeconds),
    liveSeconds: endedAt === null ? null : Math.round((endedAt.getTime() - startedAt.getTime()) / 1000),
    productExposures: countNamed(dashboard, names.productExposures),
    productClicks: record.live_click_product_count_alias ?? null,
    ordersPlaced: countNamed(dashboard, names.ordersPlaced),
    orders: record.live_pay_order_count_alias,
    buyers: countNamed(dashboard, names.buyers),
    likes: countNamed(dashboard, names.likes),
    comments: record.total_live_comment_cnt ?? null,
    shares: record.total_live_share_cnt ?? null,
    newFollowers: record.total_live_follow_cnt ?? null,
  };
}

/** The minute of a livestream. Throws BadRecord when it belongs to no brand. */
export function minuteOf(record: z.infer<typeof minuteShape>, context: Context): LiveMinute {
  const metrics = { at: 'metrics', fields: record.metrics };
  const { minuteMetrics: names } = context.config;
  return {
    ...headOf(record.room, context),
    minute: `${record.dimensions.stat_time_minute.toISOString().slice(0, 16)}Z`,
    online: countNamed(metrics, names.online),
    entered: countNamed(metrics, names.entered),
    exited: countNamed(metrics, names.exited),
    comments: countNamed(metrics, names.comments),
    orders: countNamed(metrics, names.orders),
    gmvPaid: amountNamed(metrics, names.gmvPaid),
  };
}

/** The product on a livestream's shelf. Throws BadRecord when it belongs to no brand. */
export function productOf(record: z.infer<typeof productShape>, context: Context): LiveProduct {
  const metrics = { at: 'metrics', fields: record.metrics };
  const { productMetrics: names } = context.config;
  return {
    ...headOf(record.room, context),
    product: record.dimensions.product_id,
    title: record.dimensions.product_name ?? null,
    exposures: countNamed(metrics, names.exposures),
    clicks: countNamed(metrics, names.clicks),
    orders: countNamed(metrics, names.orders),
    units: countNamed(metrics, names.units),
    gmvPaid: amountNamed(metrics, names.gmvPaid),
    refunded: amountNamed(metrics, names.refunded),
  };
}

function headOf({ room_id: session, room_title: title, start_time: start }: ListedRoom, { config, source }: Context) {
  const brand = brandFor(title, config.brandRules, source.brand);
  if (brand === null)
    throw new BadRecord('the stream belongs to no brand: give the source a brand, or a rule for its title', 'room_title', title);
  return { day: start.slice(0, 10), brand, platform: 'douyin', session, currency: source.currency ?? 'CNY' };
}

/** Fee, commission and boosting together; null while the settings do not say what the host is paid. */
function costOf({ config, part }: Context, gmvPaid: bigint | null, adCost: bigint | null): bigint | null {
  const host = config.hosts.find(({ awemeId }) => awemeId === part);
  if (host?.slotFee === undefined && host?.commission === undefined) return null;
  const commission = ((gmvPaid ?? 0n) * (host.commission ?? 0n) + 500_000n) / 1_000_000n;
  return (host.slotFee ?? 0n) + commission + (adCost ?? 0n);
}
