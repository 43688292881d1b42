import { z } from 'zod';
import { baseUrl } from '../record/base-url';
import { brandRules } from '../record/brand-rules';
import { microsText } from '../record/micros-text';
import { appId } from '../record/rotating-session';

const digits = z.string().regex(/^\d+$/, 'expected digits');
const named = (name: string) => z.string().default(name);
const share = microsText.refine((value) => value >= 0n && value <= 1_000_000n, 'expected a share from 0 to 1');

/** The settings of a source of livestreams. */
export const liveSettings = z.object({
  baseUrl: baseUrl('https://api.oceanengine.com'),
  appId,
  advertiserId: digits,
  /**
   * The Douyin accounts whose rooms are read. What a host is paid beside the boosting is in no answer: a fee for each stream and a
   * share of what was paid in it are told here, and only then does a stream have a cost.
   */
  hosts: z.array(z.object({ awemeId: digits, slotFee: microsText.optional(), commission: share.optional() })).min(1),
  pageSize: z.int().min(1).max(100).default(100),
  /** Names of a room's numbers on its dashboard; an account's own are told by `today_live/room/config/get`. '' for one that it has not. */
  roomMetrics: z
    .object({
      viewers: named('total_live_watch_ucnt'),
      peakViewers: named('live_max_online_ucnt'),
      watchSeconds: named('total_live_watch_duration'),
      exposures: named('total_live_show_cnt'),
      productExposures: named('live_product_show_cnt'),
      ordersPlaced: named(''),
      buyers: named('live_pay_order_ucnt'),
      likes: named('total_live_like_cnt'),
    })
    .prefault({}),
  /** The same by minute. */
  minuteMetrics: z
    .object({
      online: named('live_online_ucnt'),
      entered: named('total_live_watch_cnt'),
      exited: named('total_live_leave_cnt'),
      comments: named('total_live_comment_cnt'),
      orders: named('live_pay_order_count_alias'),
      gmvPaid: named('live_pay_order_gmv_alias'),
    })
    .prefault({}),
  /** The same by product. */
  productMetrics: z
    .object({
      exposures: named('live_product_show_cnt'),
      clicks: named('live_click_product_count_alias'),
      orders: named('live_pay_order_count_alias'),
      units: named('live_pay_product_cnt'),
      gmvPaid: named('live_pay_order_gmv_alias'),
      refunded: named('live_order_refund_amount'),
    })
    .prefault({}),
  brandRules,
});

/** {@link liveSettings}, read. */
export type LiveSettings = z.infer<typeof liveSettings>;
