import { z } from 'zod';
import { CreatorPost } from '../../entities/facts/CreatorPost';
import { SocialDay } from '../../entities/facts/SocialDay';
import { addDays, type DayRange } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { Fatal } from '../errors';
import { baseUrl } from '../record/base-url';
import { countText } from '../record/count-text';
import { dayText } from '../record/day-text';
import { owningBrand } from '../record/owning-brand';
import { refuseWechat } from '../record/wechat-refusal';
import { wechatSession } from '../record/wechat-session';

const config = z.object({
  baseUrl: baseUrl('https://api.weixin.qq.com'),
  /** The AppID of the official account; its days and articles are kept under it. */
  appId: z.string().regex(/^wx[0-9a-z]+$/, 'expected an AppID, wx…'),
});
type Config = z.infer<typeof config>;

/** What makes up a day, each with the days that one request may ask for. Followers come first: a day without them is no day of the account. */
const DAY_CALLS = [
  ['getusercumulate', 7],
  ['getusersummary', 7],
  ['getuserread', 3],
] as const;

const day = z.looseObject({
  ref_date: dayText,
  cumulate_user: countText,
  getusersummary: z.array(z.looseObject({ new_user: countText, cancel_user: countText })),
  getuserread: z.array(
    z.looseObject({
      user_source: z.int().optional(),
      int_page_read_count: countText,
      share_count: countText,
      add_to_fav_count: countText,
    }),
  ),
});

const totals = z.looseObject({
  stat_date: dayText,
  int_page_read_user: countText,
  int_page_read_count: countText,
  ori_page_read_count: countText.optional(),
  share_count: countText,
  add_to_fav_count: countText,
});

const article = z.looseObject({
  ref_date: dayText,
  msgid: z.string().min(1),
  title: z.string(),
  details: z.array(totals).default([]),
});

/**
 * A WeChat official account (微信公众号, data cube): its days and its articles, in days of Beijing, until yesterday; the day before is
 * there from eight in the morning. A day is joined from three calls into one whole row: followers at its end (getusercumulate), gained and
 * lost summed over all sources (getusersummary), and reads with shares and favourites as engagements (getuserread). An article's numbers
 * (getarticletotal, one day of publication a request) are running totals: each `stat_date` of the seven days after publication holds all
 * that came up to it, so the newest one is taken as it is and nothing is added up; a later pull revises it.
 */
export default connector({
  name: 'wechat',
  label: 'WeChat Official Account',
  schedule: '30 9,15 * * *',
  auth: wechatSession,
  secrets: ['appSecret'],
  rateLimit: { requests: 20, perSeconds: 1 },
  // Every day of articles is a request of its own; more history can be asked for by hand.
  historyDays: 30,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      name: 'days',
      into: SocialDay,
      lookbackDays: 3,
      lagDays: 1,
      windowDays: 7,
      request: ({ config, window }: PullContext<Config>) => callOf(config.baseUrl, { left: callsOf(window), told: {} }),
      next: (page, { config }) => {
        const { left, told } = stateAfter(page);
        const isEmpty = told.getusercumulate?.length === 0;
        return left.length === 0 || isEmpty ? null : callOf(config.baseUrl, { left, told });
      },
      classify: (page) => refuseWechat('wechat', page),
      records: (page) => {
        const { left, told } = stateAfter(page);
        return left.length === 0 ? daysIn(told) : [];
      },
      shape: day,
      map: (record, { source, config }) => {
        const reads = allSources(record.getuserread);
        return [
          {
            day: record.ref_date,
            brand: owningBrand(source, 'account'),
            platform: 'wechat',
            account: config.appId,
            followers: record.cumulate_user,
            followersGained: sumOf(record.getusersummary, (row) => row.new_user),
            followersLost: sumOf(record.getusersummary, (row) => row.cancel_user),
            posts: null,
            impressions: null,
            views: sumOf(reads, (row) => row.int_page_read_count),
            engagements: sumOf(reads, (row) => row.share_count + row.add_to_fav_count),
          },
        ];
      },
    }),
    stream({
      name: 'articles',
      into: CreatorPost,
      lookbackDays: 7,
      lagDays: 1,
      windowDays: 1,
      request: ({ config, window }: PullContext<Config>) => ask(config.baseUrl, 'getarticletotal', window),
      classify: (page) => refuseWechat('wechat', page),
      records: listIn,
      shape: article,
      map: (record, context) => [articleOf(record, context)],
    }),
  ],
});

