import { KEPT_REQUESTS, SANDBOX_SOURCES, type Sandbox, sandboxSources, startSandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';
import { addDays, dayIn } from '../../../src/lib/day';
import { googleToken, post } from './ask';

describe('the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
  });
  afterAll(() => sandbox.close());

  it('listens on the loopback address', () => {
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('follows the calendar one day behind unless its clock is set', async () => {
    const running = await startSandbox();
    expect(running.today()).toBe(addDays(dayIn('UTC', new Date()), -1));
    running.setToday('2026-01-31');
    expect(running.today()).toBe('2026-01-31');
    expect(() => running.setToday('2026-02-30')).toThrow('setToday: "2026-02-30" is not a calendar day');
    await running.close();
  });

  it('is steered by other processes', async () => {
    expect(await (await post(sandbox, '/_sandbox/today', { today: '2026-11-19' })).json()).toEqual({ today: '2026-11-19' });
    sandbox.setToday('2026-11-20');
    await post(sandbox, '/_sandbox/fault', { platform: 'ecb', fault: '500', times: 1 });
    expect((await fetch(`${sandbox.url}/ecb/stats/eurofxref/eurofxref-daily.xml`)).status).toBe(503);
    const requests = (await (await fetch(`${sandbox.url}/_sandbox/requests`)).json()) as Record<string, unknown>[];
    expect(requests.at(-1)).toMatchObject({
      platform: 'ecb',
      method: 'GET',
      path: '/stats/eurofxref/eurofxref-daily.xml',
      status: 503,
      fault: '500',
    });
    expect((await post(sandbox, '/_sandbox/today', { today: 'soon' })).status).toBe(400);
  });

  it('remembers its last requests and no more', async () => {
    const other = await startSandbox({ today: '2026-11-20' });
    for (let round = 0; round < KEPT_REQUESTS + 5; round++) await (await fetch(`${other.url}/oauth2/none?round=${round}`)).text();
    expect(other.requests.length).toBe(KEPT_REQUESTS);
    expect([other.requests[0]?.query, other.requests.at(-1)?.query]).toEqual(['round=5', `round=${KEPT_REQUESTS + 4}`]);
    await other.close();
  });

  it('refuses a refresh token that is not its own', async () => {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: SECRETS.clientId,
      client_secret: SECRETS.clientSecret,
      refresh_token: 'x',
    });
    const response = await fetch(`${sandbox.url}/oauth2/token`, { method: 'POST', body: form });
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_grant', error_description: 'Bad Request' }]);
    expect(await googleToken(sandbox)).toMatch(/^ya29\.sandbox-\d+$/);
  });

  it('lists one source an account, with addresses once it runs', () => {
    const sources = sandboxSources(sandbox.url);
    expect(new Set(sources.map((source) => source.key)).size).toBe(SANDBOX_SOURCES.length);
    expect(sources.find((source) => source.key === 'google-ads-kumo')).toMatchObject({
      connector: 'google-ads',
      brand: 'kumo',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      config: { baseUrl: `${sandbox.url}/google-ads`, tokenUrl: `${sandbox.url}/oauth2/token`, customerIds: ['4120557303'] },
    });
    expect(sources.find((source) => source.key === 'shopify-lumina')?.config).toMatchObject({ baseUrl: `${sandbox.url}/shopify/lumina` });
  });

  // How long that takes is measured by the bench of the first start.
  it('serves its two years in one go, without a refusal', async () => {
    const fresh = await startSandbox({ today: '2026-11-20', seed: 99 });
    const headers = { authorization: `Bearer ${await googleToken(fresh)}`, 'developer-token': SECRETS.developerToken };
    const query =
      "SELECT ad_group_ad.ad.id, segments.date, segments.device, metrics.clicks FROM ad_group_ad WHERE segments.date BETWEEN '2024-11-01' AND '2026-11-20'";
    for (const id of ['4120557301', '4120557302', '4120557303'])
      await (await post(fresh, `/google-ads/v26/customers/${id}/googleAds:searchStream`, { query }, headers)).text();
    const search = {
      startDate: '2024-11-01',
      endDate: '2026-11-20',
      dimensions: ['date', 'query', 'page', 'country', 'device'],
      rowLimit: 25_000,
    };
    for (const site of ['lumina', 'verdane', 'kumo-tea'])
      await (
        await post(fresh, `/search-console/webmasters/v3/sites/sc-domain%3A${site}.example/searchAnalytics/query`, search, headers)
      ).text();
    const orders =
      'query ($after: String) { orders(first: 250, after: $after, sortKey: UPDATED_AT) { nodes { id totalPriceSet { shopMoney { amount } } lineItems(first: 9) { nodes { sku quantity } } } pageInfo { hasNextPage endCursor } } }';
    for (const shop of ['lumina', 'verdane', 'kumo']) {
      for (let after: string | null = ''; after !== null; ) {
        const response = await post(
          fresh,
          `/shopify/${shop}/admin/api/2026-07/graphql.json`,
          { query: orders, variables: { after } },
          { 'x-shopify-access-token': SECRETS.shopifyToken },
        );
        const { data } = (await response.json()) as { data: { orders: { pageInfo: { hasNextPage: boolean; endCursor: string } } } };
        after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
      }
    }
    for (let next: string | undefined = `${fresh.url}/mastodon/api/v1/timelines/public?limit=40`; next; ) {
      const response: Response = await fetch(next, { headers: { authorization: `Bearer ${SECRETS.mastodonToken}` } });
      await response.text();
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(fresh.requests.length).toBeGreaterThan(100);
    expect(fresh.requests.filter((request) => request.status !== 200)).toEqual([]);
    await fresh.close();
  });
});
