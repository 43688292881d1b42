import { z } from 'zod';
import { Mention } from '../../entities/facts/Mention';
import { dayIn } from '../../src/lib/day';
import { parseJson } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { BadRecord, Fatal, Retriable, Skippable } from '../errors';
import { baseUrl } from '../record/base-url';
import { languageCode } from '../record/language-code';
import { mentionRows } from '../record/mention-rows';
import { windowInstants } from '../record/window-instants';

/** The most articles of one answer. */
const MOST = 250;

const config = z.object({
  baseUrl: baseUrl('https://api.gdeltproject.org'),
  /** Searches in GDELT's own words, asked one after the other: `"Kumo Tea"`, `(Lumina OR Verdane) sourcelang:chinese`. Terms are English: articles are searched in translation. */
  queries: z.array(z.string().trim().min(1)).min(1),
  pageSize: z.int().min(2).max(MOST).default(MOST),
});
type Config = z.infer<typeof config>;

const article = z.looseObject({
  url: z.string().min(1),
  title: z.string(),
  seendate: z.string(),
  domain: z.string().nullish(),
  language: z.string().nullish(),
});

/** Where an answer ends in time (inclusive, milliseconds since 1970), and the articles of its last instant that the answer before had. */
interface Slice {
  readonly from: number;
  readonly upTo: number;
  readonly seen: readonly string[];
}

/**
 * News of the world that GDELT finds in its last three months, newest first, by the quarter of an hour in which it first saw an article. There are no
 * pages: a full answer is followed by one that ends at its oldest instant. Of an article only the title is told, so one that names no brand in its title
 * gives no row, unless the source itself belongs to a brand: then it counts for that one. Nothing found in a time long past means that GDELT no longer
 * knows it. It wants five seconds between two requests.
 */
export default connector({
  name: 'gdelt',
  label: 'GDELT news',
  schedule: '*/30 * * * *',
  auth: { kind: 'none' },
  secrets: [],
  rateLimit: { requests: 1, perSeconds: 6 },
  historyDays: 90,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'articles',
      into: Mention,
      lookbackDays: 1,
      lagDays: 0,
      parts: (settings: Config) => settings.queries,
      request: (context: PullContext<Config>) => {
        const { from, until } = windowInstants(context);
        return sliceRequest(context, { from: from.getTime(), upTo: until.getTime() - 1000, seen: [] });
      },
      next: (page, context) => {
        const articles = datedArticles(page);
        if (articles.length < context.config.pageSize) return null;
        const slice = page.request.state as unknown as Slice;
        const upTo = Math.min(...articles.map(({ at }) => at));
        // Those of this instant were kept with the answer before; more of them cannot be had, nor anything older.
        if (upTo === slice.upTo)
          throw new Skippable(`gdelt: more than ${context.config.pageSize} articles at ${stamp(upTo)}: ask for less with narrower queries`);
        return sliceRequest(context, { ...slice, upTo, seen: articles.filter(({ at }) => at === upTo).map(({ url }) => url) });
      },
      classify,
      records: (page) => {
        const { seen } = page.request.state as unknown as Slice;
        return articlesIn(page).filter((each) => !seen.includes(String((each as { url?: unknown } | null)?.url)));
      },
      shape: article,
      map: (record, { source, brands }) => {
        const seenAt = instantOf(record.seendate);
        if (Number.isNaN(seenAt)) throw new BadRecord('the article has no date that can be read', 'seendate', record.seendate);
        const own = brands.find(({ key }) => key === source.brand);
        const post = {
          day: dayIn(source.timeZone, new Date(seenAt)),
          post: record.url,
          publishedAt: new Date(seenAt),
          platform: 'web',
          kind: 'article',
          channel: 'news',
          language: record.language ? languageCode(record.language) : null,
          author: record.domain || null,
          url: record.url,
          text: record.title,
          readAlso: own?.names[0] ?? '',
        };
        return mentionRows(post, brands);
      },
    }),
  ],
});

function sliceRequest({ config, part }: PullContext<Config>, slice: Slice): HttpRequest {
  const url = new URL(`${config.baseUrl}/api/v2/doc/doc`);
  url.searchParams.set('query', part);
  url.searchParams.set('mode', 'artlist');
  url.searchParams.set('format', 'json');
  url.searchParams.set('sort', 'datedesc');
  url.searchParams.set('maxrecords', String(config.pageSize));
  url.searchParams.set('startdatetime', stamp(slice.from));
  url.searchParams.set('enddatetime', stamp(slice.upTo));
  return { url: url.toString(), state: { ...slice, seen: [...slice.seen] } };
}

/** YYYYMMDDHHMMSS in UTC. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
}

/** Milliseconds since 1970 of `YYYYMMDDTHHMMSSZ`; NaN for anything else. */
function instantOf(seendate: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(seendate) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Nothing found is `{}`. */
function articlesIn(page: Page): unknown[] {
  const parsed = z.looseObject({ articles: z.array(z.unknown()).default([]) }).safeParse(answerOf(page));
  if (!parsed.success) throw new Retriable(`gdelt: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"articles": […]}`);
  return parsed.data.articles;
}

/** The articles whose instants can be read: the others are quarantined, and say nothing of where the answer ends. */
function datedArticles(page: Page): { url: string; at: number }[] {
  const dated = article.pick({ url: true, seendate: true });
  return articlesIn(page)
    .flatMap((each) => dated.safeParse(each).data ?? [])
    .map(({ url, seendate }) => ({ url, at: instantOf(seendate) }))
    .filter(({ at }) => !Number.isNaN(at));
}

/** The body as JSON: titles come with backslashes and control characters that JSON does not know. */
function answerOf(page: Page) {
  const known = page
    .text()
    .replace(/\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\/g, (whole, rest) => (rest === undefined ? '' : whole))
    .replace(/\p{Cc}/gu, ' ');
  try {
    return parseJson(known);
  } catch (error) {
    throw new Retriable(
      `gdelt: ${page.request.url}: the answer is no JSON (${(error as Error).message}); it begins with "${known.slice(0, 60)}"`,
    );
  }
}

const PAUSE_MS = 5_000;

/** Everything but articles is told in a sentence, under status 200 as well. */
function classify(page: Page): void {
  const sentence = page.text().trim();
  const told = `gdelt: ${page.status}: ${sentence.slice(0, 200)}`;
  if (page.status === 429 || /limit requests to one every/i.test(sentence)) throw new Retriable(told, PAUSE_MS);
  if (page.status >= 500 || sentence === '' || sentence.startsWith('<')) throw new Retriable(told);
  // The query is not understood; it stays so until someone writes another.
  if (!sentence.startsWith('{')) throw new Fatal(`${told} (asked for: ${new URL(page.request.url).searchParams.get('query')})`);
}
