import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PostsTold, type PullContext, stream } from '../connector';
import { Retriable, Skippable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { countText } from '../record/count-text';
import { jsonOrNull } from '../record/json-or-null';
import { mentionRows } from '../record/mention-rows';
import { plainText } from '../record/plain-text';

const hashtag = z
  .string()
  .transform((tag) => tag.replace(/^#/, ''))
  .pipe(z.string().regex(/^[\p{L}\p{N}\p{M}_]+$/u, 'expected a hashtag'));

const config = z.object({
  /** The instance whose view of the tags is read. */
  baseUrl: baseUrl('https://mastodon.social'),
  hashtags: z.array(hashtag).min(1),
  pageSize: z.int().min(1).max(40).default(40),
});
type Config = z.infer<typeof config>;

const status = z.looseObject({
  id: z.string().regex(/^\d+$/, 'expected digits'),
  uri: z.string().min(1),
  url: z.string().nullish(),
  created_at: z.iso.datetime({ offset: true }),
  content: z.string(),
  spoiler_text: z.string().default(''),
  language: z.string().nullish(),
  account: z.looseObject({ acct: z.string() }),
  tags: z.array(z.looseObject({ name: z.string() })).default([]),
  reblog: z.unknown().optional(),
  replies_count: countText.default(0n),
  reblogs_count: countText.default(0n),
  favourites_count: countText.default(0n),
});

const cursorShape = z.object({ minId: z.string().regex(/^\d+$/) }).nullable();

/**
 * Public posts of a Mastodon instance under hashtags, each tag read forward from the last post seen, so that none is left out.
 * A reblog is not a mention of its own: it adds to the engagements (replies, reblogs, favourites) of the post it repeats.
 * Engagements are those at the time of reading. A post under two tags comes twice and is one mention, by its address.
 */
export default connector({
  name: 'mastodon',
  label: 'Mastodon',
  schedule: '*/15 * * * *',
  auth: { kind: 'header', header: 'authorization', secret: 'accessToken', prefix: 'Bearer ' },
  secrets: ['accessToken'],
  rateLimit: { requests: 300, perSeconds: 300 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'hashtags',
      into: Mention,
      lookbackDays: 0,
      lagDays: 0,
      parts: (settings: Config) => settings.hashtags,
      request: ({ config, part, cursor, window }: PullContext<Config>) =>
        after(
          `${config.baseUrl}/api/v1/timelines/tag/${encodeURIComponent(part)}?limit=${config.pageSize}`,
          cursorShape.parse(cursor)?.minId ?? firstIdOn(window.from),
        ),
      next: (page) => {
        const newest = newestId(page);
        return newest === null ? null : after(page.request.url, newest);
      },
      classify,
      waitMs: (page) => (page.headers['x-ratelimit-remaining'] === '0' ? untilReset(page) : 0),
      records: statusesIn,
      shape: status,
      posts: { platform: 'mastodon', tell: postsIn },
      map: (record, { source, brands }) => {
        if (record.reblog) return [];
        const publishedAt = new Date(record.created_at);
        const post = {
          day: dayIn(source.timeZone, publishedAt),
          post: record.uri,
          publishedAt,
          platform: 'mastodon',
          channel: 'social',
          language: record.language,
          author: record.account.acct,
          url: record.url ?? record.uri,
          text: [record.spoiler_text, plainText(record.content)].filter((part) => part !== '').join('\n'),
          engagements: record.replies_count + record.reblogs_count + record.favourites_count,
          readAlso: record.tags.map(({ name }) => `#${name}`).join(' '),
        };
        return mentionRows(post, brands);
      },
      cursor: (page, context) => {
        const newest = newestId(page);
        return newest === null ? context.cursor : { minId: newest };
      },
    }),
  ],
});

function after(url: string, minId: string): HttpRequest {
  const next = new URL(url);
  next.searchParams.set('min_id', minId);
  return { url: next.toString() };
}

/** Ids are snowflakes: milliseconds since 1970 above 16 bits of sequence, so the first id of a day is known without asking. */
function firstIdOn(day: string): string {
  return String(BigInt(Date.parse(`${day}T00:00:00Z`)) << 16n);
}

/** The id after which the next page begins, from the `prev` link (its host is not followed); null after the last page, which is empty. */
function newestId(page: Page): string | null {
  if (statusesIn(page).length === 0) return null;
  const link = /<([^>]+)>\s*;\s*rel="?prev"?/.exec(page.headers.link ?? '')?.[1];
  return link === undefined ? null : new URL(link, page.request.url).searchParams.get('min_id');
}

function statusesIn(page: Page): unknown[] {
  const statuses = page.json();
  if (!Array.isArray(statuses))
    throw new Retriable(`mastodon: ${page.request.url} answered ${page.text().slice(0, 80)}; expected a list of statuses`);
  return statuses;
}

const named = z.looseObject({ uri: z.string(), deleted: z.unknown().optional() });
const told = z.looseObject({ reblog: named.nullish().catch(null) });

/** A timeline leaves out what was deleted; a server that leaves a stub in its place marks it. A reblog holds the post that it repeats. */
function postsIn(record: unknown): PostsTold {
  const posts = [record, told.safeParse(record).data?.reblog].flatMap((post) => named.safeParse(post).data ?? []);
  const namesOf = (some: typeof posts) => some.map(({ uri }) => uri);
  return { holds: namesOf(posts.filter(({ deleted }) => !deleted)), gone: namesOf(posts.filter(({ deleted }) => deleted)) };
}

const failure = z.looseObject({ error: z.string() });
const WINDOW_MS = 300_000;

function classify(page: Page): void {
  const error = failure.safeParse(jsonOrNull(page)).data?.error ?? '';
  const told = `mastodon: ${page.status} at ${page.request.url}: ${error}`;
  if (page.status === 429) throw new Retriable(told, untilReset(page));
  if (page.status === 401) throw new Unauthorized(told);
  // The tag's timeline is closed to us, gone, or not served without a person behind the token; other tags may be open.
  if ([403, 404, 410, 422].includes(page.status)) throw new Skippable(told);
}

/** From the server's own clock to the end of its window; the whole window when it names no end. */
function untilReset(page: Page): number {
  const reset = Date.parse(page.headers['x-ratelimit-reset'] ?? '');
  const now = Date.parse(page.headers.date ?? '');
  if (Number.isNaN(reset)) return WINDOW_MS;
  return Math.max(0, reset - (Number.isNaN(now) ? Date.now() : now));
}
