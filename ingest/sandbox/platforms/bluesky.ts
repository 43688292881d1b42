import { dayIn } from '../../../src/lib/day';
import { type Answer, bearerOf, type Call, json, mounted, objectOf, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { WORLD_BRANDS } from '../world/brands';
import { finder, postsAt } from '../world/outlets';
import type { Post } from '../world/posts';
import { cidOf, didOf, recordOf, tidOf } from './atproto';

const NAME = 'bluesky';
const IDENTIFIER = 'brandwatch.bsky.example';
const APP_PASSWORD = 'sandbox-app-password';
const DAY_MS = 86_400_000;
const RATE_LIMIT = 3000;

/** An account's server on the AT protocol: signing in with an app password, and the network's search of posts. */
class Bluesky implements Platform {
  readonly name = NAME;
  readonly paging = ['cursor'];

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    if (call.path === '/xrpc/com.atproto.server.createSession') return this.signIn(call);
    const token = bearerOf(call);
    if (token === '') return refusal(401, 'AuthMissing', 'Authentication Required');
    if (!this.tokens.accepts(NAME, token)) return this.expired();
    if (call.path !== '/xrpc/app.bsky.feed.searchPosts') return refusal(501, 'MethodNotImplemented', 'Method Not Implemented');
    return search(call);
  }

  throttled(_call: Call, seconds: number): Answer {
    return refusal(429, 'RateLimitExceeded', 'Rate Limit Exceeded', limits(0, seconds));
  }

  failed(): Answer {
    return refusal(502, 'UpstreamFailure', 'pipethrough network error');
  }

  expired(): Answer {
    return refusal(400, 'ExpiredToken', 'Token has expired');
  }

  private signIn(call: Call): Answer {
    const { identifier, password } = objectOf(call);
    if (identifier !== IDENTIFIER || password !== APP_PASSWORD)
      return refusal(401, 'AuthenticationRequired', 'Invalid identifier or password');
    return json({
      did: didOf(IDENTIFIER),
      handle: IDENTIFIER,
      accessJwt: this.tokens.issue(),
      refreshJwt: this.tokens.issue(),
      active: true,
    });
  }
}

function search(call: Call): Answer {
  const query = call.query.get('q') ?? '';
  if (query.trim() === '') return refusal(400, 'InvalidRequest', 'Error: Params must have the property "q"');
  const limit = Number(call.query.get('limit') ?? 25);
  if (!(limit >= 1 && limit <= 100)) return refusal(400, 'InvalidRequest', 'Error: limit can not be greater than 100');
  const since = Date.parse(call.query.get('since') ?? `${call.world.firstDay(call.today)}T00:00:00Z`);
  const until = Math.min(call.now, Date.parse(call.query.get('until') ?? '9999-12-31') - 1);
  if (Number.isNaN(since) || Number.isNaN(until)) return refusal(400, 'BadQueryString', 'unable to parse datetime');
  const found = matching(call, query, since, until);
  const start = Number(call.query.get('cursor') ?? 0);
  const posts = call.page(
    found.slice(start, start + limit).map((post) => view(post, call)),
    (post) => ({ ...post, uri: '', indexedAt: 'yesterday' }),
  );
  const more = start + limit < found.length ? { cursor: String(start + limit) } : {};
  return json({ posts, hitsTotal: found.length, ...more }, 200, limits(RATE_LIMIT - 1, 300));
}

/** The posts that a search finds, newest first. */
function matching(call: Call, query: string, since: number, until: number): Post[] {
  const first = [call.world.firstDay(call.today), dayIn('UTC', new Date(since))].sort()[1] as string;
  const last = dayIn('UTC', new Date(until));
  const finds = finder(query);
  return [...postsAt(call.world, NAME, first, last)].filter(({ at, text }) => at >= since && at <= until && finds(text));
}

/** A post as the network shows it; likes gather over a week. */
function view(post: Post, call: Call): Record<string, unknown> {
  const did = didOf(post.author);
  const likes = Math.floor(post.likes * Math.min(1, (call.now - post.at) / (7 * DAY_MS)));
  return {
    uri: `at://${did}/app.bsky.feed.post/${tidOf(post)}`,
    cid: cidOf(post.id),
    author: { did, handle: `${post.author}.bsky.example`, displayName: post.author, labels: [], createdAt: '2023-11-01T00:00:00.000Z' },
    record: recordOf(post),
    bookmarkCount: 0,
    replyCount: Math.floor(likes / 6),
    repostCount: Math.floor(likes / 4),
    likeCount: likes,
    quoteCount: Math.floor(likes / 9),
    indexedAt: new Date(post.at + 250).toISOString(),
    labels: [],
  };
}

function refusal(status: number, error: string, message: string, headers: Record<string, string> = {}): Answer {
  return json({ error, message }, status, headers);
}

function limits(remaining: number, seconds: number): Record<string, string> {
  return {
    'ratelimit-limit': String(RATE_LIMIT),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(Date.now() / 1000) + seconds),
    'ratelimit-policy': `${RATE_LIMIT};w=300`,
  };
}

/** The names of all brands, in both scripts. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'Bluesky search',
      connector: NAME,
      mount: `/${NAME}`,
      config: { identifier: IDENTIFIER, queries: [...new Set(WORLD_BRANDS.flatMap(({ names }) => Object.values(names)))] },
      secrets: { appPassword: APP_PASSWORD },
      timeZone: 'UTC',
    },
  ],
  open: (tokens) => new Bluesky(tokens),
});
