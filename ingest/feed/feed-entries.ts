import { createHash } from 'node:crypto';
import { ParseError, parseFeed } from 'feedsmith';

/** One item of a feed, whatever the feed's format; texts as they came, HTML included. `key` is its id, else its link, else a hash of title and date. */
export interface FeedEntry {
  key: string;
  title: string | null;
  link: string | null;
  /** As written; null when the item has no date. */
  published: string | null;
  author: string | null;
  summary: string | null;
  /** What the item or the feed says of its language. */
  language: string | null;
}

type Raw = Omit<FeedEntry, 'key'> & { id: string | null };

/** The items of an RSS, Atom, RDF or JSON feed, none when it is a feed with nothing in it. Throws when the text is no feed, or a broken one. */
export function feedEntries(text: string): FeedEntry[] {
  return rawEntries(text).map(({ id, ...entry }) => ({ ...entry, key: id || entry.link || hashOf(entry) }));
}

function hashOf({ title, published, summary }: Omit<Raw, 'id'>): string {
  const source = [title, published, title === null ? summary : null].join('\n');
  return `sha256:${createHash('sha256').update(source).digest('hex').slice(0, 32)}`;
}

function rawEntries(text: string): Raw[] {
  const parsed = parsedOrEmpty(text);
  if (parsed === null) return [];
  const { format, feed } = parsed;
  switch (format) {
    case 'rss':
      return (feed.items ?? []).map((item) => ({
        id: item.guid?.value || null,
        title: textOf(item.title) ?? textOf(item.dc?.titles?.[0]),
        link:
          item.link || (item.guid?.isPermaLink !== false && /^https?:/.test(item.guid?.value ?? '') ? (item.guid?.value ?? null) : null),
        published: item.pubDate || item.dc?.dates?.[0] || item.dcterms?.created?.[0] || item.atom?.published || item.atom?.updated || null,
        author: textOf(item.authors?.[0]) ?? item.dc?.creators?.[0] ?? null,
        summary: item.content?.encoded ?? textOf(item.description) ?? textOf(item.dc?.descriptions?.[0]),
        language: item.dc?.languages?.[0] ?? feed.language ?? feed.dc?.languages?.[0] ?? null,
      }));
    case 'rdf':
      return (feed.items ?? []).map((item) => ({
        id: item.rdf?.about || null,
        title: textOf(item.title) ?? item.dc?.titles?.[0] ?? null,
        link: item.link || null,
        published: item.dc?.dates?.[0] || null,
        author: item.dc?.creators?.[0] ?? null,
        summary: item.content?.encoded ?? item.description ?? item.dc?.descriptions?.[0] ?? null,
        language: item.dc?.languages?.[0] ?? feed.dc?.languages?.[0] ?? null,
      }));
    case 'atom':
      return (feed.entries ?? []).map((entry) => ({
        id: entry.id || null,
        title: textOf(entry.title),
        link: entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href ?? null,
        published: entry.published || entry.updated || entry.dc?.dates?.[0] || null,
        author: textOf(entry.authors?.[0]) ?? entry.dc?.creators?.[0] ?? null,
        summary: textOf(entry.content) ?? textOf(entry.summary),
        language: entry.xml?.lang ?? feed.xml?.lang ?? null,
      }));
    case 'json':
      return (feed.items ?? []).map((item) => ({
        id: item.id || null,
        title: item.title ?? null,
        link: item.url ?? item.external_url ?? null,
        published: item.date_published || item.date_modified || null,
        author: item.authors?.[0]?.name ?? null,
        summary: item.content_html ?? item.content_text ?? item.summary ?? null,
        language: item.language ?? feed.language ?? null,
      }));
  }
}

function parsedOrEmpty(text: string) {
  try {
    return parseFeed(text);
  } catch (error) {
    // A feed by its root, well formed, in which the parser found nothing at all.
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** Feeds write texts and persons as plain text or as an element with parts. */
function textOf(value: string | { value?: string; name?: string; email?: string } | undefined): string | null {
  if (value === undefined || typeof value === 'string') return value || null;
  return value.value || value.name || value.email || null;
}
