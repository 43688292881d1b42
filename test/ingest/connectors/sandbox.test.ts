import { AdDay } from '../../../entities/facts/AdDay';
import type { Mention } from '../../../entities/facts/Mention';
import type { OrderLine } from '../../../entities/facts/OrderLine';
import type { SearchDay } from '../../../entities/facts/SearchDay';
import type { HttpRequest, Page, PullContext } from '../../../ingest/connector';
import { type Credentials, credentialsOf } from '../../../ingest/credentials';
import { exchange } from '../../../ingest/http';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { Network } from '../../../ingest/network';
import { type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../../ingest/sandbox/sandbox';

const network = new Network(['127.0.0.1']);

const TODAY = '2026-11-20';
const BRANDS = WORLD_BRANDS.map((brand) => ({
  key: brand.key,
  names: [...Object.values(brand.names), ...brand.aliases],
  excludes: ['Chevrolet Lumina', 'Toyota Solara', 'lumina is the Latin', 'kumo is Japanese', '山间青岚', '七曜日'],
}));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ today: TODAY });
});
afterAll(() => sandbox.close());

/** Everything that a source's stream gives in a window, asked for by hand: request, fetch, classify, records, next, until null. */
async function pull<Row>(key: string, streamName: string, window = { from: '2026-10-20', to: '2026-11-02' }): Promise<Row[]> {
  const source = sandboxSources(sandbox.url).find((candidate) => candidate.key === key);
  if (!source) throw new Error(`the sandbox has no source ${key}`);
  const connector = connectorNamed(loadConnectors(), source.connector);
  const stream = connector.streams.find(({ name }) => name === streamName) as AnyStream;
  const config = connector.config.parse(source.config);
  const rows: object[] = [];
  for (const part of stream.parts?.(config) ?? ['']) {
    const context: PullContext<unknown> = {
      source: { key, brand: source.brand ?? null, timeZone: source.timeZone, currency: source.currency ?? null },
      config,
      window,
      cursor: null,
      part,
      brands: BRANDS,
      today: TODAY,
    };
    const { auth } = connector;
    const credentials = credentialsOf({
      auth,
      secrets: source.secrets,
      config,
      network,
      timeoutMs: 60_000,
      saveSecret: async () => undefined,
    });
    for (let request: HttpRequest | null = stream.request(context); request; ) {
      const page: Page = await ask(request, credentials);
      stream.classify?.(page);
      rows.push(...stream.records(page).flatMap((record) => stream.map(stream.shape.parse(record), context)));
      request = stream.next?.(page, context) ?? null;
    }
  }
  return rows as Row[];
}

async function ask(request: HttpRequest, credentials: Credentials): Promise<Page> {
  const { request: signed } = await credentials.sign(request);
  return exchange(request, { signed, network, timeoutMs: 60_000, maxBytes: 50_000_000 });
}

const total = (values: Iterable<bigint | number | null | undefined>) =>
  [...values].reduce<bigint>((sum, value) => sum + BigInt(value ?? 0), 0n);
const sums = (rows: readonly AdDay[]) => ({
  rows: rows.length,
  impressions: total(rows.map((row) => row.impressions)),
  clicks: total(rows.map((row) => row.clicks)),
  spend: total(rows.map((row) => row.spend)),
  conversions: total(rows.map((row) => row.conversionsClaimed)),
  revenue: total(rows.map((row) => row.revenueClaimed)),
});

