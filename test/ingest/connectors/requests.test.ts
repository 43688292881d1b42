import fc from 'fast-check';
import type { PullContext } from '../../../ingest/connector';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { brandFor } from '../../../ingest/record/brand-rules';
import { channelOfVisit } from '../../../ingest/record/channel-of-visit';
import { spread } from '../../../ingest/record/spread';
import { weightedMicros } from '../../../ingest/record/weighted-micros';
import { type Answer, answeredPage } from '../../support/recorded-answers';

function streamOf(name: string, settings: object, more: Partial<PullContext<unknown>> = {}): [AnyStream, PullContext<unknown>] {
  const connector = connectorNamed(loadConnectors(), name);
  const config = connector.config.parse(settings);
  const context = {
    source: { key: 'x', brand: 'lumina', timeZone: 'UTC', currency: null },
    config,
    window: { from: '2026-11-01', to: '2026-11-03' },
    cursor: null,
    part: '',
    brands: [],
    today: '2026-11-23',
    ...more,
  };
  return [connector.streams[0]!, context];
}

describe('Meta Ads', () => {
  const [stream, context] = streamOf('meta-ads', { accountIds: ['1'] }, { part: 'act_1' });
  const answered = (headers: Record<string, string>) => answeredPage(stream.request(context), { headers, body: { data: [] } });

  it('asks by ad and day in the window', () => {
    const { searchParams } = new URL(stream.request(context).url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      level: 'ad',
      time_increment: '1',
      time_range: '{"since":"2026-11-01","until":"2026-11-03"}',
    });
  });

  it.each<[string, Record<string, string>, number]>([
    ['goes on at once below 95 %', { 'x-app-usage': '{"call_count":94,"total_time":25,"total_cputime":25}' }, 0],
    ['waits a minute at 95 %', { 'x-app-usage': '{"call_count":95,"total_time":25,"total_cputime":25}' }, 60_000],
    ["waits on the account's own use", { 'x-ad-account-usage': '{"acc_id_util_pct":99.67}' }, 60_000],
    ['waits on the throttle of insights', { 'x-fb-ads-insights-throttle': '{"app_id_util_pct":100,"acc_id_util_pct":10}' }, 60_000],
    [
      'waits as long as Meta names',
      { 'x-business-use-case-usage': '{"1":[{"type":"ads_insights","call_count":97,"estimated_time_to_regain_access":9}]}' },
      540_000,
    ],
    [
      'is not put off by minutes that look like percents',
      { 'x-business-use-case-usage': '{"1":[{"call_count":3,"estimated_time_to_regain_access":120}]}' },
      0,
    ],
    ['is not put off by a header in another form', { 'x-app-usage': 'full' }, 0],
  ])('%s', (_what, headers, wait) => expect(stream.waitMs?.(answered(headers))).toBe(wait));
});

describe('Shopify', () => {
  const settings = { shop: 'lumina', ordersPerPage: 2 };
  const answer = (nodes: object[], hasNextPage: boolean): Answer => ({
    body: { data: { orders: { nodes, pageInfo: { hasNextPage, endCursor: 'c2' } } } },
  });

  it('begins at the first day of the window, then where the last order changed', () => {
    const [stream, context] = streamOf('shopify', settings);
    expect(JSON.stringify(stream.request(context).body)).toContain("updated_at:>='2026-11-01T00:00:00Z'");
    const page = answeredPage(
      stream.request(context),
      answer([{ updatedAt: '2026-11-02T10:00:00Z' }, { updatedAt: '2026-11-02T11:00:00Z' }], true),
    );
    const cursor = stream.cursor?.(page, context) ?? null;
    expect(JSON.stringify(stream.request({ ...context, cursor }).body)).toContain("updated_at:>='2026-11-02T11:00:00Z'");
    expect(JSON.stringify(stream.next?.(page, context)?.body)).toContain('"after":"c2"');
  });

  it('keeps its place over an empty page', () => {
    const [stream, context] = streamOf('shopify', settings, { cursor: { updatedAt: '2026-11-02T10:00:00Z' } });
    expect(stream.cursor?.(answeredPage(stream.request(context), answer([], false)), context)).toEqual(context.cursor);
  });

  it('waits until the bucket holds the next query', () => {
    const [stream, context] = streamOf('shopify', settings);
    const cost = {
      requestedQueryCost: 100,
      actualQueryCost: 90,
      throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 50, restoreRate: 50 },
    };
    expect(stream.waitMs?.(answeredPage(stream.request(context), { body: { extensions: { cost } } }))).toBe(1000);
  });
});

