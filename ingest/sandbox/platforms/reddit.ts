import { type Answer, bearerOf, type Call, json, mounted, type Platform } from '../platform';
import type { Tokens } from '../tokens';
import { WORLD_BRANDS } from '../world/brands';
import { roll } from '../world/dice';
import { finder, postsAt } from '../world/outlets';
import type { Post } from '../world/posts';

const NAME = 'reddit';
const CLIENT_ID = 'sandbox-reddit-app';
const CLIENT_SECRET = 'sandbox-reddit-secret';
const DAY_MS = 86_400_000;
/** A listing ends here, whatever there is beyond. */
const REACHED = 1000;
const SUBREDDITS = { lamp: 'homelighting', skin: 'SkincareTalk', tea: 'teadrinkers' };

/** Reddit: application tokens, and the search of posts as listings with `after`. One post in fifty is taken down on its third day. */
class Reddit implements Platform {
  readonly name = NAME;
  readonly paging = ['after'];

  constructor(private readonly tokens: Tokens) {}

  answer(call: Call): Answer {
    if (/^(node|undici)?$/.test(call.headers['user-agent'] ?? '')) return this.throttled(call, 60);
    if (call.path === '/api/v1/access_token') return this.grant(call);
    if (!this.tokens.accepts(NAME, bearerOf(call))) return this.expired();
    const [, where] = /^\/r\/([\w+]+)\/search\/?$/.exec(call.path) ?? [];
    return where === undefined ? refusal(404, 'Not Found') : search(call, where.split('+'));
  }

  throttled(_call: Call, seconds: number): Answer {
    return refusal(429, 'Too Many Requests', limits(0, seconds));
  }

  failed(): Answer {
    return refusal(503, 'Service Unavailable');
  }

  expired(): Answer {
    return refusal(401, 'Unauthorized');
  }

  private grant(call: Call): Answer {
    const expected = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`;
    if (call.headers.authorization !== expected) return refusal(401, 'Unauthorized');
    if (new URLSearchParams(call.body).get('grant_type') !== 'client_credentials') return json({ error: 'unsupported_grant_type' });
    return json({ access_token: this.tokens.issue(), token_type: 'bearer', expires_in: 86_400, scope: '*' });
  }
}

function search(call: Call, where: readonly string[]): Answer {
  const query = call.query.get('q') ?? '';
  const limit = Math.max(1, Math.min(100, Number(call.query.get('limit') ?? 25)));
  const found = [...matching(call, query, where, call.query.get('after')).take(limit + 1)];
  const shown = found.slice(0, limit);
  const children = call.page(
    shown.map((post) => ({ kind: 't3', data: link(post, call) })),
    ({ kind, data }) => ({ kind, data: { ...data, created_utc: 'yesterday' } }),
  );
  const last = found.length > limit ? shown.at(-1) : undefined;
  const data = { after: last ? fullname(last) : null, before: null, dist: children.length, modhash: '', geo_filter: '', children };
  return json({ kind: 'Listing', data }, 200, limits(997, 412));
}

/** What a search finds after a post, newest first. */
function* matching(call: Call, query: string, where: readonly string[], after: string | null): Generator<Post> {
  const everywhere = where.includes('all') || call.query.get('restrict_sr') !== 'true';
  const finds = finder(query);
  let count = 0;
  let isAfter = after === null;
  for (const post of postsAt(call.world, NAME, call.world.firstDay(call.today), call.today)) {
    if (post.at > call.now || !finds(post.text) || !(everywhere || where.includes(subredditOf(post)))) continue;
    if (++count > REACHED) return;
    if (isAfter) yield post;
    else isAfter = fullname(post) === after;
  }
}

/** A post as Reddit shows it; votes gather over three days. */
function link(post: Post, call: Call): Record<string, unknown> {
  const age = call.now - post.at;
  const id = fullname(post).slice(3);
  const subreddit = subredditOf(post);
  const [title = '', ...rest] = post.text.split(/(?<=[.!?。！？])\s*/);
  const gone = age > 2 * DAY_MS && roll('taken down', post.id).chance(0.02);
  const score = 1 + Math.floor(post.likes * Math.min(1, age / (3 * DAY_MS)));
  const edited = BigInt(post.id) % 9n === 0n && age > DAY_MS;
  return {
    id,
    name: `t3_${id}`,
    subreddit,
    subreddit_name_prefixed: `r/${subreddit}`,
    author: gone ? '[deleted]' : post.author,
    title,
    selftext: gone ? '[removed]' : rest.join(' '),
    created: post.at / 1000,
    created_utc: Math.floor(post.at / 1000),
    edited: edited ? Math.floor(post.at / 1000) + 3600 : false,
    score,
    ups: score,
    upvote_ratio: 0.9,
    num_comments: Math.floor(score / 3),
    permalink: `/r/${subreddit}/comments/${id}/post/`,
    url: `https://www.reddit.com/r/${subreddit}/comments/${id}/post/`,
    is_self: true,
    over_18: false,
    removed_by_category: gone ? 'deleted' : null,
  };
}

function fullname(post: Post): string {
  return `t3_${BigInt(post.id).toString(36)}`;
}

function subredditOf(post: Post): string {
  const brand = WORLD_BRANDS.find(({ key }) => key === post.brands[0]);
  return brand ? SUBREDDITS[brand.trade] : 'CasualTalk';
}

function refusal(error: number, message: string, headers: Record<string, string> = {}): Answer {
  return json({ message, error }, error, headers);
}

function limits(remaining: number, seconds: number): Record<string, string> {
  return {
    'x-ratelimit-remaining': remaining.toFixed(1),
    'x-ratelimit-used': String(1000 - remaining),
    'x-ratelimit-reset': String(seconds),
  };
}

const NAMES = [...new Set(WORLD_BRANDS.flatMap(({ names }) => Object.values(names)))];

/** The names of all brands, in one search. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'Reddit',
      connector: NAME,
      mount: `/${NAME}`,
      config: {
        userAgent: 'server:brandhub-sandbox:1.0 (by /u/brandhub)',
        queries: [NAMES.map((name) => `"${name}"`).join(' OR ')],
      },
      secrets: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
      timeZone: 'UTC',
    },
  ],
  open: (tokens) => new Reddit(tokens),
});
