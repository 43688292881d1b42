import { parseFeed } from 'feedsmith';
import { decode } from 'iconv-lite';
import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';

describe('the sandbox feeds', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
  });
  afterAll(() => sandbox.close());

  const get = (name: string, headers: Record<string, string> = {}) => fetch(`${sandbox.url}/feeds/${name}`, { headers });

  it.each([
    ['news-en.xml', 'rss', 'application/rss+xml; charset=utf-8'],
    ['blog.atom', 'atom', 'application/atom+xml; charset=utf-8'],
    ['press.json', 'json', 'application/feed+json'],
    ['old.rdf', 'rdf', 'application/rdf+xml'],
  ])('serves %s as a %s feed of the newest 120 items', async (name, format, type) => {
    const response = await get(name);
    const parsed = parseFeed(await response.text());
    expect([parsed.format, response.headers.get('content-type')]).toEqual([format, type]);
    const feed = parsed.feed as { items?: { title?: unknown }[]; entries?: { title?: unknown }[] };
    const titles = (feed.items ?? feed.entries ?? []).map((item) => item.title);
    expect(titles.length).toBe(120);
    const truth = sandbox.world.articles(name as 'news-en.xml', '2026-11-20');
    expect(truth.map((article) => article.at)).toEqual(truth.map((article) => article.at).toSorted((a, b) => b - a));
    expect(JSON.stringify(titles[0])).toContain(truth[0]?.title.split("'")[0]?.split('&')[0]);
  });

  it('writes the Chinese feed in GB18030 and says so in the XML declaration alone', async () => {
    const response = await get('news-zh.xml');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('application/rss+xml');
    expect(bytes.subarray(0, 60).toString('latin1')).toContain('encoding="GB18030"');
    const text = decode(bytes, 'gb18030');
    expect(text).toContain(sandbox.world.articles('news-zh.xml', '2026-11-20')[0]?.title);
    expect(text).toMatch(/<pubDate>\w{3}, \d\d \w{3} 2026 \d\d:\d\d:\d\d \+0800<\/pubDate>/);
    expect(bytes.toString('utf8')).not.toContain('消费');
  });

  it('answers 304 to the same ETag or date, and a new body on a later day', async () => {
    const first = await get('news-en.xml');
    const etag = first.headers.get('etag') as string;
    expect((await get('news-en.xml', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('news-en.xml', { 'if-modified-since': first.headers.get('last-modified') as string })).status).toBe(304);
    sandbox.setToday('2026-11-25');
    const later = await get('news-en.xml', { 'if-none-match': etag });
    expect(later.status).toBe(200);
    expect(later.headers.get('etag')).not.toBe(etag);
    sandbox.setToday('2026-11-20');
  });
});
