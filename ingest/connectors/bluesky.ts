import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { connector, type HttpRequest, type Page, type PostsTold, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable, Unauthorized } from '../errors';
import { baseUrl } from '../record/base-url';
import { blueskyNames, blueskyPost, blueskyRecord } from '../record/bluesky-post';
import { countText } from '../record/count-text';
import { jsonOrNull } from '../record/json-or-null';
import { mentionRows } from '../record/mention-rows';
import { withHeaders } from '../record/signed-request';
import { windowInstants } from '../record/window-instants';

const config = z.object({
  /** The server of the account that searches; it hands the search on to the network's. */
  baseUrl: baseUrl('https://bsky.social'),
  /** The handle or DID of that account. */
  identifier: z.string().min(1),
  /** What is searched for, one after the other: a word, or a phrase in quotes. */
  queries: z.array(z.string().trim().min(1)).min(1),
  pageSize: z.int().min(1).max(100).default(100),
});
type Config = z.infer<typeof config>;

const postView = z.looseObject({
  uri: z.string().startsWith('at://'),
  author: z.looseObject({ handle: z.string() }),
  record: blueskyRecord,
  indexedAt: z.iso.datetime({ offset: true }),
  likeCount: countText.default(0n),
  repostCount: countText.default(0n),
  replyCount: countText.default(0n),
  quoteCount: countText.default(0n),
});

/**
 * Bluesky posts that a search finds, newest first, day window by day window. The account signs in with an app password, which can do nothing but
 * what the account allows it. A post is one mention by its at:// address, however many queries find it; its engagements (likes, reposts, replies,
 * quotes) are those at the time of reading and are read again for a week. For every post of the network as it is written see `bluesky-jetstream`.
 */
export default connector({
  name: 'bluesky',
  label: 'Bluesky search',
  schedule: '*/20 * * * *',
  auth: {
    kind: 'session',
    grant: (secret, { baseUrl, identifier }) => ({
      method: 'POST',
      url: `${baseUrl}/xrpc/com.atproto.server.createSession`,
      body: { identifier: String(identifier), password: secret('appPassword') },
    }),
    granted: (page) => ({ token: z.object({ accessJwt: z.string() }).safeParse(page.json()).data?.accessJwt ?? '' }),
    place: (request, token) => withHeaders(request, { authorization: `Bearer ${token}` }),
  },
  secrets: ['appPassword'],
  rateLimit: { requests: 3000, perSeconds: 300 },
  historyDays: 365,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'posts',
      into: Mention,
      lookbackDays: 7,
      lagDays: 0,
      parts: (settings: Config) => settings.queries,
      request: (context: PullContext<Config>): HttpRequest => {
        const { from, until } = windowInstants(context);
        const url = new URL(`${context.config.baseUrl}/xrpc/app.bsky.feed.searchPosts`);
        url.searchParams.set('q', context.part);
        url.searchParams.set('sort', 'latest');
        url.searchParams.set('since', from.toISOString());
        url.searchParams.set('until', until.toISOString());
        url.searchParams.set('limit', String(context.config.pageSize));
        return { url: url.toString() };
      },
      next: (page) => {
        const { posts, cursor } = found(page);
        if (!cursor || posts.length === 0) return null;
        const url = new URL(page.request.url);
        url.searchParams.set('cursor', cursor);
        return { url: url.toString() };
      },
      classify,
      waitMs: (page) => (page.headers['ratelimit-remaining'] === '0' ? untilReset(page) : 0),
      records: (page) => found(page).posts,
      shape: postView,
      posts: { platform: 'bluesky', tell: postsIn },
      map: (record, { source, brands }) => {
        const post = blueskyPost({
          ...record,
          author: record.author.handle,
          seenAt: new Date(record.indexedAt),
          timeZone: source.timeZone,
        });
        const engagements = record.likeCount + record.repostCount + record.replyCount + record.quoteCount;
        return mentionRows({ ...post, engagements }, brands);
      },
    }),
  ],
});

function found(page: Page) {
  const parsed = z.looseObject({ posts: z.array(z.unknown()), cursor: z.string().nullish() }).safeParse(page.json());
  if (!parsed.success) throw new Retriable(`bluesky: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"posts": […]}`);
  return parsed.data;
}

const named = z.looseObject({ uri: z.string() });
const told = named.extend({
  embed: z
    .looseObject({ record: z.union([named, z.looseObject({ record: named }).transform(({ record }) => record)]) })
    .nullish()
    .catch(null),
});

/** A search leaves out what was deleted: `bluesky-jetstream` tells of it. A post may quote another, with its words. */
function postsIn(record: unknown): PostsTold {
  const { data } = told.safeParse(record);
  const quoted = data?.embed?.record.uri;
  return { holds: [data?.uri, quoted].flatMap((uri) => (uri === undefined ? [] : blueskyNames(uri))), gone: [] };
}

const failure = z.looseObject({ error: z.string(), message: z.string().default('') });
const REFUSED = new Set(['ExpiredToken', 'InvalidToken', 'AuthMissing', 'AuthenticationRequired']);
const BUSY = new Set(['UpstreamFailure', 'UpstreamTimeout', 'NotEnoughResources', 'InternalServerError']);

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  const { error, message } = parsed.data ?? { error: '', message: '' };
  const told = `bluesky: ${page.status} ${error} at ${page.request.url}: ${message}`;
  if (page.status === 429 || error === 'RateLimitExceeded') throw new Retriable(told, untilReset(page));
  if (REFUSED.has(error) || page.status === 401) throw new Unauthorized(told);
  if (BUSY.has(error) || page.status >= 500) throw new Retriable(told);
  // The query is not understood; the others may be.
  if (error === 'BadQueryString' || error === 'InvalidRequest') throw new Skippable(told);
  if (parsed.success) throw new Fatal(told);
}

const WINDOW_MS = 300_000;

/** From the server's own clock to the end of its window; the whole window when it names no end. */
function untilReset(page: Page): number {
  const reset = Number(page.headers['ratelimit-reset'] ?? Number.NaN) * 1000;
  const now = Date.parse(page.headers.date ?? '');
  return Number.isNaN(reset) || Number.isNaN(now) ? WINDOW_MS : Math.max(0, reset - now);
}
