import { addDays, type Day } from '../../../src/lib/day';
import type { World } from '../world';
import { roll } from './dice';
import type { Post } from './posts';

/** The places where a post can be found beside Mastodon, which has every post. */
export type Outlet = 'bluesky' | 'bluesky-jetstream' | 'hacker-news' | 'reddit' | 'youtube';

/** How many of a thousand posts each place has: of about ten a day one, or of seventy two. Hacker News has English ones only. */
const SHARES: readonly (readonly [Outlet, number])[] = [
  ['bluesky', 100],
  ['bluesky-jetstream', 200],
  ['reddit', 100],
  ['youtube', 30],
  ['hacker-news', 30],
];

/** The posts that one place has, of an inclusive range of UTC days, newest first: what an author said once is said in one place only. */
export function* postsAt(world: World, outlet: Outlet, from: Day, to: Day): Generator<Post> {
  for (let day = to; day >= from; day = addDays(day, -1))
    for (const post of world.postsOn(day).toReversed()) if (outletOf(post) === outlet) yield post;
}

/** Tells whether a search finds a text: one of its alternatives (parted by OR or |), all of whose words or quoted phrases stand in it. */
export function finder(query: string): (text: string) => boolean {
  const alternatives = query
    .toLowerCase()
    .split(/\s+or\s+|\|/)
    .map((each) => (each.match(/"[^"]+"|[^\s"()]+/g) ?? []).map((word) => word.replaceAll('"', '')))
    .filter((words) => words.length > 0);
  return (text) => {
    const folded = text.toLowerCase();
    return alternatives.some((words) => words.every((word) => folded.includes(word)));
  };
}

const known = new WeakMap<Post, Outlet | null>();

function outletOf(post: Post): Outlet | null {
  const found = known.get(post);
  if (found !== undefined) return found;
  const rolled = rolledOutlet(post);
  known.set(post, rolled);
  return rolled;
}

function rolledOutlet(post: Post): Outlet | null {
  if (post.kind === 'reblog') return null;
  let rest = roll('outlet', post.id).int(0, 999);
  for (const [outlet, share] of SHARES) {
    rest -= share;
    if (rest < 0) return outlet === 'hacker-news' && post.script !== 'en' ? null : outlet;
  }
  return null;
}
