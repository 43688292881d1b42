import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { parseJson } from '../../src/lib/lossless-json';
import { matchBrands } from '../../src/text/match-brands';
import { connector, type HttpRequest, type Page, type PostsTold, type PullContext, stream } from '../connector';
import { BadRecord, Retriable } from '../errors';
import { blueskyNames, blueskyPost, blueskyRecord } from '../record/bluesky-post';
import { integer } from '../record/integer';
import { mentionRows } from '../record/mention-rows';
import { windowInstants } from '../record/window-instants';
import { GATHERED } from '../socket';

const COLLECTION = 'app.bsky.feed.post';

const config = z.object({
  /** A Jetstream server; cursors are instants, so that one may be changed for another. */
  baseUrl: z
    .url({ protocol: /^(https?|wss?)$/, message: 'expected a ws(s) address' })
    .default('wss://jetstream2.us-east.bsky.network')
    .transform((url) => url.replace(/\/+$/, '').replace(/^http/, 'ws')),
  /** One answer holds at most so many messages that are kept, so many bytes of them, or what comes in so many seconds. */
  messages: z.int().min(2).max(100_000).default(5_000),
  bytes: z.int().min(1_000).max(64_000_000).default(8_000_000),
  seconds: z.int().min(1).max(300).default(30),
});
type Config = z.infer<typeof config>;

const event = z.looseObject({
  did: z.string().min(1),
  time_us: integer,
  kind: z.string(),
  commit: z.looseObject({ operation: z.string(), collection: z.string(), rkey: z.string(), record: blueskyRecord.optional() }).optional(),
  account: z.looseObject({ active: z.boolean(), status: z.string().optional() }).optional(),
});
type Event = z.infer<typeof event>;

/** Instants in microseconds since 1970: where this answer was to begin, and whether the answer before ended there. */
interface Place {
  readonly from: number;
  readonly isFirst: boolean;
}

/** Messages are not quite in the order of their instants; what comes twice is there once. */
const REWIND_US = 5_000_000;
const GAP_US = 600_000_000;

/**
 * Every Bluesky post as it is written, changed or deleted, from Jetstream. A pull connects, plays back what has come since the last one, listens until
 * it has caught up, and closes. Of the whole network's posts only those that name a brand are kept, and deletions. The server remembers about a day:
 * a hub that was away for longer has a gap, and says so. A post's engagements are unknown when it is written; `bluesky` finds them by searching, and a
 * hub that has both counts a post twice.
 */
export default connector({
  name: 'bluesky-jetstream',
  label: 'Bluesky, every post',
  schedule: '*/5 * * * *',
  auth: { kind: 'none' },
  secrets: [],
  rateLimit: { requests: 1, perSeconds: 1 },
  historyDays: 1,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'posts',
      into: Mention,
      lookbackDays: 0,
      lagDays: 0,
      request: (context: PullContext<Config>) => {
        const { timeUs } = cursorShape.parse(context.cursor) ?? {};
        const from = timeUs === undefined ? windowInstants(context).from.getTime() * 1000 : timeUs - REWIND_US;
        return subscription(context, { from, isFirst: true });
      },
      next: (page, context) => {
        const last = lastInstant(page);
        return page.headers[GATHERED] === 'full' && last !== null ? subscription(context, { from: last, isFirst: false }) : null;
      },
      missing: (page, { cursor }) => {
        const { from, isFirst } = page.request.state as unknown as Place;
        const first = instantOf(linesOf(page)[0]);
        if (!isFirst || cursor === null || first === null || first - from < GAP_US) return null;
        return `what was written from ${timeOf(from)} to ${timeOf(first)} is no longer told`;
      },
      classify: (page) => {
        if (page.status !== 101 && page.status < 400)
          throw new Retriable(`bluesky-jetstream: ${page.request.url} answered ${page.status} instead of messages`);
      },
      keep: (message, { brands }) => {
        const parsed = event.safeParse(jsonOf(message));
        // What is no post in any way is only of interest when it seems to name a brand.
        if (!parsed.success) return matchBrands(message, brands).length > 0;
        const { account, commit } = parsed.data;
        if (account?.active === false || commit?.operation === 'delete') return true;
        return commit?.record !== undefined && matchBrands(searchable(commit.record), brands).length > 0;
      },
      records: (page) => linesOf(page).map((line) => jsonOf(line)),
      shape: event,
      posts: { platform: 'bluesky', tell: postsIn },
      map: (record, context) => {
        const post = postOf(record, context);
        return post === null ? [] : mentionRows(post, context.brands);
      },
      cursor: (page, context) => {
        const last = lastInstant(page);
        return last === null ? context.cursor : { timeUs: last };
      },
    }),
  ],
});

const cursorShape = z.object({ timeUs: integer }).nullable();

function subscription({ config }: PullContext<Config>, place: Place): HttpRequest {
  const { baseUrl, messages, bytes, seconds } = config;
  const url = `${baseUrl}/subscribe?wantedCollections=${COLLECTION}&cursor=${place.from}`;
  return { url, gather: { messages, bytes, seconds, micros: 'time_us' }, state: { ...place } };
}

/** The post that an event writes; null when it is another kind of event. */
function postOf({ did, time_us, commit }: Event, { source }: PullContext<Config>) {
  if (commit?.collection !== COLLECTION) return null;
  if (!commit.record) throw new BadRecord('a post without its record', 'commit.record');
  const uri = `at://${did}/${COLLECTION}/${commit.rkey}`;
  return blueskyPost({ uri, author: did, record: commit.record, seenAt: new Date(time_us / 1000), timeZone: source.timeZone });
}

const told = z.looseObject({
  did: z.string(),
  commit: event.shape.commit
    .unwrap()
    .pick({ operation: true, rkey: true })
    .extend({ collection: z.literal(COLLECTION) })
    .optional()
    .catch(undefined),
  account: event.shape.account.catch(undefined),
});
/** An account that is only suspended or asleep may come back with all of its posts. */
const FINAL = new Set(['deleted', 'takendown']);

function postsIn(record: unknown): PostsTold {
  const { data } = told.safeParse(record);
  if (data?.account?.active === false && FINAL.has(data.account.status ?? '')) return { holds: [], gone: [`at://${data.did}/`] };
  if (!data?.commit) return { holds: [], gone: [] };
  const uri = `at://${data.did}/${COLLECTION}/${data.commit.rkey}`;
  return data.commit.operation === 'delete' ? { holds: [], gone: [uri] } : { holds: blueskyNames(uri), gone: [] };
}

function searchable({ text, tags, facets }: z.infer<typeof blueskyRecord>): string {
  return [text, ...tags.map((tag) => `#${tag}`), JSON.stringify(facets)].join('\n');
}

function linesOf(page: Page): string[] {
  const text = page.text();
  return text === '' ? [] : text.split('\n');
}

function lastInstant(page: Page): number | null {
  return instantOf(linesOf(page).at(-1));
}

function instantOf(line: string | undefined): number | null {
  return line === undefined ? null : (z.looseObject({ time_us: integer }).safeParse(jsonOf(line)).data?.time_us ?? null);
}

function timeOf(micros: number): string {
  return new Date(micros / 1000).toISOString();
}

function jsonOf(line: string) {
  try {
    return parseJson(line);
  } catch (error) {
    throw new Retriable(`bluesky-jetstream: a message is no JSON (${(error as Error).message}); it begins with "${line.slice(0, 60)}"`);
  }
}