describe('Mastodon', () => {
  it('begins at the first id of the window, then after the newest status', () => {
    const [stream, context] = streamOf('mastodon', { hashtags: ['云茶'] }, { part: '云茶' });
    const url = new URL(stream.request(context).url);
    expect(url.pathname).toBe('/api/v1/timelines/tag/%E4%BA%91%E8%8C%B6');
    expect(Number(BigInt(url.searchParams.get('min_id') ?? '') >> 16n)).toBe(Date.parse('2026-11-01T00:00:00Z'));
    expect(new URL(stream.request({ ...context, cursor: { minId: '7' } }).url).searchParams.get('min_id')).toBe('7');
  });
});

describe('feeds', () => {
  const part = 'https://news.example/a.xml';

  it('are asked for what is new since the last time', () => {
    const [stream, context] = streamOf('feed', { feeds: [part] }, { part });
    const page = answeredPage(stream.request(context), {
      headers: { etag: '"1"', 'last-modified': 'Mon, 02 Nov 2026 10:00:00 GMT' },
      text: '',
    });
    const cursor = stream.cursor?.(page, context) ?? null;
    expect(stream.request({ ...context, cursor }).headers).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': 'Mon, 02 Nov 2026 10:00:00 GMT',
    });
  });

  it('that did not change give nothing and keep their place', () => {
    const [stream, context] = streamOf('feed', { feeds: [part] }, { part, cursor: { etag: '"1"' } });
    const page = answeredPage(stream.request(context), { status: 304, text: '' });
    expect(stream.records(page)).toEqual([]);
    expect(stream.cursor?.(page, context)).toEqual({ etag: '"1"' });
  });

  it('of more than ten megabytes are refused', () => {
    const [stream, context] = streamOf('feed', { feeds: [part] }, { part });
    expect(() => stream.classify?.(answeredPage(stream.request(context), { text: ' '.repeat(10 * 1024 * 1024 + 1) }))).toThrow(/at most/);
  });
});

describe('the ECB', () => {
  it('is asked for the short file when that reaches far enough back', () => {
    const [stream, context] = streamOf('ecb-rates', {});
    expect(stream.request(context).url).toMatch(/eurofxref-hist-90d\.xml$/);
    expect(stream.request({ ...context, window: { from: '2025-01-01', to: '2026-11-03' } }).url).toMatch(/eurofxref-hist\.xml$/);
  });
});

describe('amounts', () => {
  it('are spread so that the parts add up exactly and none is more than one millionth from its share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (amount, given) => {
        const parts = spread(amount, given);
        const total = given.reduce((sum, weight) => sum + weight, 0n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        const shares = given.map((weight) => (total === 0n ? 0n : (amount * weight) / total));
        const most = total === 0n ? amount : 1n;
        for (const [line, part] of parts.entries()) expect(part - (shares[line] as bigint)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('are not spread over nothing', () => expect(() => spread(1n, [])).toThrow('spread: 1 over []'));

  it.each<[string | number, bigint, bigint]>([
    [5, 1000n, 5_000_000_000n],
    ['3.3333333333333335', 3n, 10_000_000n],
    ['12.345678901234567', 1_000_000n, 12_345_678_901_235n],
    ['1.5e1', 2n, 30_000_000n],
    [1, 0n, 0n],
  ])('a mean of %s over %d is %d millionths', (mean, count, micros) => expect(weightedMicros(mean, count)).toBe(micros));
});

describe('where a visit came from', () => {
  it.each([
    ['google', 'cpc', 'paid_search'],
    ['facebook', 'paid_social', 'paid_social'],
    ['instagram', 'cpc', 'paid_social'],
    ['newsletter', 'email', 'email'],
    ['google', 'organic', 'organic_search'],
    ['xiaohongshu', null, 'organic_social'],
    ['partner.example', 'referral', 'referral'],
    [null, null, 'direct'],
    ['poster', 'print', 'other'],
  ])('%s / %s is %s', (source, medium, channel) => expect(channelOfVisit(source, medium)).toBe(channel));

  it('and whose campaign it was, by the first rule that fits', () => {
    const rules = [
      { match: 'Kumo', brand: 'kumo' },
      { match: 'u', brand: 'lumina' },
    ];
    expect([brandFor('KUMO | Video', rules, null), brandFor('Lumina', rules, 'x'), brandFor('Verdane', rules, 'verdane')]).toEqual([
      'kumo',
      'lumina',
      'verdane',
    ]);
  });
});
