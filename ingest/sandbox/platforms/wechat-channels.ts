import { addDays, type Day, daysOf, isDay } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, objectOf, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { type ChannelLive, channelLivesOn, refundedBy } from '../world/channel-lives';
import { atWechatGate, WECHAT_APP, WECHAT_WORDS, wechatError, wechatExpired } from './wechat-gate';

const NAME = 'wechat-channels';
const FIRST: Day = '2024-01-01';
/** Livestreams on one page of what was counted. */
const PAGE = 10;

/** Verdane's WeChat channel: the list of a day's livestreams, what was counted in them, and each one's dashboard; all until yesterday. */
function wechatChannels(tokens: Tokens): Platform {
  return {
    name: NAME,
    paging: ['last_buffer'],
    answer: (call) => atWechatGate(call, NAME, tokens) ?? route(call),
    expired: (call) => wechatExpired(call, tokens),
    ...WECHAT_WORDS,
  };
}

function route(call: Call): Answer {
  if (call.path === '/channels/livedashboard/getlivelist') return list(call);
  if (call.path === '/channels/finderlive/get_finder_live_data_list') return counted(call);
  if (call.path === '/channels/livedashboard/getlivedata') return dashboard(call);
  return wechatError(40066, 'invalid url');
}

const ok = { errcode: 0, errmsg: 'ok' };

/** The livestreams of an inclusive range of days, as far as they are told. */
function livesIn(call: Call, from: Day, to: Day): ChannelLive[] {
  const first = [from, call.world.firstDay(call.today), FIRST].sort()[2] as Day;
  return [...daysOf({ from: first, to: to < call.today ? to : call.today })].flatMap((day) => channelLivesOn(call.world.seed, day));
}

function list(call: Call): Answer {
  const ds = String(objectOf(call).ds);
  const day = `${ds.slice(0, 4)}-${ds.slice(4, 6)}-${ds.slice(6, 8)}`;
  if (ds.length !== 8 || !isDay(day)) return wechatError(1, 'invalid param');
  if (day < FIRST) return wechatError(5, 'ds too early');
  const items = livesIn(call, day, day).map((live) => ({ export_id: live.id, create_time: Math.floor(live.startedAt / 1000) - 120 }));
  return json({ ...ok, trace_id: `t-${ds}`, live_items: call.page(items, (item) => ({ ...item, create_time: -1 })), has_more: false });
}

/** By the time at which they ended. */
function counted(call: Call): Answer {
  const {
    start_time: from,
    end_time: to,
    last_buffer = '0',
  } = objectOf(call) as { start_time: number; end_time: number; last_buffer?: string };
  const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const all = livesIn(call, addDays(day(from), -1), addDays(day(to), 1)).filter((live) => {
    const ended = live.startedAt / 1000 + live.seconds;
    return ended >= from && ended < to;
  });
  const start = Number(last_buffer);
  const items = call.page(all.slice(start, start + PAGE).map(countedItem), (item) => ({ ...item, total_comment_count: -1 }));
  return json({ ...ok, last_buffer: String(start + PAGE), continue_flag: start + PAGE < all.length, item: items });
}

function countedItem(live: ChannelLive): Record<string, unknown> {
  return {
    export_id: live.id,
    live_start_time: Math.floor(live.startedAt / 1000),
    live_duration_in_seconds: live.seconds,
    total_audience_count: live.viewers,
    total_cheer_count: live.likes,
    forward_count: live.shares,
    total_comment_count: live.comments,
    audiences_avg_seconds: live.meanSeconds,
    max_online_count: live.peak,
    new_follow_count: live.newFollowers,
    new_follow_count_biz: 0,
  };
}

function dashboard(call: Call): Answer {
  const id = String(objectOf(call).export_id);
  const live = livesIn(call, call.world.firstDay(call.today), call.today).find((each) => each.id === id);
  if (!live) return wechatError(1, 'invalid param');
  const [told] = call.page([live], (each) => ({ ...each, viewers: -1, gmvFen: -1 }));
  return json({ ...ok, trace_id: `t-${id.slice(-4)}`, ...(told ? dashboardOf(told, call.today) : {}) });
}

function dashboardOf(live: ChannelLive, today: Day): Record<string, unknown> {
  return {
    live_dashboard_data: {
      live_dashboard_data: {
        summary: {
          new_watch_uv: live.viewers,
          max_online_watch_uv: live.peak,
          impression_uv: live.impressions,
          average_watch_seconds_per_audience: live.meanSeconds,
          new_follow_uv: live.newFollowers,
          comment_uv: Math.round(live.comments * 0.4),
          sharing_uv: Math.round(live.shares * 0.8),
        },
        source: {},
        portrait: {},
      },
      live_duration: live.seconds,
      start_time: Math.floor(live.startedAt / 1000),
    },
    live_comparison_index: { is_living: false, on_air: null },
    live_ec_data_summary: {
      total_gmv: String(live.gmvFen),
      total_pay_pv: live.orders,
      total_pay_uv: live.buyers,
      total_clk_pv: live.clicks,
      total_exp_pv: live.exposures,
      refund_amount: String(refundedBy(live, today)),
    },
  };
}

/** Verdane's channel. */
export default mounted({
  sources: [
    {
      key: 'wechat-channels-verdane',
      name: '青岚视频号直播',
      connector: NAME,
      mount: `/${NAME}`,
      config: { appId: WECHAT_APP.appId },
      secrets: { appSecret: WECHAT_APP.appSecret },
      brand: 'verdane',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
    },
  ],
  open: wechatChannels,
});
