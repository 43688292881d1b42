import { addDays, type Day } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { roll } from '../world/dice';
import type { Post } from '../world/posts';
import { int64 } from './int64';

const NAME = 'weibo';
const TOKEN = 'sandbox-weibo-token';
const DAY_MS = 86_400_000;
/** Verdane's own account, which people name when they want to be heard. */
const ACCOUNT = '青岚官方';

type Json = Record<string, unknown>;

/** Weibo's commercial API: the posts that name Verdane's account, and search. Only Chinese posts are on Weibo. */
const weibo: Platform = {
  name: NAME,
  paging: ['max_id', 'page'],
  answer: (call) => {
    if (call.query.get('access_token') !== TOKEN) return refusal(call, 21332, 'access_token is invalid!', 400);
    if (/^\/2\/statuses\/mentions(\/biz)?\.json$/.test(call.path)) return mentions(call);
    if (call.path === '/2/search/statuses/limited.json') return search(call);
    return refusal(call, 10020, 'Request Api not found!', 404);
  },
  throttled: (call) => refusal(call, 10023, 'User requests out of rate limit!', 403),
  failed: (call) => refusal(call, 10001, 'System error!', 503),
  expired: (call) => refusal(call, 21327, 'expired_token', 403),
};

function refusal(call: Call, error_code: number, error: string, status: number): Answer {
  return json({ request: call.path, error_code, error }, status);
}

const isChinese = (post: Post) => post.script !== 'en';
/** Every third post about Verdane names its account. */
const namesAccount = (post: Post) => post.brands.includes('verdane') && roll('weibo-at', post.id).chance(0.34);
/** Some posts are deleted by their authors after a day and a half; lists show a stub in their place. */
const isDeleted = (post: Post, now: number) => now - post.at > 1.5 * DAY_MS && roll('weibo-deleted', post.id).chance(0.015);

/** Newest first: those above `since_id`, and those up to `max_id` with that one too. */
function mentions(call: Call): Answer {
  const count = Math.min(200, Number(call.query.get('count') ?? 20));
  const since = BigInt(call.query.get('since_id') ?? 0);
  const max = BigInt(call.query.get('max_id') ?? 0) || 1n << 62n;
  const wanted = (post: Post) => isChinese(post) && namesAccount(post) && BigInt(post.id) > since && BigInt(post.id) <= max;
  const found: Post[] = [];
  for (
    let day = dayOf(max, call.today);
    day >= dayOf(since, call.world.firstDay(call.today)) && found.length < count;
    day = addDays(day, -1)
  )
    found.push(...postsOn(call, day).filter(wanted).reverse());
  return told(call, found.slice(0, count), found.length);
}

/** The day of an id's time, within what the platform knows. */
function dayOf(id: bigint, otherwise: Day): Day {
  const at = Number(id >> 16n);
  return at > 0 && at < Date.parse('2100-01-01') ? new Date(at).toISOString().slice(0, 10) : otherwise;
}

function postsOn(call: Call, day: Day): Post[] {
  return call.world.postsOn(day).filter((post) => post.at <= call.now);
}

function search(call: Call): Answer {
  const words = call.query.get('q') ?? '';
  const [from, to] = ['starttime', 'endtime'].map((name) => Number(call.query.get(name)) * 1000) as [number, number];
  const count = Math.min(50, Number(call.query.get('count') ?? 20));
  const place = Number(call.query.get('page') ?? 1);
  const found: Post[] = [];
  const first = [new Date(from).toISOString().slice(0, 10), call.world.firstDay(call.today)].sort()[1] as Day;
  for (let day = [new Date(to).toISOString().slice(0, 10), call.today].sort()[0] as Day; day >= first; day = addDays(day, -1)) {
    const wanted = (post: Post) => isChinese(post) && post.text.includes(words) && post.at >= from && post.at < to + 1000;
    found.push(...postsOn(call, day).filter(wanted).reverse());
  }
  return told(call, found.slice((place - 1) * count, place * count), found.length);
}

function told(call: Call, posts: readonly Post[], total: number): Answer {
  const written = posts.map((post) => (isDeleted(post, call.now) ? { id: int64(post.id), deleted: '1' } : status(post, call.now)));
  const statuses = call.page<Json>(written, (record) => ({ ...record, created_at: 'yesterday', text: null }));
  return json({ statuses, hasvisible: false, previous_cursor: 0, next_cursor: 0, total_number: total });
}

/** A post as Weibo writes it; likes gather over a week. */
function status(post: Post, now: number): Json {
  const likes = Math.floor(post.likes * Math.min(1, (now - post.at) / (7 * DAY_MS)));
  const number = Number(post.author.slice('user'.length));
  const of = post.kind === 'reblog' && post.of;
  return {
    created_at: written(post.at),
    id: int64(post.id),
    idstr: post.id,
    mid: post.id,
    text: of ? '转发微博' : `${post.text}${namesAccount(post) ? ` @${ACCOUNT}` : ''}`,
    source: '<a href="http://weibo.com" rel="nofollow">微博网页版</a>',
    favorited: false,
    truncated: false,
    geo: null,
    reposts_count: Math.floor(likes / 5),
    comments_count: Math.floor(likes / 3),
    attitudes_count: likes,
    annotations: [],
    ...(of ? { retweeted_status: status(of, now) } : {}),
    user: {
      id: int64(String(1_404_000_000 + number)),
      idstr: String(1_404_000_000 + number),
      screen_name: post.author,
      location: '上海',
      gender: number % 2 ? 'f' : 'm',
      followers_count: (number * 53) % 9000,
    },
  };
}

/** An instant as Weibo writes it, by Beijing's clock. */
function written(at: number): string {
  const [weekday, date, month, year, time] = new Date(at + 8 * 3_600_000).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${date} ${time} +0800 ${year}`;
}

/** Verdane's account; searched are its name and its rival's. */
export default mounted({
  sources: [
    {
      key: 'weibo-verdane',
      name: 'Weibo 青岚',
      connector: NAME,
      mount: `/${NAME}`,
      config: { keywords: ['青岚', '花序'] },
      secrets: { accessToken: TOKEN },
      timeZone: 'Asia/Shanghai',
    },
  ],
  open: () => weibo,
});
