import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { addDays, dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PostsTold, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { startOfBeijingDay } from '../record/beijing-time';
import { countText } from '../record/count-text';
import { idText } from '../record/id-text';
import { jsonOrNull } from '../record/json-or-null';
import { mentionRows } from '../record/mention-rows';
import { weiboTime } from '../record/weibo-time';

const config = z.object({
  /** The commercial API; the open one is at https://api.weibo.com. */
  baseUrl: baseUrl('https://c.api.weibo.com'),
  /** Where the posts that name the authorised account are told: of the commercial API, or `statuses/mentions` of the open one. */
  mentionsPath: z.enum(['statuses/mentions/biz', 'statuses/mentions']).default('statuses/mentions/biz'),
  /** What is searched for, one search each; none leaves the search out. */
  keywords: z.array(z.string().min(1)).default([]),
  pageSize: z.int().min(1).max(200).default(200),
  searchPageSize: z.int().min(1).max(50).default(50),
});
type Config = z.infer<typeof config>;

const status = z.looseObject({
  id: idText,
  idstr: idText.optional(),
  created_at: weiboTime,
  text: z.string(),
  user: z.looseObject({ screen_name: z.string() }),
  retweeted_status: z.looseObject({ text: z.string().default('') }).nullish(),
  reposts_count: countText.default(0n),
  comments_count: countText.default(0n),
  attitudes_count: countText.default(0n),
});

type Status = z.infer<typeof status>;

const shared = {
  into: Mention,
  lagDays: 0,
  classify,
  shape: status,
  map: mentionsIn,
  posts: { platform: 'weibo', tell: postsIn },
};

/**
 * Weibo posts that name the authorised account, read back from the newest to the last one seen, and posts found by keyword. Both are mentions
 * of the brands that they name, so a post found twice is one mention. A repost without words of its own is an engagement, not a mention; of one
 * with a comment only the comment speaks, while the brand may stand in what it comments on. Engagements are those at the time of reading.
 */
export default connector({
  name: 'weibo',
  label: 'Weibo',
  schedule: '*/30 * * * *',
  auth: { kind: 'query', parameter: 'access_token', secret: 'accessToken' },
  secrets: ['accessToken'],
  rateLimit: { requests: 10, perSeconds: 1 },
  historyDays: 365,
  timeZone: 'Asia/Shanghai',
  config,
  streams: [
    stream({
      ...shared,
      name: 'mentions',
      lookbackDays: 0,
      request: ({ config, cursor }: PullContext<Config>) => {
        const query = new URLSearchParams({ since_id: cursorShape.parse(cursor)?.sinceId ?? '0', count: String(config.pageSize) });
        return { url: `${config.baseUrl}/2/${config.mentionsPath}.json?${query}` };
      },
      next: olderMentions,
      records: newIn,
      // The newest post of all is where the next pull ends, but only once everything older has been read.
      cursor: (page, context) => {
        const newest = newestOf(page);
        return newest === null || olderMentions(page, context) !== null ? context.cursor : { sinceId: newest };
      },
    }),
    stream({
      ...shared,
      name: 'search',
      lookbackDays: 2,
      windowDays: 30,
      parts: (settings: Config) => settings.keywords,
      request: ({ config, part, window }: PullContext<Config>) => {
        const query = new URLSearchParams({
          q: part,
          sort: 'time',
          starttime: String(startOfBeijingDay(window.from) / 1000),
          endtime: String(startOfBeijingDay(addDays(window.to, 1)) / 1000 - 1),
          count: String(config.searchPageSize),
          page: '1',
        });
        return { url: `${config.baseUrl}/2/search/statuses/limited.json?${query}` };
      },
      next: (page, { config }) => {
        const url = new URL(page.request.url);
        const place = Number(url.searchParams.get('page'));
        const { statuses, total_number: total } = envelope(page);
        if (statuses.length === 0 || place * config.searchPageSize >= total) return null;
        url.searchParams.set('page', String(place + 1));
        return { url: url.toString() };
      },
      records: (page) => envelope(page).statuses,
    }),
  ],
});

const cursorShape = z.object({ sinceId: z.string().regex(/^\d+$/) }).nullable();

function mentionsIn(record: Status, { source, brands }: PullContext<Config>): Mention[] {
  const own = record.retweeted_status ? ownWords(record.text) : record.text;
  if (own === '') return [];
  const id = record.idstr ?? record.id;
  return mentionRows(
    {
      day: dayIn(source.timeZone, record.created_at),
      post: id,
      publishedAt: record.created_at,
      platform: 'weibo',
      kind: 'post',
      channel: 'social',
      author: record.user.screen_name,
      url: `https://m.weibo.cn/detail/${id}`,
      text: own,
      engagements: record.reposts_count + record.comments_count + record.attitudes_count,
      readAlso: record.retweeted_status?.text ?? '',
    },
    brands,
  );
}

/** What a repost adds itself: its text up to the chain of those before it, nothing when that is only Weibo's own word for a repost. */
function ownWords(text: string): string {
  const own = text.replace(/\/\/@.*$/s, '').trim();
  return /^(转发微博|轉發微博|Repost)\.?$/i.test(own) ? '' : own;
}

const named = z.looseObject({ id: idText, idstr: idText.optional(), deleted: z.unknown().optional() });
const told = z.looseObject({ retweeted_status: named.nullish().catch(null) });

/** A post that was deleted leaves a stub in its place, `{"id": …, "deleted": "1"}`, and in what repeated it. */
function postsIn(record: unknown): PostsTold {
  const posts = [record, told.safeParse(record).data?.retweeted_status].flatMap((post) => named.safeParse(post).data ?? []);
  const namesOf = (some: typeof posts) => some.map(({ id, idstr }) => idstr ?? id);
  return { holds: namesOf(posts.filter(({ deleted }) => !deleted)), gone: namesOf(posts.filter(({ deleted }) => deleted)) };
}

const listed = z.looseObject({ id: idText, idstr: idText.optional(), created_at: z.unknown().optional() });

function envelope(page: Page) {
  const parsed = z.looseObject({ statuses: z.array(z.unknown()), total_number: z.number().default(0) }).safeParse(page.json());
  if (!parsed.success) throw new Fatal(`weibo: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"statuses": [...]}`);
  return parsed.data;
}

/** The statuses of a page of mentions without the one that the page before ended with: `max_id` lets the status with that id through again. */
function newIn(page: Page): unknown[] {
  const before = new URL(page.request.url).searchParams.get('max_id');
  return envelope(page).statuses.filter((each) => before === null || idOf(each) !== before);
}

function idOf(each: unknown): string | null {
  const { data } = listed.safeParse(each);
  return data === undefined ? null : (data.idstr ?? data.id);
}

/** The newest id that this reading has seen, noted on its first page and carried along. */
function newestOf(page: Page): string | null {
  if (typeof page.request.state === 'string') return page.request.state;
  return idsIn(page).reduce<string | null>((a, b) => (a === null || BigInt(b) > BigInt(a) ? b : a), null);
}

function idsIn(page: Page): string[] {
  return newIn(page).flatMap((each) => {
    const id = idOf(each);
    return id !== null && /^\d+$/.test(id) ? [id] : [];
  });
}

/** The page with what is older than this one; null when it brought nothing new, or reaches back before the window. */
function olderMentions(page: Page, { source, window }: PullContext<Config>): HttpRequest | null {
  const ids = idsIn(page);
  if (ids.length === 0) return null;
  const isBefore = newIn(page).some((each) => {
    const { data } = weiboTime.safeParse(listed.safeParse(each).data?.created_at);
    return data !== undefined && dayIn(source.timeZone, data) < window.from;
  });
  const oldest = ids.reduce((a, b) => (BigInt(b) < BigInt(a) ? b : a));
  const url = new URL(page.request.url);
  url.searchParams.set('max_id', oldest);
  return isBefore && url.searchParams.get('since_id') === '0' ? null : { url: url.toString(), state: newestOf(page) };
}

const failure = z.looseObject({ error_code: z.int(), error: z.string().default('') });
/** The token is expired, revoked, wrong, or none was sent. */
const TOKEN = new Set([21301, 21314, 21315, 21316, 21317, 21319, 21327, 21332]);
/** Limits by address, by user and by method, all by the hour. */
const LIMITED = new Set([10022, 10023, 10024]);
const BUSY = new Set([10001, 10002, 10003, 10009, 10010, 10011]);
const LIMIT_MS = 5 * 60_000;

function classify(page: Page): void {
  const { data } = failure.safeParse(jsonOrNull(page));
  if (data === undefined) return;
  const told = `weibo: error ${data.error_code}: ${data.error}`;
  if (LIMITED.has(data.error_code)) throw new Retriable(told, LIMIT_MS);
  if (TOKEN.has(data.error_code)) throw new Unauthorized(told);
  if (BUSY.has(data.error_code)) throw new Retriable(told);
  // No right to this method, or the post that was asked for is gone.
  if ([10005, 10014, 20101].includes(data.error_code)) throw new Skippable(told);
  throw new Fatal(told);
}