describe('a pull by hand agrees with the world behind the sandbox', () => {
  it.each(['google-ads-lumina', 'google-ads-verdane', 'meta-ads-lumina', 'meta-ads-kumo'])('%s, to the last millionth', async (key) => {
    const source = sandboxSources(sandbox.url).find((candidate) => candidate.key === key)!;
    const account = ((source.config.customerIds ?? source.config.accountIds) as string[])[0] as string;
    const asked = {
      platform: source.connector as 'google-ads' | 'meta-ads',
      account,
      from: '2026-10-20',
      to: '2026-11-02',
      servedOn: TODAY,
    };
    const world = [...sandbox.world.adDays(asked)];
    const found = await pull<AdDay>(key, 'ads');
    expect(world.length).toBeGreaterThan(40);
    expect(sums(found)).toEqual({
      rows: world.length,
      impressions: total(world.map((row) => row.impressions)),
      clicks: total(world.map((row) => row.clicks)),
      spend: total(world.map((row) => row.costMicros)),
      conversions: total(world.map((row) => row.conversionsMicros)),
      revenue: total(world.map((row) => row.revenueMicros)),
    });
  });

  it('Search Console: totals, and named queries that add up to less', async () => {
    const asked = { brand: 'lumina', from: '2026-11-01', to: '2026-11-07', servedOn: TODAY };
    const window = { from: asked.from, to: asked.to };
    const world = sandbox.world.searchTotals(asked);
    const totals = await pull<SearchDay>('search-console-lumina', 'totals', window);
    expect(totals).toHaveLength(world.length);
    expect(total(totals.map((row) => row.impressions))).toBe(total(world.map((row) => row.impressions)));
    expect(total(totals.map((row) => row.positionSum))).toBe(total(world.map((row) => row.positionSum)) * 1_000_000n);
    const named = [...sandbox.world.searchRows(asked)].filter((row) => row.query !== null);
    const queries = await pull<SearchDay>('search-console-lumina', 'queries', window);
    expect(total(queries.map((row) => row.clicks))).toBe(total(named.map((row) => row.clicks)));
    expect(total(queries.map((row) => row.impressions))).toBe(total(named.map((row) => row.impressions)));
    expect(total(queries.map((row) => row.impressions))).toBeLessThan(total(totals.map((row) => row.impressions)));
  });

  it('Shopify: every order that is no test, with its refunds', async () => {
    const now = sandbox.world.nowOn(TODAY);
    const orders = [...sandbox.world.orders({ brand: 'lumina', from: '2026-10-01', to: '2026-11-19', servedOn: TODAY })].filter(
      (order) => !order.test,
    );
    const lines = (await pull<OrderLine>('shopify-lumina', 'orders', { from: '2026-10-01', to: TODAY })).filter(
      ({ day }) => day >= '2026-10-01' && day <= '2026-11-19',
    );
    const cents = (value: (order: (typeof orders)[number]) => number) =>
      BigInt(orders.reduce((sum, order) => sum + value(order), 0)) * 10_000n;
    const gross = (order: (typeof orders)[number]) => order.lines.reduce((sum, line) => sum + line.cents, 0);
    expect(new Set(lines.map((line) => line.orderId)).size).toBe(orders.length);
    expect(total(lines.map((line) => line.gross))).toBe(cents(gross));
    expect(total(lines.map((line) => line.refunded))).toBe(
      cents((order) => (order.refund && order.refund.at <= now ? Math.min(order.refund.cents, gross(order)) : 0)),
    );
    const firsts = new Set(lines.filter((line) => line.segment === 'new').map((line) => line.orderId));
    expect(firsts.size).toBe(orders.filter((order) => order.customer?.index === 1).length);
  });

  it('Mastodon: every post about a brand once, reblogs and other meanings of the name left out', async () => {
    const window = { from: '2026-11-01', to: '2026-11-10' };
    const found = await pull<Mention>('mastodon', 'hashtags', window);
    const ids = (mentions: readonly Mention[]) =>
      [...new Set(mentions.map(({ post, brand }) => `${post.split('/').at(-1)} ${brand}`))].sort();
    const world = [...sandbox.world.posts({ from: window.from, to: TODAY, servedOn: TODAY })].filter((post) => post.kind !== 'reblog');
    const wanted = world.filter((post) => post.tags.length > 0).flatMap((post) => post.brands.map((brand) => `${post.id} ${brand}`));
    expect(ids(found)).toEqual([...new Set(wanted)].sort());
  });

  it('feeds: the newest items of all five formats, in their charsets', async () => {
    const found = await pull<Mention>('feeds', 'articles');
    for (const feed of ['news-en.xml', 'news-zh.xml', 'blog.atom', 'press.json', 'old.rdf'] as const) {
      const articles = sandbox.world.articles(feed, TODAY);
      const urls = new Map(articles.map((article) => [article.url, article.title]));
      const mentions = found.filter(({ url }) => url && urls.has(url));
      expect(new Set(mentions.map(({ url }) => url)).size).toBe(urls.size);
      for (const { url, text } of mentions) expect(text).toContain(urls.get(url as string));
    }
  });

  it('ECB: every rate of the window', async () => {
    const window = { from: '2026-06-01', to: '2026-11-10' };
    const world = [...sandbox.world.rates({ ...window, servedOn: TODAY })];
    const found = await pull<{ day: string; currency: string; perEuro: bigint }>('ecb', 'rates', window);
    const text = (rows: { day: string; currency: string; perEuro: bigint }[]) =>
      rows.map(({ day, currency, perEuro }) => `${day} ${currency} ${perEuro}`).sort();
    expect(text(found)).toEqual(
      text(world.map(({ day, currency, rate }) => ({ day, currency, perEuro: BigInt(Math.round(Number(rate) * 1e6)) }))),
    );
  });
});

describe('what goes wrong at a platform is told by its kind', () => {
  const cases = [
    ['google-ads-lumina', 'ads', 'google-ads'],
    ['meta-ads-lumina', 'ads', 'meta-ads'],
    ['search-console-lumina', 'totals', 'search-console'],
    ['shopify-lumina', 'orders', 'shopify'],
    ['mastodon', 'hashtags', 'mastodon'],
  ] as const;
  it.each(cases)('%s: a refused token, and a throttle under status 200', async (key, stream, platform) => {
    sandbox.fault(platform, 'expired-token');
    await expect(pull(key, stream)).rejects.toMatchObject({ name: 'Unauthorized' });
    sandbox.fault(platform, 'error-in-200');
    await expect(pull(key, stream)).rejects.toMatchObject({ name: 'Retriable' });
    sandbox.clearFaults();
  });

  it.each([...cases, ['feeds', 'articles', 'feeds'] as const, ['ecb', 'rates', 'ecb'] as const])(
    '%s: half a body is never taken for a whole one',
    async (key, stream, platform) => {
      sandbox.fault(platform, 'garbage');
      await expect(pull(key, stream)).rejects.toMatchObject({ name: 'Retriable' });
      sandbox.clearFaults();
    },
  );

  it.each(cases)('%s: a record with an impossible value is refused', async (key, stream, platform) => {
    sandbox.fault(platform, 'bad-record');
    await expect(pull(key, stream)).rejects.toThrow();
    sandbox.clearFaults();
  });
});
