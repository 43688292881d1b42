import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { dayIn } from '../../src/lib/day';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { BadRecord, Retriable, Skippable } from '../errors';
import { decodeFeed } from '../feed/decode-feed';
import { type FeedEntry, feedEntries } from '../feed/feed-entries';
import { parseFeedDate } from '../feed/parse-feed-date';
import { withoutVerbatim } from '../feed/without-verbatim';
import { mentionRows } from '../record/mention-rows';
import { plainText } from '../record/plain-text';

const address = z.url({ protocol: /^https?$/, message: 'expected an http(s) address' });

const config = z
  .object({
    /** What the feeds' addresses are relative to, when they are not whole. */
    baseUrl: address.transform((url) => `${url.replace(/\/+$/, '')}/`).optional(),
    feeds: z.array(z.string().min(1)).min(1),
  })
  .transform(({ baseUrl, feeds }, context) => ({
    feeds: feeds.map((feed, place) => {
      const url = URL.parse(feed, baseUrl);
      if (url && /^https?:$/.test(url.protocol)) return url.toString();
      context.addIssue({ code: 'custom', path: ['feeds', place], message: `"${feed}" is no http(s) address` });
      return z.NEVER;
    }),
  }));
type Config = z.infer<typeof config>;

const entry: z.ZodType<FeedEntry> = z.looseObject({
  key: z.string().min(1),
  title: z.string().nullable(),
  link: z.string().nullable(),
  published: z.string('expected a date').nullable(),
  author: z.string().nullable(),
  summary: z.string().nullable(),
  language: z.string().nullable(),
});

/** A feed larger than this is no feed that one reads. */
const MAX_BYTES = 10 * 1024 * 1024;
/** Enough of an article to tell whom it names and how it speaks. */
const MAX_TEXT = 4000;

/**
 * Articles of RSS, Atom, RDF and JSON feeds that name a brand. Each feed is asked for only what is new since it was last
 * read (ETag, Last-Modified). A feed that declares entities is refused, for they can be made to grow without end.
 */
export default connector({
  name: 'feed',
  label: 'News and blog feeds',
  schedule: '*/30 * * * *',
  auth: { kind: 'none' },
  secrets: [],
  rateLimit: { requests: 2, perSeconds: 1 },
  historyDays: 30,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'articles',
      into: Mention,
      lookbackDays: 0,
      lagDays: 0,
      parts: (settings: Config) => settings.feeds,
      request: ({ part, cursor }: PullContext<Config>): HttpRequest => {
        const { etag, lastModified } = seen.parse(cursor) ?? {};
        return {
          url: part,
          headers: {
            accept:
              'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
            ...(etag === undefined ? {} : { 'if-none-match': etag }),
            ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
          },
        };
      },
      classify,
      records: entriesIn,
      shape: entry,
      map: (record, { source, brands }) => {
        const publishedAt = record.published === null ? null : parseFeedDate(record.published, source.timeZone);
        if (publishedAt === null) throw new BadRecord('the item has no date that can be read', 'published', record.published ?? '');
        const text = [record.title, record.summary].map((part) => plainText(part ?? '')).filter((part) => part !== '');
        const post = {
          day: dayIn(source.timeZone, publishedAt),
          post: record.key,
          publishedAt,
          platform: 'web',
          channel: 'news',
          language: record.language,
          author: record.author,
          url: /^https?:/i.test(record.link ?? '') ? record.link : null,
          text: text.join('\n').slice(0, MAX_TEXT),
        };
        return mentionRows(post, brands);
      },
      cursor: (page, context) => {
        const { etag, 'last-modified': lastModified } = page.headers;
        if (etag === undefined && lastModified === undefined) return page.status === 304 ? context.cursor : null;
        return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
      },
    }),
  ],
});

const seen = z.object({ etag: z.string().optional(), lastModified: z.string().optional() }).nullable();

function classify(page: Page): void {
  const { status, request, body } = page;
  if ([401, 402, 403, 404, 410, 451].includes(status)) throw new Skippable(`feed: ${request.url} answered ${status}`);
  if (body.length > MAX_BYTES) throw new Skippable(`feed: ${request.url} has ${body.length} bytes; ${MAX_BYTES} at most`);
}

function entriesIn(page: Page): FeedEntry[] {
  if (page.status === 304) return [];
  const text = decodeFeed(page.body, page.headers['content-type']);
  const markup = withoutVerbatim(text);
  if (declaresEntities(markup)) throw new Skippable(`feed: ${page.request.url} declares entities, which are not expanded`);
  if (!isWhole(markup)) throw new Retriable(`feed: ${page.request.url} ends in "${text.slice(-40)}", before the end of a feed`);
  try {
    return feedEntries(text);
  } catch (error) {
    throw new Retriable(`feed: ${page.request.url} is no feed that can be read: ${(error as Error).message}`);
  }
}

function declaresEntities(markup: string): boolean {
  const start = markup.search(/<!DOCTYPE/i);
  const declaration = start < 0 ? '' : markup.slice(start).split('>', 1)[0];
  return declaration?.includes('[') || /<!ENTITY/i.test(markup);
}

/** Whether the last element of the text closes its first one, or the text is JSON: a parser that forgives would take half a feed for a whole one. */
function isWhole(markup: string): boolean {
  return /^\s*\{/.test(markup) || /<\/([\w.-]+:)?(rss|feed|rdf|channel)\s*>\s*$/i.test(markup.slice(-200));
}
