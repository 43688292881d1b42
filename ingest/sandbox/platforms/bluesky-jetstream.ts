import { addDays, type Day, dayIn, daysOf } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { roll } from '../world/dice';
import { postsAt } from '../world/outlets';
import type { Post } from '../world/posts';
import { cidOf, didOf, recordOf, tidOf } from './atproto';

const NAME = 'bluesky-jetstream';
const COLLECTION = 'app.bsky.feed.post';
const HOUR_MS = 3_600_000;
/** So far back events can be played again. */
const KEPT_DAYS = 2;

interface Happening {
  readonly at: number;
  readonly tell: () => Record<string, unknown>;
}

/**
 * Jetstream: a websocket that plays events back from a cursor and then waits for more. Of thirty posts one is deleted within five hours, one is
 * rewritten within the hour; once an hour an account changes its name, and of each day's authors one deletes their account the day after, which every
 * listener is told.
 */
const jetstream: Platform = {
  name: NAME,
  answer: () => json({ error: 'expected a websocket' }, 426, { upgrade: 'websocket' }),
  messages: (call) => (call.path === '/subscribe' ? played(call) : json({ error: 'Not Found' }, 404)),
  throttled: () => json({ error: 'too many connections' }, 429),
  failed: () => json({ error: 'internal error' }, 500),
  expired: () => json({ error: 'no token is needed' }, 401),
};

function played(call: Call): readonly string[] | Answer {
  const wanted = call.query.getAll('wantedCollections');
  const bad = wanted.find((each) => !/^[\w-]+(\.[\w-]+)+(\.\*)?$/.test(each));
  if (bad !== undefined) return json({ error: `invalid collection: ${bad}` }, 400);
  const cursor = call.query.get('cursor') ?? '';
  if (!/^\d*$/.test(cursor)) return json({ error: `invalid cursor: ${cursor}` }, 400);
  // Without a cursor, or with one from the future, only what happens from now on is told.
  const from = cursor === '' ? Number.POSITIVE_INFINITY : Number(cursor) / 1000;
  const first = addDays(call.today, 1 - KEPT_DAYS);
  const past = [...daysOf({ from: addDays(first, -1), to: call.today })].flatMap((day) => [
    ...(wanted.length === 0 || wanted.includes(COLLECTION) ? writings(call, day) : []),
    ...renamings(day),
    ...leaving(call, addDays(day, -1)),
  ]);
  const start = Math.max(from, Date.parse(`${first}T00:00:00Z`));
  const due = past.filter(({ at }) => at >= start && at <= call.now).sort((a, b) => a.at - b.at);
  const spoil = (event: Record<string, unknown>) => ({ ...event, time_us: 'now', commit: { record: { text: 'Lumina' } } });
  return call.page(due.map(told), spoil).map((event) => JSON.stringify(event));
}

function told({ at, tell }: Happening): Record<string, unknown> {
  return { time_us: at * 1000 + 417, ...tell() };
}

/** What becomes of the posts of a day: written, some rewritten or deleted later. */
function writings({ world }: Call, day: Day): Happening[] {
  return [...postsAt(world, NAME, day, day)].flatMap((post) => {
    const dice = roll('jetstream', post.id);
    const fate = dice.int(1, 30);
    const later = post.at + dice.int(60_000, fate === 1 ? 5 * HOUR_MS : HOUR_MS);
    return [
      commit(post, 'create', post.at, post.text),
      ...(fate === 1 ? [commit(post, 'delete', later)] : []),
      ...(fate === 2 ? [commit(post, 'update', later, `${post.text} (edited)`)] : []),
    ];
  });
}

function commit(post: Post, operation: string, at: number, text?: string): Happening {
  const rev = tidOf({ at, id: post.id });
  const written = text === undefined ? {} : { record: recordOf({ ...post, text }), cid: cidOf(`${post.id}/${operation}`) };
  return {
    at,
    tell: () => ({
      did: didOf(post.author),
      kind: 'commit',
      commit: { rev, operation, collection: COLLECTION, rkey: tidOf(post), ...written },
    }),
  };
}

function renamings(day: Day): Happening[] {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: 24 }, (_, hour) => {
    const at = midnight + hour * HOUR_MS + roll('renaming', day, hour).int(0, HOUR_MS - 1);
    const did = didOf(`renamed-${dayIn('UTC', new Date(at))}-${hour}`);
    const identity = { did, handle: `stranger${hour}.bsky.example`, seq: at % 2 ** 31, time: new Date(at).toISOString() };
    return { at, tell: () => ({ did, kind: 'identity', identity }) };
  });
}

/** The author of one of a day's posts about a brand, who goes on the next day with all posts. */
function leaving({ world }: Call, day: Day): Happening[] {
  const dice = roll('leaving', day);
  const posts = [...postsAt(world, NAME, day, day)].filter(({ brands }) => brands.length > 0);
  if (posts.length === 0) return [];
  const did = didOf(dice.pick(posts).author);
  const at = Date.parse(`${addDays(day, 1)}T00:00:00Z`) + dice.int(1, 23) * HOUR_MS;
  const account = { active: false, status: 'deleted', did, seq: at % 2 ** 31, time: new Date(at).toISOString() };
  return [{ at, tell: () => ({ did, kind: 'account', account }) }];
}

/** Every post, of the last two days. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'Bluesky, every post',
      connector: NAME,
      mount: `/${NAME}`,
      config: { messages: 50 },
      secrets: {},
      timeZone: 'UTC',
    },
  ],
  open: () => jetstream,
});
