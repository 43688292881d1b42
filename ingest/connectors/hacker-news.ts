import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PostsTold, type PullContext, stream } from '../connector';
import { Fatal, Retriable, Skippable } from '../errors';
import { baseUrl } from '../record/base-url';
import { integer } from '../record/integer';
import { jsonOrNull } from '../record/json-or-null';
import { mentionRows } from '../record/mention-rows';
import { plainText } from '../record/plain-text';
import { windowInstants } from '../record/window-instants';

const config = z.object({
  baseUrl: baseUrl('https://hn.algolia.com'),
  /** What is searched for, one after the other: words that must all be there, or a phrase in quotes. */
  queries: z.array(z.string().trim().min(1)).min(1),
  /** A search reaches no more than its first thousand hits, so a page may as well have them all. */
  pageSize: z.int().min(2).max(1000).default(1000),
});
type Config = z.infer<typeof config>;

const hit = z.looseObject({
  objectID: z.string().min(1),
  created_at_i: integer,
  author: z.string(),
  title: z.string().nullish(),
  story_text: z.string().nullish(),
  comment_text: z.string().nullish(),
  points: integer.nullish(),
  num_comments: integer.nullish(),
  _tags: z.array(z.string()),
});

/** Seconds since 1970: hits from `from` on and before `until`, or up to and at `upTo`, of which `seen` were on the page before. */
interface Slice {
  readonly from: number;
  readonly until: number;
  readonly upTo: number | null;
  readonly seen: readonly string[];
}

/**
 * Stories and comments of Hacker News that a search finds, newest first. A search reaches a thousand hits at most, so each full page is followed by
 * one that ends at the last page's oldest second. A story's engagements are its points and comments at the time of reading, read again for four
 * days; of comments the platform tells none. What the search finds by a likeness of spelling only names no brand and gives no row.
 */
export default connector({
  name: 'hacker-news',
  label: 'Hacker News',
  schedule: '*/30 * * * *',
  auth: { kind: 'none' },
  secrets: [],
  rateLimit: { requests: 10_000, perSeconds: 3600 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'items',
      into: Mention,
      lookbackDays: 4,
      lagDays: 0,
      parts: (settings: Config) => settings.queries,
      request: (context: PullContext<Config>) => {
        const { from, until } = windowInstants(context);
        return sliceRequest(context, { from: from.getTime() / 1000, until: until.getTime() / 1000, upTo: null, seen: [] });
      },
      next: (page, context) => {
        const hits = datedHits(page);
        if (hits.length < context.config.pageSize) return null;
        const slice = page.request.state as unknown as Slice;
        const upTo = Math.min(...hits.map(({ created_at_i }) => created_at_i));
        const seen = hits.filter((each) => each.created_at_i === upTo).map(({ objectID }) => objectID);
        return sliceRequest(context, { ...slice, upTo, seen });
      },
      classify,
      records: (page) => {
        const { seen } = page.request.state as unknown as Slice;
        return hitsIn(page).filter((each) => !seen.includes(String((each as { objectID?: unknown } | null)?.objectID)));
      },
      shape: hit,
      posts: { platform: 'hacker-news', tell: postsIn },
      map: (record, { source, brands }) => {
        const publishedAt = new Date(record.created_at_i * 1000);
        const text = [record.title ?? '', ...[record.story_text, record.comment_text].map((html) => plainText(html ?? ''))];
        const isStory = record.points !== null && record.points !== undefined;
        const post = {
          day: dayIn(source.timeZone, publishedAt),
          post: record.objectID,
          publishedAt,
          platform: 'hacker-news',
          kind: record._tags.includes('comment') ? 'comment' : 'post',
          channel: 'social',
          author: record.author,
          url: `https://news.ycombinator.com/item?id=${record.objectID}`,
          text: text.filter((part) => part !== '').join('\n'),
          engagements: isStory ? Math.max(0, record.points ?? 0) + (record.num_comments ?? 0) : null,
        };
        return mentionRows(post, brands);
      },
    }),
  ],
});

function sliceRequest({ config, part }: PullContext<Config>, slice: Slice): HttpRequest {
  const url = new URL(`${config.baseUrl}/api/v1/search_by_date`);
  const end = slice.upTo === null ? `created_at_i<${slice.until}` : `created_at_i<=${slice.upTo}`;
  url.searchParams.set('query', part);
  url.searchParams.set('tags', '(story,comment)');
  url.searchParams.set('numericFilters', `created_at_i>=${slice.from},${end}`);
  url.searchParams.set('hitsPerPage', String(config.pageSize));
  return { url: url.toString(), state: { ...slice, seen: [...slice.seen] } };
}

function hitsIn(page: Page): unknown[] {
  const parsed = z.looseObject({ hits: z.array(z.unknown()) }).safeParse(page.json());
  if (!parsed.success) throw new Retriable(`hacker-news: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"hits": […]}`);
  return parsed.data.hits;
}

const told = z.looseObject({
  objectID: z.string(),
  deleted: z.unknown().optional(),
  story_id: integer.nullish(),
  story_title: z.string().nullish(),
});

/** An item that was deleted is there without its words; a comment bears the title of its story. */
function postsIn(record: unknown): PostsTold {
  const { data } = told.safeParse(record);
  if (!data) return { holds: [], gone: [] };
  if (data.deleted) return { holds: [], gone: [data.objectID] };
  const story = data.story_title && data.story_id ? [String(data.story_id)] : [];
  return { holds: [data.objectID, ...story], gone: [] };
}

/** The hits whose instants can be read: the others are quarantined, and say nothing of where the page ends. */
function datedHits(page: Page) {
  return hitsIn(page).flatMap((each) => hit.pick({ objectID: true, created_at_i: true }).safeParse(each).data ?? []);
}

const failure = z.looseObject({ message: z.string(), status: z.int().optional(), hits: z.undefined().optional() });

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const status = parsed.data.status ?? page.status;
  const told = `hacker-news: ${status} at ${page.request.url}: ${parsed.data.message}`;
  if (status === 429 || status >= 500) throw new Retriable(told);
  if (status === 400) throw new Skippable(told);
  throw new Fatal(told);
}
