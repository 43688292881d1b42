import { dayIn } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform, xml } from '../platform';
import { WORLD_BRANDS } from '../world/brands';
import { roll } from '../world/dice';
import { finder, postsAt } from '../world/outlets';
import type { Post } from '../world/posts';

const NAME = 'hacker-news';
const DAY_MS = 86_400_000;
/** Algolia pages no further than this. */
const REACHED = 1000;

/** Algolia's search of Hacker News by date: numeric filters on the second of creation, and no more than a thousand hits. */
const hackerNews: Platform = {
  name: NAME,
  paging: ['numericFilters'],
  answer: (call) => (call.path === '/api/v1/search_by_date' ? search(call) : refusal(404, 'Path not found')),
  throttled: () => refusal(429, 'Too many requests'),
  failed: () => refusal(503, 'Service unavailable'),
  expired: () => refusal(403, 'Invalid Application-ID or API key'),
};

function search(call: Call): Answer {
  const query = call.query.get('query') ?? '';
  const bounds = boundsOf(call.query.get('numericFilters') ?? '');
  if (!bounds) return refusal(400, 'invalid numeric attribute');
  const size = Math.max(1, Math.min(REACHED, Number(call.query.get('hitsPerPage') ?? 20)));
  const page = Number(call.query.get('page') ?? 0);
  const all = matching(call, query, bounds);
  const found = all.slice(0, REACHED).slice(page * size, (page + 1) * size);
  const hits = call.page(
    found.map((post) => (isDeleted(post, call.now) ? stub(post) : hit(post, call, query))),
    (each) => ({ ...each, created_at_i: 'yesterday' }),
  );
  const nbPages = Math.ceil(Math.min(REACHED, all.length) / size);
  const rest = { page, nbHits: all.length, nbPages, hitsPerPage: size, exhaustiveNbHits: true, processingTimeMS: 1, query };
  return json({ hits, ...rest, params: call.query.toString() });
}

/** The first and last second that the filters let through; null when one is not understood. */
function boundsOf(filters: string): { first: number; last: number } | null {
  const bounds = { first: 0, last: Number.MAX_SAFE_INTEGER };
  for (const filter of filters.split(',').filter((each) => each !== '')) {
    const [, sign, digits] = /^created_at_i(>=|>|<=|<)(\d+)$/.exec(filter) ?? [];
    if (sign === undefined) return null;
    const second = Number(digits);
    if (sign.startsWith('>')) bounds.first = Math.max(bounds.first, sign === '>' ? second + 1 : second);
    else bounds.last = Math.min(bounds.last, sign === '<' ? second - 1 : second);
  }
  return bounds;
}

function matching(call: Call, query: string, { first, last }: { first: number; last: number }): Post[] {
  const from = [call.world.firstDay(call.today), dayIn('UTC', new Date(first * 1000))].sort()[1] as string;
  const until = Math.min(call.now, last * 1000 + 999);
  const finds = finder(query);
  const all = [...postsAt(call.world, NAME, from, dayIn('UTC', new Date(until)))];
  return all.filter(({ at, text }) => at >= first * 1000 && at <= until && finds(text));
}

/** Of fifty items one is deleted on its second day. */
function isDeleted(post: Post, now: number): boolean {
  return now - post.at > DAY_MS && roll('hn-deleted', post.id).chance(0.02);
}

/** What is left of an item that was deleted. */
function stub(post: Post): Record<string, unknown> {
  const second = Math.floor(post.at / 1000);
  return { objectID: idAt(second), created_at_i: second, deleted: true, author: null, _tags: [] };
}

function idAt(second: number): string {
  return String(40_000_000 + (second % 10_000_000));
}

/** Every third item is a story of its own, the others are comments; points gather over two days. */
function hit(post: Post, call: Call, query: string): Record<string, unknown> {
  const second = Math.floor(post.at / 1000);
  const id = idAt(second);
  const isStory = BigInt(post.id) % 3n === 0n;
  const points = 1 + Math.floor(post.likes * Math.min(1, (call.now - post.at) / (2 * DAY_MS)));
  const title = `Ask HN: ${post.text.split(/[.!?]/)[0]}`;
  return {
    created_at: new Date(second * 1000).toISOString().replace('.000Z', 'Z'),
    created_at_i: second,
    title: isStory ? title : null,
    url: null,
    author: post.author,
    points: isStory ? points : null,
    story_text: isStory ? `<p>${xml(post.text)}</p>` : null,
    comment_text: isStory ? null : xml(post.text).replaceAll('/', '&#x2F;'),
    num_comments: isStory ? Math.floor(points / 3) : null,
    story_id: isStory ? Number(id) : 39_000_000,
    _tags: [isStory ? 'story' : 'comment', `author_${post.author}`, `story_${isStory ? id : 39_000_000}`],
    objectID: id,
    _highlightResult: { author: { value: post.author, matchLevel: 'none', matchedWords: [] }, query: { value: query } },
  };
}

function refusal(status: number, message: string): Answer {
  return json({ message, status }, status);
}

/** The English names of all brands. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'Hacker News',
      connector: NAME,
      mount: `/${NAME}`,
      config: { queries: WORLD_BRANDS.map(({ names }) => names.en) },
      secrets: {},
      timeZone: 'UTC',
    },
  ],
  open: () => hackerNews,
});
