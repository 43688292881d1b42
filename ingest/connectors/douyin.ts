import { z } from 'zod';
import { CreatorPost } from '../../entities/facts/CreatorPost';
import { SocialDay } from '../../entities/facts/SocialDay';
import { type Day, dayIn, daysBetween } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { baseUrl } from '../record/base-url';
import { countText } from '../record/count-text';
import { dayText } from '../record/day-text';
import { douyinData, douyinGrant, refuseDouyin } from '../record/douyin-answer';
import { owningBrand } from '../record/owning-brand';
import { withHeaders } from '../record/signed-request';
import { unixSeconds } from '../record/unix-seconds';

const config = z.object({
  baseUrl: baseUrl('https://open.douyin.com'),
  /** Who authorised the app: the account whose videos and days are read. */
  openId: z.string().min(1),
  pageSize: z.int().min(1).max(20).default(20),
});
type Config = z.infer<typeof config>;

const video = z.looseObject({
  item_id: z.string().min(1),
  title: z.string().default(''),
  create_time: unixSeconds.pipe(z.date('expected when the video came out')),
  share_url: z.string().nullish(),
  media_type: z.int().optional(),
  is_reviewed: z.boolean().default(true),
  statistics: z.looseObject({
    play_count: countText.optional(),
    digg_count: countText.optional(),
    comment_count: countText.optional(),
    share_count: countText.optional(),
  }),
});

/** What makes up a day, by the last step of its path. Followers come first: a day without them is no day of the account. */
const DAY_CALLS = ['fans', 'item', 'like', 'comment', 'share'];

const day = z.looseObject({
  date: dayText,
  fans: z.looseObject({ total_fans: countText, new_fans: countText }),
  item: z.looseObject({ new_issue: countText, new_play: countText }).optional(),
  like: z.looseObject({ new_like: countText }).optional(),
  comment: z.looseObject({ new_comment: countText }).optional(),
  share: z.looseObject({ new_share: countText }).optional(),
});

const IMAGES = 2;

/**
 * An account of Douyin's open platform: its own videos with the numbers reached so far, read newest first and again for 30 days, and its days
 * of the last 30 (the platform tells no older ones, and none before yesterday), each joined from five calls into one whole row: followers,
 * videos and plays, likes, comments and shares; the last three together are the engagements. How many followers left is not told. The access
 * token holds for a fortnight and comes from the refresh token, which the platform may replace.
 */
export default connector({
  name: 'douyin',
  label: 'Douyin',
  schedule: '15 10 * * *',
  auth: {
    kind: 'session',
    grant: (secret, config) => ({
      method: 'POST',
      url: `${config.baseUrl}/oauth/refresh_token/`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_key: secret('clientKey'),
        grant_type: 'refresh_token',
        refresh_token: secret('refreshToken'),
      }).toString(),
    }),
    granted: douyinGrant,
    place: (request, token) => withHeaders(request, { 'access-token': token }),
  },
  secrets: ['clientKey', 'refreshToken'],
  rateLimit: { requests: 10, perSeconds: 1 },
  historyDays: 365,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      name: 'videos',
      into: CreatorPost,
      lookbackDays: 30,
      lagDays: 0,
      request: ({ config }: PullContext<Config>) => ({ url: `${config.baseUrl}/video/list/?${pageAt(config, '0')}` }),
      next: (page, { config, source, window }) => {
        const { cursor, has_more: more } = douyinData(page, videos);
        // A pinned video stands before newer ones and says nothing of where the list has got to.
        const reached = videosIn(page)
          .flatMap((each) => dated.safeParse(each).data ?? [])
          .filter(({ is_top: pinned }) => !pinned);
        const isBefore = reached.some(({ create_time: at }) => at !== null && dayIn(source.timeZone, at) < window.from);
        return more && !isBefore ? { url: `${config.baseUrl}/video/list/?${pageAt(config, String(cursor))}` } : null;
      },
      classify: refuseDouyin,
      records: videosIn,
      shape: video,
      // Not out before it is reviewed.
      map: (record, context) => (record.is_reviewed ? [videoOf(record, context)] : []),
    }),
    stream({
      name: 'days',
      into: SocialDay,
      lookbackDays: 3,
      lagDays: 1,
      request: (context: PullContext<Config>) => askDay(context, { left: DAY_CALLS, told: {} }),
      next: (page, context) => {
        const state = stateAfter(page);
        return state.left.length === 0 || state.told.fans?.length === 0 ? null : askDay(context, state);
      },
      classify: refuseDouyin,
      records: (page) => {
        const { left, told } = stateAfter(page);
        return left.length === 0 ? daysIn(told) : [];
      },
      shape: day,
      map: (record, { source, config, window }) => {
        if (record.date < window.from || record.date > window.to) return [];
        const { fans, item, like, comment, share } = record;
        return [
          {
            day: record.date,
            brand: owningBrand(source, 'account'),
            platform: 'douyin',
            account: config.openId,
            followers: fans.total_fans,
            followersGained: fans.new_fans,
            followersLost: null,
            posts: item?.new_issue ?? null,
            impressions: null,
            views: item?.new_play ?? null,
            engagements: like && comment && share ? like.new_like + comment.new_comment + share.new_share : null,
          },
        ];
      },
    }),
  ],
});

