import type { PullContext } from '../../../ingest/connector';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { type Answer, answeredPage } from '../../support/recorded-answers';

function streamOf(name: string, settings: object, more: Partial<PullContext<unknown>> = {}): [AnyStream, PullContext<unknown>] {
  const connector = connectorNamed(loadConnectors(), name);
  const context = {
    source: { key: 'x', brand: null, timeZone: 'Asia/Shanghai', currency: null },
    config: connector.config.parse(settings),
    window: { from: '2026-11-01', to: '2026-11-03' },
    cursor: null,
    part: 'Lumina',
    brands: [{ key: 'lumina', names: ['Lumina'], excludes: ['Chevrolet Lumina'] }],
    today: '2026-11-23',
    ...more,
  };
  return [connector.streams[0]!, context];
}

const parametersOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

describe("a day's searches begin and end with the day where the source is", () => {
  it.each([
    ['bluesky', { identifier: 'x', queries: ['Lumina'] }, { since: '2026-10-31T16:00:00.000Z', until: '2026-11-03T16:00:00.000Z' }],
    ['youtube', { queries: ['Lumina'] }, { publishedAfter: '2026-10-31T16:00:00.000Z', publishedBefore: '2026-11-03T16:00:00.000Z' }],
    ['gdelt', { queries: ['Lumina'] }, { startdatetime: '20261031160000', enddatetime: '20261103155959' }],
    ['hacker-news', { queries: ['Lumina'] }, { numericFilters: 'created_at_i>=1793462400,created_at_i<1793721600' }],
  ])('%s', (name, settings, expected) => {
    const [stream, context] = streamOf(name, settings);
    expect(parametersOf(stream.request(context).url)).toMatchObject(expected);
  });
});

describe('YouTube', () => {
  const [stream, context] = streamOf('youtube', { queries: ['Lumina'] });
  const found = (count: number, nextPageToken?: string): Answer => ({
    body: {
      kind: 'youtube#searchListResponse',
      nextPageToken,
      items: Array.from({ length: count }, (_, at) => ({ id: { videoId: `v${at}` } })),
    },
  });

  it('asks for fewer days when a search has more videos than it reaches', () => {
    const request = { ...stream.request(context), state: { read: 450 } };
    expect(() => stream.next?.(answeredPage(request, found(50, 'CPQDEAA')), context)).toThrow(
      expect.objectContaining({ name: 'TooLarge', message: 'youtube: more than 500 videos for "Lumina"' }),
    );
    expect(new URL(stream.next?.(answeredPage(request, found(50)), context)?.url ?? '').pathname).toBe('/youtube/v3/videos');
  });

  it('goes on with the search when the videos of a page are all gone', () => {
    const [searched, videos] = [stream.request(context), { body: { kind: 'youtube#videoListResponse' } }];
    const request = stream.next?.(answeredPage(searched, found(2, 'CAIQAA')), context);
    const page = answeredPage(request!, videos);
    expect(stream.records(page)).toEqual([]);
    expect(parametersOf(stream.next?.(page, context)?.url ?? '')).toMatchObject({ q: 'Lumina', pageToken: 'CAIQAA' });
  });
});

describe('GDELT', () => {
  const article = (title: string, seendate = '20261102T101500Z', url = 'https://news.example/1') => ({
    url,
    title,
    seendate,
    language: 'English',
  });
  const brandsOf = (title: string, brand: string | null) => {
    const [stream, context] = streamOf('gdelt', { queries: ['Lumina'] });
    const owned = { ...context, source: { ...context.source, brand } };
    return stream.map(stream.shape.parse(article(title)), owned).map((row) => (row as { brand: string }).brand);
  };

  it('counts an article whose title names nobody for the brand that the source belongs to, and for none otherwise', () => {
    expect(brandsOf('Lamps in the news', 'lumina')).toEqual(['lumina']);
    expect(brandsOf('Lamps in the news', null)).toEqual([]);
    expect(brandsOf('A Chevrolet Lumina in the news', 'lumina')).toEqual([]);
  });

  it('says so when one quarter of an hour has more articles than an answer', () => {
    const [stream, context] = streamOf('gdelt', { queries: ['Lumina'], pageSize: 2 });
    const body = { articles: [article('a', undefined, 'https://news.example/a'), article('b', undefined, 'https://news.example/b')] };
    const second = stream.next?.(answeredPage(stream.request(context), { body }), context);
    const page = answeredPage(second!, { body });
    expect(stream.records(page)).toEqual([]);
    expect(() => stream.next?.(page, context)).toThrow(/more than 2 articles at 20261102101500/);
  });
});

describe('Reddit', () => {
  const [stream, context] = streamOf('reddit', { userAgent: 'server:test:1 (by /u/x)', queries: ['Lumina'] });
  const page = (read: number, created: string, after: string | null) => {
    const children = [{ kind: 't3', data: { created_utc: Date.parse(created) / 1000 } }];
    return answeredPage({ ...stream.request(context), state: { read } }, { body: { kind: 'Listing', data: { after, children } } });
  };

  it.each([
    ['reaches the window', 999, '2026-10-31T15:59:59Z', null],
    ['has more pages', 999, '2026-11-02T00:00:00Z', 't3_x'],
    ['ends early', 300, '2026-11-02T00:00:00Z', null],
  ])('nothing is missing of a listing that %s', (_what, read, created, after) => {
    expect(stream.missing?.(page(read, created, after), context)).toBeNull();
  });

  it('older posts are missing of a listing that ends after a thousand within the window', () => {
    expect(stream.missing?.(page(999, '2026-11-02T00:00:00Z', null), context)).toMatch(/no further than 1000 posts/);
  });

  it('names itself to Reddit, in requests for tokens too, and waits when its requests are used up', () => {
    const connector = connectorNamed(loadConnectors(), 'reddit');
    if (connector.auth.kind !== 'session') throw new Error(connector.auth.kind);
    const grant = connector.auth.grant((name) => name, context.config as Record<string, unknown>, new Date());
    expect(grant).toMatchObject({
      url: 'https://www.reddit.com/api/v1/access_token',
      headers: { 'user-agent': 'server:test:1 (by /u/x)' },
    });
    expect(stream.request(context).headers).toEqual({ 'user-agent': 'server:test:1 (by /u/x)' });
    const answered = (remaining: string) =>
      answeredPage(stream.request(context), { headers: { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': '37' } });
    expect([stream.waitMs?.(answered('0.0')), stream.waitMs?.(answered('1.0'))]).toEqual([37_000, 0]);
  });
});
