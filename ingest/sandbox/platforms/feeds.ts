import { createHash } from 'node:crypto';
import { encode } from 'iconv-lite';
import { dayIn } from '../../../src/lib/day';
import { type Answer, type Call, mounted, type Platform, xml } from '../platform';
import { type Article, FEEDS, type FeedName } from '../world/articles';

interface Written {
  readonly type: string;
  readonly body: Buffer;
}

/** Five feeds in five formats, each the newest 120 items: RSS 2.0 in UTF-8 and in GB18030, Atom, JSON Feed and RDF; all answer conditional requests. */
class Feeds implements Platform {
  readonly name = 'feeds';
  private readonly written = new Map<string, Written>();

  answer(call: Call): Answer {
    const feed = FEEDS.find((name) => `/${name}` === call.path);
    if (!feed) return text(404, 'Not Found');
    const articles = call.world.articles(feed, call.today);
    const shown = call.page(articles, (article) => ({ ...article, title: '', url: 'javascript:0', at: Number.NaN, updatedAt: Number.NaN }));
    const whole = shown.length === articles.length && shown.every((article, place) => article === articles[place]);
    const { type, body } = whole ? this.kept(feed, call, articles) : WRITERS[feed](shown, call.base);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 24)}"`;
    const modified = new Date(Math.max(0, ...articles.map((article) => article.updatedAt))).toUTCString();
    const headers = { etag, 'last-modified': modified, 'cache-control': 'max-age=300' };
    return unchanged(call, etag, modified)
      ? { status: 304, headers, body: '' }
      : { status: 200, headers: { ...headers, 'content-type': type }, body };
  }

  throttled(): Answer {
    return text(429, 'Too Many Requests');
  }

  failed(): Answer {
    return text(503, 'Service Unavailable');
  }

  expired(): Answer {
    return text(401, 'Unauthorized');
  }

  private kept(feed: FeedName, call: Call, articles: readonly Article[]): Written {
    const key = `${feed}/${call.today}/${call.base}`;
    const known = this.written.get(key) ?? WRITERS[feed](articles, call.base);
    this.written.set(key, known);
    return known;
  }
}

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function unchanged(call: Call, etag: string, modified: string): boolean {
  const tags = call.headers['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = call.headers['if-modified-since'];
  return since !== undefined && Date.parse(modified) <= Date.parse(since);
}

/** An instant in the style of a format; a spoiled article has none. */
function instant(at: number, write: (date: Date) => string): string {
  return Number.isNaN(at) ? '32 Foo 20xx' : write(new Date(at));
}

const gmt = (date: Date) => date.toUTCString();
const iso = (date: Date) => date.toISOString();
/** RFC 822 in Beijing time. */
const beijing = (date: Date) => new Date(date.getTime() + 28_800_000).toUTCString().replace('GMT', '+0800');

function rss(articles: readonly Article[], title: string, language: string, encoding: string, when: (date: Date) => string): string {
  const items = articles.map(
    (article) =>
      `<item><title>${xml(article.title)}</title><link>${xml(article.url)}</link><guid isPermaLink="false">${article.id}</guid><pubDate>${instant(article.at, when)}</pubDate><dc:creator>${article.author}</dc:creator><description><![CDATA[<p>${article.summary}</p>]]></description></item>`,
  );
  return `<?xml version="1.0" encoding="${encoding}"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${title}</title><link>https://news.example/</link><description>${title}</description><language>${language}</language><ttl>30</ttl>\n${items.join('\n')}\n</channel></rss>\n`;
}

function atom(articles: readonly Article[]): string {
  const entries = articles.map(
    (article) =>
      `<entry><id>tag:blog.example,2024:${article.id}</id><title type="text">${xml(article.title)}</title><link rel="alternate" href="${xml(article.url)}"/><published>${instant(article.at, iso)}</published><updated>${instant(article.updatedAt, iso)}</updated><author><name>${article.author}</name></author><summary type="html">${xml(`<p>${article.summary}</p>`)}</summary></entry>`,
  );
  const updated = instant(articles[0]?.updatedAt ?? 0, iso);
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:blog.example,2024:feed</id><title>Home &amp; Habit</title><updated>${updated}</updated>\n${entries.join('\n')}\n</feed>\n`;
}

function jsonFeed(articles: readonly Article[], base: string): string {
  const items = articles.map((article) => ({
    id: article.id,
    url: article.url,
    title: article.title,
    content_html: `<p>${article.summary}</p>`,
    date_published: instant(article.at, (date) => iso(date).replace('.000Z', '+00:00')),
    authors: [{ name: article.author }],
    language: 'en',
  }));
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Press room', feed_url: `${base}/press.json`, items });
}

function rdf(articles: readonly Article[]): string {
  const links = articles.map((article) => `<rdf:li rdf:resource="${xml(article.url)}"/>`);
  const items = articles.map(
    (article) =>
      `<item rdf:about="${xml(article.url)}"><title>${xml(article.title)}</title><link>${xml(article.url)}</link><dc:date>${instant(article.at, (date) => dayIn('UTC', date))}</dc:date><dc:creator>${article.author}</dc:creator><description>${xml(article.summary)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://archive.example/"><title>Archive</title><link>https://archive.example/</link><description>Archive</description><items><rdf:Seq>${links.join('')}</rdf:Seq></items></channel>\n${items.join('\n')}\n</rdf:RDF>\n`;
}

const WRITERS: Readonly<Record<FeedName, (articles: readonly Article[], base: string) => Written>> = {
  'news-en.xml': (articles) => ({
    type: 'application/rss+xml; charset=utf-8',
    body: Buffer.from(rss(articles, 'Market News', 'en', 'UTF-8', gmt)),
  }),
  // The charset is told by the XML declaration alone, as many Chinese sites do.
  'news-zh.xml': (articles) => ({
    type: 'application/rss+xml',
    body: encode(rss(articles, '消费新闻', 'zh-CN', 'GB18030', beijing), 'gb18030'),
  }),
  'blog.atom': (articles) => ({ type: 'application/atom+xml; charset=utf-8', body: Buffer.from(atom(articles)) }),
  'press.json': (articles, base) => ({ type: 'application/feed+json', body: Buffer.from(jsonFeed(articles, base)) }),
  'old.rdf': (articles) => ({ type: 'application/rdf+xml', body: Buffer.from(rdf(articles)) }),
};

/** All five feeds. */
export default mounted({
  sources: [
    {
      key: 'feeds',
      name: 'News and blogs',
      connector: 'feed',
      mount: '/feeds',
      config: { feeds: [...FEEDS] },
      secrets: {},
      timeZone: 'UTC',
    },
  ],
  open: () => new Feeds(),
});
