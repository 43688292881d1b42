import { z } from 'zod';
import { LiveSession } from '../../entities/facts/LiveSession';
import { dayIn } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal } from '../errors';
import { baseUrl } from '../record/base-url';
import { startOfBeijingDay } from '../record/beijing-time';
import { countText } from '../record/count-text';
import { fenText } from '../record/fen-text';
import { owningBrand } from '../record/owning-brand';
import { unixSeconds } from '../record/unix-seconds';
import { refuseWechat, wechatRefusal } from '../record/wechat-refusal';
import { wechatSession } from '../record/wechat-session';

const config = z.object({
  baseUrl: baseUrl('https://api.weixin.qq.com'),
  /** The AppID of the channel's assistant (视频号助手). */
  appId: z.string().regex(/^wx[0-9a-z]+$/, 'expected an AppID, wx…'),
});
type Config = z.infer<typeof config>;

const session = z.looseObject({
  export_id: z.string().min(1),
  live_dashboard_data: z.looseObject({
    start_time: unixSeconds.pipe(z.date('expected when the stream began')),
    live_duration: countText,
    live_dashboard_data: z.looseObject({
      summary: z.looseObject({
        new_watch_uv: countText,
        max_online_watch_uv: countText.optional(),
        average_watch_seconds_per_audience: countText.optional(),
        new_follow_uv: countText.optional(),
      }),
    }),
  }),
  live_ec_data_summary: z
    .looseObject({
      total_gmv: fenText,
      refund_amount: fenText.optional(),
      total_pay_pv: countText.optional(),
      total_pay_uv: countText.optional(),
      total_clk_pv: countText.optional(),
      total_exp_pv: countText.optional(),
    })
    .nullish(),
  /** What the list of livestream data tells of the same stream. */
  counted: z
    .looseObject({
      total_audience_count: countText.optional(),
      total_comment_count: countText.optional(),
      total_cheer_count: countText.optional(),
      forward_count: countText.optional(),
      audiences_avg_seconds: countText.optional(),
      max_online_count: countText.optional(),
      new_follow_count: countText.optional(),
    })
    .nullish(),
});
type Session = z.infer<typeof session>;

/**
 * The selling livestreams of a WeChat channel (视频号), in days of Beijing, until yesterday: the list of a day (getlivelist), what was counted
 * in its streams (get_finder_live_data_list: viewers, comments, likes, shares), and the dashboard of each (getlivedata: viewers and money,
 * in fen). The dashboard's word goes before the list's. An account without the right to the list is read without it: comments, likes and
 * shares stay unknown. Refunds are told for a fortnight on. Watch time is the mean, which the platform rounds to a second, times the viewers.
 */
export default connector({
  name: 'wechat-channels',
  label: 'WeChat Channels',
  schedule: '45 9 * * *',
  auth: wechatSession,
  secrets: ['appSecret'],
  rateLimit: { requests: 20, perSeconds: 1 },
  // Every day is a request of its own; more history, to the beginning of 2024, can be asked for by hand.
  historyDays: 30,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      name: 'lives',
      into: LiveSession,
      lookbackDays: 14,
      lagDays: 1,
      windowDays: 1,
      request: ({ config, window }: PullContext<Config>) => ({
        ...post(config, 'livedashboard/getlivelist', { ds: Number(window.from.replaceAll('-', '')) }),
        state: { call: 'list' },
      }),
      next: nextCall,
      classify: (page) => {
        const unavailable = stateOf(page).call === 'counted' && wechatRefusal(page)?.errcode === 48001;
        if (!unavailable) refuseWechat('wechat-channels', page);
      },
      records: (page) => {
        const state = stateOf(page);
        if (state.call !== 'dashboard') return state.call === 'list' ? unlisted(page) : [];
        const [export_id = ''] = state.left;
        return [{ ...(page.json() as object), export_id, counted: state.counted[export_id] ?? null }];
      },
      shape: session,
      map: (record, { source }) => [rowOf(record, source)],
    }),
  ],
});

