import { addDays, type Day, daysOf } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, type Platform } from '../platform';
import { type Article, articlesOn } from '../world/articles';
import { WORLD_BRANDS } from '../world/brands';
import { finder } from '../world/outlets';

const NAME = 'gdelt';
const GRID_MS = 900_000;
const MOST = 250;
/** Its articles are other ones than the feeds', which also lie on another host. */
const OTHER_SEED = 7919;

interface Seen {
  readonly article: Article;
  readonly chinese: boolean;
  /** When the crawler came by: the next quarter of an hour. */
  readonly at: number;
}

/** GDELT's search of the news of its last three months: lists of articles without pages, and errors in sentences. */
const gdelt: Platform = {
  name: NAME,
  paging: ['enddatetime'],
  answer: (call) => (call.path === '/api/v2/doc/doc' ? search(call) : sentence(404, 'Not Found', 'text/html')),
  throttled: () => sentence(429, 'Please limit requests to one every 5 seconds or contact the project for larger queries.', 'text/plain'),
  failed: () => sentence(500, '<html><body>Internal Server Error</body></html>', 'text/html'),
  expired: () => sentence(200, 'This service needs no key.', 'text/html'),
};

function search(call: Call): Answer {
  const query = call.query.get('query') ?? '';
  const refusal = refused(query);
  if (refusal) return sentence(200, refusal, 'text/html; charset=utf-8');
  if (call.query.get('mode')?.toLowerCase() !== 'artlist' || call.query.get('format') !== 'json')
    return sentence(200, 'Invalid mode.', 'text/html; charset=utf-8');
  const first = Math.max(instantOf(call.query.get('startdatetime')) || 0, Date.parse(`${addDays(call.today, -92)}T00:00:00Z`));
  const last = Math.min(instantOf(call.query.get('enddatetime')) || call.now, call.now);
  const finds = finder(query.replace(/sourcelang:\S+/, ''));
  const found = [...seenBetween(call, first, last)].filter(({ article }) => finds(englishOf(article)));
  const limit = Math.min(MOST, Number(call.query.get('maxrecords') ?? 75));
  const articles = call.page(found.reverse().slice(0, limit).map(written), (each) => ({ ...each, seendate: 'yesterday' }));
  return articles.length === 0 ? json({}) : json({ articles });
}

/** Why a query is not understood; null when it is. */
function refused(query: string): string | null {
  if (query.trim().length < 3) return 'Your query was too short or too long.';
  if (/ OR /.test(query) && !/^[^(]*\([^)]* OR [^)]*\)/.test(query)) return "Queries containing OR'd terms must be surrounded by ().";
  if (/"[^"]{0,2}"/.test(query)) return 'The specified phrase is too short.';
  return null;
}

/** The first of each day's news in English and in Chinese. */
function* seenBetween({ world }: Call, first: number, last: number): Generator<Seen> {
  for (const day of daysOf({ from: dayOf(first - GRID_MS), to: dayOf(last) })) {
    const ofDay = (['news-en.xml', 'news-zh.xml'] as const).flatMap((feed) =>
      articlesOn(world.seed + OTHER_SEED, feed, day)
        .slice(0, 1)
        .map((article) => ({ article, chinese: feed === 'news-zh.xml', at: Math.ceil(article.at / GRID_MS) * GRID_MS })),
    );
    for (const seen of ofDay.sort((a, b) => a.at - b.at)) if (seen.at >= first && seen.at <= last) yield seen;
  }
}

function dayOf(at: number): Day {
  return new Date(at).toISOString().slice(0, 10);
}

/** What the search reads: articles are indexed in translation. */
function englishOf(article: Article): string {
  return `${article.title} ${WORLD_BRANDS.find(({ key }) => key === article.brand)?.names.en}`;
}

function written({ article, chinese, at }: Seen): Record<string, unknown> {
  return {
    url: article.url.replace('https://news.example', 'https://wire.example'),
    url_mobile: '',
    title: article.title,
    seendate: `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`,
    socialimage: '',
    domain: 'wire.example',
    language: chinese ? 'Chinese' : 'English',
    sourcecountry: chinese ? 'China' : 'United States',
  };
}

function instantOf(stamp: string | null): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp ?? '') ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function sentence(status: number, text: string, type: string): Answer {
  return { status, headers: { 'content-type': type }, body: text };
}

/** News about any of the brands. */
export default mounted({
  sources: [
    {
      key: NAME,
      name: 'News of the world',
      connector: NAME,
      mount: `/${NAME}`,
      config: { queries: [`(${WORLD_BRANDS.map(({ names }) => `"${names.en}"`).join(' OR ')})`] },
      secrets: {},
      timeZone: 'UTC',
    },
  ],
  open: () => gdelt,
});