function videoOf({ statistics, ...record }: z.infer<typeof video>, { source, config }: PullContext<Config>): CreatorPost {
  return {
    day: dayIn(source.timeZone, record.create_time),
    brand: owningBrand(source, 'account'),
    platform: 'douyin',
    post: record.item_id,
    creator: config.openId,
    kind: record.media_type === IMAGES ? 'image' : 'video',
    relation: 'own',
    title: record.title,
    url: record.share_url ?? null,
    publishedAt: record.create_time,
    views: statistics.play_count ?? null,
    likes: statistics.digg_count ?? null,
    comments: statistics.comment_count ?? null,
    shares: statistics.share_count ?? null,
  };
}

const dated = z.looseObject({ create_time: unixSeconds, is_top: z.boolean().default(false) });
const videos = z.looseObject({
  list: z.array(z.unknown()).nullish(),
  cursor: z.union([z.string(), z.number()]).default('0'),
  has_more: z.boolean().default(false),
});

function pageAt(config: Config, cursor: string): URLSearchParams {
  return new URLSearchParams({ open_id: config.openId, cursor, count: String(config.pageSize) });
}

function videosIn(page: Page): unknown[] {
  return douyinData(page, videos).list ?? [];
}

const results = z.looseObject({ result_list: z.array(z.unknown()).nullish() });

/** The calls of a day that are still to come, and what the calls before answered. */
interface State {
  readonly left: readonly string[];
  readonly told: Readonly<Record<string, readonly Json[]>>;
}

function askDay({ config, window, today }: PullContext<Config>, state: State): HttpRequest {
  const query = new URLSearchParams({ open_id: config.openId, date_type: spanSince(window.from, today) });
  return { url: `${config.baseUrl}/data/external/user/${state.left[0]}/?${query}`, state: state as unknown as Json };
}

/** The shortest of the three spans of days, up to yesterday, that reaches back to a day; the longest when none does. */
function spanSince(from: Day, today: Day): string {
  return String([7, 15, 30].find((days) => daysBetween(from, today) <= days) ?? 30);
}

function stateAfter(page: Page): State {
  const { left, told } = page.request.state as unknown as State;
  const rows = douyinData(page, results).result_list ?? [];
  return { left: left.slice(1), told: { ...told, [left[0] as string]: rows as Json[] } };
}

/** The days that have followers, each with what the other calls tell of it. */
function daysIn(told: State['told']): Json[] {
  const of = (rows: readonly Json[] | undefined, date: Json | undefined) => rows?.find((row) => (row as { date?: Json }).date === date);
  return (told.fans ?? []).map((fans) => {
    const { date } = fans as { date?: Json };
    return JSON.parse(JSON.stringify({ date, ...Object.fromEntries(DAY_CALLS.map((call) => [call, of(told[call], date)])) }));
  });
}