function articleOf({ details, ...record }: z.infer<typeof article>, { source, config }: PullContext<Config>): CreatorPost {
  const newest = details.reduce<z.infer<typeof totals> | null>((a, b) => (a !== null && a.stat_date > b.stat_date ? a : b), null);
  return {
    day: record.ref_date,
    brand: owningBrand(source, 'account'),
    platform: 'wechat',
    post: record.msgid,
    creator: config.appId,
    kind: 'article',
    relation: 'own',
    title: record.title,
    views: newest?.int_page_read_count ?? null,
    viewers: newest?.int_page_read_user ?? null,
    shares: newest?.share_count ?? null,
    saves: newest?.add_to_fav_count ?? null,
    // Read the original: who goes on to the page that the article links to.
    clicks: newest?.ori_page_read_count ?? null,
  };
}

/** One call to come; and what the calls before it answered, by their name. */
interface Call extends DayRange {
  readonly api: string;
}
interface State {
  readonly left: readonly Call[];
  readonly told: Readonly<Record<string, readonly Json[]>>;
}

function callsOf(window: DayRange): Call[] {
  return DAY_CALLS.flatMap(([api, days]) => {
    const calls: Call[] = [];
    for (let from = window.from; from <= window.to; from = addDays(from, days)) {
      const last = addDays(from, days - 1);
      calls.push({ api, from, to: last < window.to ? last : window.to });
    }
    return calls;
  });
}

function callOf(base: string, state: State): HttpRequest {
  const { api, from, to } = state.left[0] as Call;
  return { ...ask(base, api, { from, to }), state: state as unknown as Json };
}

function ask(base: string, api: string, { from, to }: DayRange): HttpRequest {
  return { method: 'POST', url: `${base}/datacube/${api}`, body: { begin_date: from, end_date: to } };
}

/** Which calls are still to come after this page, and all that has been answered with it. */
function stateAfter(page: Page): State {
  const { left, told } = page.request.state as unknown as State;
  const [{ api }, ...rest] = left as [Call, ...Call[]];
  return { left: rest, told: { ...told, [api]: [...(told[api] ?? []), ...listIn(page)] } };
}

/** The days that have followers, each with its rows of the other calls. */
function daysIn({ getusercumulate = [], ...others }: State['told']): Json[] {
  const dated = (row: Json) => (row as { ref_date?: Json } | null)?.ref_date;
  return getusercumulate.map((followers) => ({
    ...(followers as object),
    getusersummary: (others.getusersummary ?? []).filter((row) => dated(row) === dated(followers)),
    getuserread: (others.getuserread ?? []).filter((row) => dated(row) === dated(followers)),
  }));
}

const ALL_SOURCES = 99999999;

/** The row over all sources where there is one, else the rows of the sources, which add up to it. */
function allSources<R extends { user_source?: number | undefined }>(rows: readonly R[]): readonly R[] {
  const whole = rows.filter((row) => row.user_source === ALL_SOURCES);
  return whole.length > 0 ? whole : rows;
}

function sumOf<R>(rows: readonly R[], value: (row: R) => bigint): bigint | null {
  return rows.length === 0 ? null : rows.reduce((sum, row) => sum + value(row), 0n);
}

function listIn(page: Page): Json[] {
  const parsed = z.looseObject({ list: z.array(z.unknown()) }).safeParse(page.json());
  if (!parsed.success) throw new Fatal(`wechat: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"list": [...]}`);
  return parsed.data.list as Json[];
}
