import { addDays, fromEpoch } from '../../../src/lib/day';
import { type Answer, bearerOf, type Call, json, mounted, type Platform, xml } from '../platform';
import { SECRETS } from '../secrets';
import { WORLD_BRANDS } from '../world/brands';
import type { Post } from '../world/posts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 300_000;
/** Requests in five minutes; a large instance's setting, so that two years can be read in one go. */
const RATE_LIMIT = 7500;

type Json = Record<string, unknown>;

/** A Mastodon instance: tag and public timelines with `min_id`, `since_id` and `max_id`, and full-text search of statuses. */
class Mastodon implements Platform {
  readonly name = 'mastodon';
  readonly paging = ['max_id', 'min_id', 'since_id'];
  private windowEnd = 0;
  private used = 0;

  answer(call: Call): Answer {
    if (bearerOf(call) !== SECRETS.mastodonToken) return this.expired(call);
    if (this.remaining() <= 0) return this.throttled(call, 1);
    this.used++;
    const [, tag] = /^\/api\/v1\/timelines\/tag\/([^/]+)$/.exec(call.path) ?? [];
    if (tag !== undefined) {
      const tags = [decodeURIComponent(tag), ...call.query.getAll('any[]')].map((name) => name.toLowerCase());
      return this.timeline(call, (post) => post.tags.some((name) => tags.includes(name)));
    }
    if (call.path === '/api/v1/timelines/public') return this.timeline(call, () => true);
    if (call.path === '/api/v2/search') return this.search(call);
    return json({ error: 'Record not found' }, 404, this.rate());
  }

  throttled(_call: Call, seconds: number): Answer {
    const reset = new Date(Date.now() + seconds * 1000).toISOString().replace('Z', '000Z');
    return json({ error: 'Too many requests' }, 429, { ...this.rate(), 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset });
  }

  failed(): Answer {
    return json({ error: 'Something went wrong on our end' }, 500, this.rate());
  }

  expired(_call: Call): Answer {
    return json({ error: 'The access token is invalid' }, 401, this.rate());
  }

  private timeline(call: Call, wanted: (post: Post) => boolean): Answer {
    const found = slice(call, wanted);
    const statuses = call.page(
      found.map((post) => status(post, call)),
      (record) => ({ ...record, id: 'x', created_at: 'yesterday' }),
    );
    const headers: Record<string, string> = statuses.length === 0 ? {} : { link: links(call, found) };
    return json(statuses, 200, { ...headers, ...this.rate() });
  }

  private search(call: Call): Answer {
    const words = (call.query.get('q') ?? '').toLowerCase();
    const typed = [null, 'statuses'].includes(call.query.get('type'));
    const found = typed && words !== '' ? slice(call, (post) => post.text.toLowerCase().includes(words)) : [];
    const statuses = call.page(
      found.map((post) => status(post, call)),
      (record) => ({ ...record, id: 'x', created_at: 'yesterday' }),
    );
    return json({ accounts: [], statuses, hashtags: [] }, 200, this.rate());
  }

  private remaining(): number {
    if (Date.now() >= this.windowEnd) {
      this.windowEnd = Date.now() + WINDOW_MS;
      this.used = 0;
    }
    return RATE_LIMIT - this.used;
  }

  private rate(): Record<string, string> {
    const reset = new Date(this.windowEnd).toISOString().replace('Z', '000Z');
    return {
      'x-ratelimit-limit': String(RATE_LIMIT),
      'x-ratelimit-remaining': String(Math.max(0, this.remaining())),
      'x-ratelimit-reset': reset,
    };
  }
}