function rowOf(record: Session, source: PullContext['source']): LiveSession {
  const { live_dashboard_data: live, live_ec_data_summary: sales, counted } = record;
  const { summary } = live.live_dashboard_data;
  const started = live.start_time;
  const mean = summary.average_watch_seconds_per_audience ?? counted?.audiences_avg_seconds;
  return {
    day: dayIn(source.timeZone, started),
    brand: owningBrand(source, 'channel'),
    platform: 'wechat-channels',
    session: record.export_id,
    startedAt: started,
    endedAt: new Date(started.getTime() + Number(live.live_duration) * 1000),
    currency: 'CNY',
    gmvPaid: sales?.total_gmv ?? null,
    refunded: sales?.refund_amount ?? null,
    viewers: summary.new_watch_uv,
    peakViewers: summary.max_online_watch_uv ?? counted?.max_online_count ?? null,
    watchSeconds: mean === undefined ? null : mean * summary.new_watch_uv,
    liveSeconds: live.live_duration,
    productExposures: sales?.total_exp_pv ?? null,
    productClicks: sales?.total_clk_pv ?? null,
    orders: sales?.total_pay_pv ?? null,
    buyers: sales?.total_pay_uv ?? null,
    likes: counted?.total_cheer_count ?? null,
    comments: counted?.total_comment_count ?? null,
    shares: counted?.forward_count ?? null,
    newFollowers: summary.new_follow_uv ?? counted?.new_follow_count ?? null,
  };
}

type Counted = Record<string, Json>;
/** The calls of a day: its list, then what was counted (page by page), then the dashboard of each stream of the list that is `left`. */
type State =
  | { readonly call: 'list' }
  | { readonly call: 'counted'; readonly left: readonly string[]; readonly counted: Counted }
  | { readonly call: 'dashboard'; readonly left: readonly string[]; readonly counted: Counted };

function stateOf(page: Page): State {
  return page.request.state as unknown as State;
}

function nextCall(page: Page, { config, window }: PullContext<Config>): HttpRequest | null {
  const state = stateOf(page);
  if (state.call === 'list') {
    const left = listed(page).live_items.map(({ export_id }) => export_id);
    return left.length === 0 ? null : askCounted(config, window.from, { call: 'counted', left, counted: {} }, undefined);
  }
  if (state.call === 'dashboard') return askDashboard(config, state.left.slice(1), state.counted);
  const told = countedIn(page);
  const counted = { ...state.counted, ...Object.fromEntries(told.item.map((each) => [each.export_id, each as unknown as Json])) };
  if (told.continue_flag && told.last_buffer) return askCounted(config, window.from, { ...state, counted }, told.last_buffer);
  return askDashboard(config, state.left, counted);
}

/** A stream is found by its end, which may lie on the day after its beginning. */
function askCounted(config: Config, day: string, state: State, last_buffer: string | undefined): HttpRequest {
  const start_time = startOfBeijingDay(day) / 1000;
  const body = { start_time, end_time: start_time + 2 * 86_400, ...(last_buffer && { last_buffer }) };
  return { ...post(config, 'finderlive/get_finder_live_data_list', body), state: state as unknown as Json };
}

function askDashboard(config: Config, left: readonly string[], counted: Counted): HttpRequest | null {
  const [export_id] = left;
  if (export_id === undefined) return null;
  const state: State = { call: 'dashboard', left, counted };
  return { ...post(config, 'livedashboard/getlivedata', { export_id }), state: state as unknown as Json };
}

function post(config: Config, api: string, body: { [key: string]: Json }): HttpRequest {
  return { method: 'POST', url: `${config.baseUrl}/channels/${api}`, body };
}

const list = z.looseObject({ live_items: z.array(z.looseObject({ export_id: z.string() })), has_more: z.boolean().default(false) });

function listed(page: Page): z.infer<typeof list> {
  const parsed = list.safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`wechat-channels: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"live_items": [...]}`);
  return parsed.data;
}

/** The list cannot be asked for its second page. That there is one is kept as a record that no shape fits, so that it shows in quarantine. */
function unlisted(page: Page): unknown[] {
  return listed(page).has_more ? [{ has_more: true, request: page.request.body }] : [];
}

const lives = z.looseObject({
  item: z.array(z.looseObject({ export_id: z.string() })).default([]),
  continue_flag: z.boolean().default(false),
  last_buffer: z.string().default(''),
});

function countedIn(page: Page): z.infer<typeof lives> {
  const parsed = lives.safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`wechat-channels: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"item": [...]}`);
  return parsed.data;
}
