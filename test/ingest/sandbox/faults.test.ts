import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';
import { googleToken, post } from './ask';

const SHOP = '/shopify/lumina/admin/api/2026-07/graphql.json';
const ORDERS =
  'query ($after: String) { orders(first: 5, after: $after, sortKey: UPDATED_AT) { edges { node { id totalPriceSet { shopMoney { amount } } } } pageInfo { hasNextPage endCursor } } }';
const INSIGHTS = `/meta-ads/v25.0/act_104880331665520101/insights?${new URLSearchParams({
  level: 'ad',
  fields: 'ad_id,spend,impressions',
  time_increment: '1',
  limit: '4',
  time_range: '{"since":"2026-10-01","until":"2026-10-07"}',
  access_token: SECRETS.metaToken,
})}`;

describe('the faults of the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
  });
  afterEach(() => sandbox.clearFaults());
  afterAll(() => sandbox.close());

  const tag = (query = '') =>
    fetch(`${sandbox.url}/mastodon/api/v1/timelines/tag/lumina${query}`, { headers: { authorization: `Bearer ${SECRETS.mastodonToken}` } });
  const orders = async (after: string | null = null) =>
    (await (
      await post(sandbox, SHOP, { query: ORDERS, variables: { after } }, { 'x-shopify-access-token': SECRETS.shopifyToken })
    ).json()) as Record<string, never>;
  const insights = async (address = sandbox.url + INSIGHTS) =>
    (await (await fetch(address)).json()) as { data: Record<string, string>[]; paging?: { next?: string } };

  it('429: as often as asked, with Retry-After in seconds or as a date, in the words of the platform', async () => {
    sandbox.fault('mastodon', { kind: '429', retryAfterSeconds: 7 }, 2);
    const first = await tag();
    expect([first.status, first.headers.get('retry-after'), first.headers.get('x-ratelimit-remaining'), await first.json()]).toEqual([
      429,
      '7',
      '0',
      { error: 'Too many requests' },
    ]);
    expect((await tag()).status).toBe(429);
    expect((await tag()).status).toBe(200);
    sandbox.fault('mastodon', { kind: '429', retryAfterSeconds: 60, asDate: true });
    const asked = Date.now();
    const dated = Date.parse((await tag()).headers.get('retry-after') ?? '');
    // An HTTP date has no fractions of a second.
    expect(dated).toBeGreaterThan(asked + 59_000);
    expect(dated).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('429 at Meta is status 400 with code 80000, and the minutes to wait in a header', async () => {
    sandbox.fault('meta-ads', { kind: '429', retryAfterSeconds: 180 });
    const response = await fetch(sandbox.url + INSIGHTS);
    expect(response.status).toBe(400);
    expect(response.headers.get('retry-after')).toBeNull();
    expect(response.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":3');
    expect(await response.json()).toMatchObject({ error: { code: 80000, error_subcode: 2446079 } });
  });

  it('429 at Google Ads names the delay inside its array', async () => {
    sandbox.fault('google-ads', { kind: '429', retryAfterSeconds: 8962 });
    const response = await post(sandbox, '/google-ads/v26/customers/4120557301/googleAds:searchStream', {});
    expect(response.status).toBe(429);
    expect(JSON.stringify(await response.json())).toMatch(/^\[\{"error":\{"code":429,.*"retryDelay":"8962s"/);
  });

  it("500: the platform's own failure", async () => {
    sandbox.fault('mastodon', '500');
    expect((await tag()).status).toBe(500);
    sandbox.fault('feeds', '500');
    expect((await fetch(`${sandbox.url}/feeds/press.json`)).status).toBe(503);
  });

  it('expired-token: a Google platform refuses every token until a new one is fetched', async () => {
    const token = await googleToken(sandbox);
    const sites = (bearer: string) =>
      fetch(`${sandbox.url}/search-console/webmasters/v3/sites`, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await sites(token)).status).toBe(200);
    sandbox.fault('search-console', 'expired-token');
    expect((await sites(token)).status).toBe(401);
    expect((await sites(token)).status).toBe(401);
    expect((await sites(await googleToken(sandbox))).status).toBe(200);
  });

  it('error-in-200: Shopify throttles under status 200, with what it costs', async () => {
    sandbox.fault('shopify', 'error-in-200');
    const response = await post(sandbox, SHOP, { query: ORDERS }, { 'x-shopify-access-token': SECRETS.shopifyToken });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: { cost: { actualQueryCost: null, throttleStatus: { currentlyAvailable: 0 } } },
    });
  });

  it('cut-body: the connection closes halfway', async () => {
    sandbox.fault('mastodon', 'cut-body');
    const response = await tag();
    await expect(response.text()).rejects.toThrow();
    expect((await (await tag()).json()) as unknown[]).toHaveLength(20);
  });

  it('garbage: a body that is not JSON', async () => {
    sandbox.fault('mastodon', 'garbage');
    const text = await (await tag()).text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('slow: the answer comes late', async () => {
    sandbox.fault('mastodon', { kind: 'slow', delayMs: 120 });
    const start = Date.now();
    expect((await tag()).status).toBe(200);
    expect(Date.now() - start).toBeGreaterThanOrEqual(115);
  });

  it('empty and reordered-page: no records, and the same records in another order', async () => {
    const usual = ((await (await tag()).json()) as { id: string }[]).map((status) => status.id);
    sandbox.fault('mastodon', 'empty');
    expect(await (await tag()).json()).toEqual([]);
    sandbox.fault('mastodon', 'reordered-page');
    expect(((await (await tag()).json()) as { id: string }[]).map((status) => status.id)).toEqual(usual.toReversed());
    sandbox.fault('meta-ads', 'empty');
    expect(await insights()).toEqual({ data: [] });
  });

  it('bad-record: the first record has an impossible value, the others are whole', async () => {
    sandbox.fault('meta-ads', 'bad-record');
    const spends = (await insights()).data.map((row) => row.spend);
    expect(spends[0]).toBe('-3.10');
    expect(spends.slice(1).every((spend) => Number(spend) >= 0)).toBe(true);
    sandbox.fault('shopify', 'bad-record');
    expect(JSON.stringify(await orders()).match(/"NaN"/g)).toHaveLength(1);
  });

  it('duplicate-page: the page before comes again, and following it still reaches every record', async () => {
    const ids: string[] = [];
    const walk = async () => {
      for (let next: string | undefined = sandbox.url + INSIGHTS, page = 0; next; page++) {
        if (page === 1) sandbox.fault('meta-ads', 'duplicate-page');
        const body: Awaited<ReturnType<typeof insights>> = await insights(next);
        ids.push(...body.data.map((row) => `${row.date_start}/${row.ad_id}`));
        next = body.paging?.next;
      }
    };
    await walk();
    expect(ids.slice(4, 8)).toEqual(ids.slice(0, 4));
    expect(ids.length).toBe(new Set(ids).size + 4);
    expect(new Set(ids).size).toBe(
      [
        ...sandbox.world.adDays({
          platform: 'meta-ads',
          account: 'act_104880331665520101',
          from: '2026-10-01',
          to: '2026-10-07',
          servedOn: '2026-11-20',
        }),
      ].length,
    );
  });

  it('duplicate-page at Shopify repeats cursor and all; a first page carries its records twice', async () => {
    const first = (await orders()) as unknown as { data: { orders: { pageInfo: { endCursor: string }; edges: unknown[] } } };
    sandbox.fault('shopify', 'duplicate-page');
    expect(await orders(first.data.orders.pageInfo.endCursor)).toEqual(first);
    sandbox.fault('shopify', 'duplicate-page');
    const doubled = (await orders()) as unknown as typeof first;
    expect(doubled.data.orders.edges).toEqual([...first.data.orders.edges, ...first.data.orders.edges]);
  });

  it('are refused when there is no such platform or fault', () => {
    expect(() => sandbox.fault('myspace', '429')).toThrow('"myspace" is no platform');
    expect(() => sandbox.fault('ecb', 'meteor' as never)).toThrow('"meteor" is unknown');
  });
});