/** One page, newest first: with `min_id` the statuses right after it, otherwise the newest below `max_id` and above `since_id`. */
function slice(call: Call, wanted: (post: Post) => boolean): Post[] {
  const asked = Number(call.query.get('limit') ?? 20);
  const limit = Math.max(1, Math.min(40, Number.isFinite(asked) ? asked : 20));
  const minId = idOf(call, 'min_id');
  const above = minId ?? idOf(call, 'since_id') ?? 0n;
  const below = idOf(call, 'max_id') ?? 1n << 62n;
  const passes = (post: Post) => BigInt(post.id) > above && BigInt(post.id) < below && post.at <= call.now && wanted(post);
  const first = [call.world.firstDay(call.today), dayOf(above)].sort()[1] as string;
  const last = [call.today, dayOf(below)].sort()[0] as string;
  const found: Post[] = [];
  if (minId !== null) {
    for (let day = first; day <= last && found.length < limit; day = addDays(day, 1)) found.push(...call.world.postsOn(day).filter(passes));
    return found.slice(0, limit).reverse();
  }
  for (let day = last; day >= first && found.length < limit; day = addDays(day, -1))
    found.push(...call.world.postsOn(day).filter(passes).reverse());
  return found.slice(0, limit);
}

function idOf(call: Call, name: string): bigint | null {
  const text = call.query.get(name) ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : null;
}

/** The UTC day that a snowflake id was made on; the far ends of time for ids out of range. */
function dayOf(id: bigint): string {
  const epoch = Number((id >> 16n) / BigInt(DAY_MS));
  return epoch > 40_000 ? '9999-12-31' : fromEpoch(epoch);
}

function links(call: Call, found: readonly Post[]): string {
  const at = (name: string, post: Post | undefined) => {
    const query = new URLSearchParams([...call.query].filter(([key]) => !['min_id', 'max_id', 'since_id'].includes(key)));
    query.set(name, post?.id ?? '');
    return `<${call.base}${call.path}?${query}>`;
  };
  return `${at('max_id', found.at(-1))}; rel="next", ${at('min_id', found[0])}; rel="prev"`;
}

/** A status as the instance writes it; likes gather over a week. */
function status(post: Post, call: Call): Json {
  const share = Math.min(1, (call.now - post.at) / (7 * DAY_MS));
  const likes = Math.floor(post.likes * share);
  const url = `${call.base}/@${post.author}/${post.id}`;
  return {
    id: post.id,
    created_at: new Date(post.at).toISOString(),
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: post.language,
    uri: `${call.base}/users/${post.author}/statuses/${post.id}`,
    url: post.kind === 'reblog' ? null : url,
    replies_count: Math.floor(likes / 6),
    reblogs_count: Math.floor(likes / 4),
    favourites_count: likes,
    edited_at: null,
    content: post.kind === 'reblog' ? '' : html(post.text, call.base),
    reblog: post.kind === 'reblog' && post.of ? status(post.of, call) : null,
    account: account(post, call),
    media_attachments: [],
    mentions: [],
    tags: post.tags.map((name) => ({ name, url: `${call.base}/tags/${encodeURIComponent(name)}` })),
    emojis: [],
    card: null,
    poll: null,
  };
}

function account(post: Post, call: Call): Json {
  const number = Number(post.author.slice('user'.length));
  return {
    id: String(109_000_000_000_000_000n + BigInt(number)),
    username: post.author,
    acct: post.author,
    display_name: post.author,
    locked: false,
    bot: number % 97 === 0,
    created_at: '2022-11-01T00:00:00.000Z',
    url: `${call.base}/@${post.author}`,
    followers_count: (number * 37) % 5000,
    following_count: (number * 13) % 700,
    statuses_count: number * 3,
  };
}

function html(text: string, base: string): string {
  const linked = xml(text).replace(
    /(^|\s)#([\p{L}\p{N}_]+)/gu,
    (_, space: string, tag: string) =>
      `${space}<a href="${base}/tags/${encodeURIComponent(tag)}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`,
  );
  const urls = linked.replace(/(^|\s)(https:\/\/\S+)/g, '$1<a href="$2" target="_blank" rel="nofollow noopener">$2</a>');
  return `<p>${urls}</p>`;
}

/** All brands' hashtags. */
export default mounted({
  sources: [
    {
      key: 'mastodon',
      name: 'Mastodon hashtags',
      connector: 'mastodon',
      mount: '/mastodon',
      config: { hashtags: [...new Set(WORLD_BRANDS.flatMap((brand) => brand.hashtags))] },
      secrets: { accessToken: SECRETS.mastodonToken },
      timeZone: 'UTC',
    },
  ],
  open: () => new Mastodon(),
});
