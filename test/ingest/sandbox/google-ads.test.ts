import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';
import { googleToken, post } from './ask';

interface Result {
  campaign: { resourceName: string; id: string; name: string };
  adGroup?: { id: string };
  segments: { date: string; device?: string };
  metrics?: { costMicros?: string; clicks?: string; impressions?: string; conversions?: number; conversionsValue?: number };
}
type Batches = { results?: Result[]; fieldMask: string; requestId: string }[];

const CUSTOMER = '4120557301';
const ALL =
  'SELECT campaign.id, campaign.name, ad_group.id, ad_group_ad.ad.id, segments.date, segments.device, metrics.cost_micros, metrics.impressions, metrics.clicks, metrics.conversions, metrics.conversions_value FROM ad_group_ad';

describe('the sandbox Google Ads', () => {
  let sandbox: Sandbox;
  let headers: Record<string, string>;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
    headers = { authorization: `Bearer ${await googleToken(sandbox)}`, 'developer-token': SECRETS.developerToken };
  });
  afterAll(() => sandbox.close());

  const stream = (query: string, customer = CUSTOMER) =>
    post(sandbox, `/google-ads/v26/customers/${customer}/googleAds:searchStream`, { query }, headers);

  it('streams an array of batches whose 64-bit integers are text and whose names are lowerCamelCase', async () => {
    const response = await stream(`${ALL} WHERE segments.date BETWEEN '2026-10-01' AND '2026-10-01' ORDER BY segments.date`);
    const [batch] = (await response.json()) as Batches;
    const first = batch?.results?.[0] as Result;
    expect(batch?.fieldMask).toContain('adGroupAd.ad.id');
    expect(first.campaign.resourceName).toBe(`customers/${CUSTOMER}/campaigns/${first.campaign.id}`);
    expect(first.campaign.id).toMatch(/^[1-9]\d{16}$/);
    expect(first.metrics?.costMicros).toMatch(/^\d+$/);
    expect(typeof first.metrics?.conversions).toBe('number');
    expect(first.segments).toEqual({ date: '2026-10-01', device: 'MOBILE' });
  });

  it('leaves zeros out, as proto3 JSON does', async () => {
    const batches = (await (await stream(`${ALL} WHERE segments.date BETWEEN '2026-09-01' AND '2026-10-31'`)).json()) as Batches;
    const metrics = batches.flatMap((batch) => batch.results ?? []).map((result) => result.metrics ?? {});
    expect(metrics.some((row) => !('conversions' in row))).toBe(true);
    expect(metrics.every((row) => row.conversions !== 0 && row.clicks !== '0')).toBe(true);
  });

  it('adds up to the truth over two years', async () => {
    const batches = (await (await stream(`${ALL} WHERE segments.date BETWEEN '2024-11-01' AND '2026-11-20'`)).json()) as Batches;
    const results = batches.flatMap((batch) => batch.results ?? []);
    expect(batches.length).toBeGreaterThan(1);
    const truth = [
      ...sandbox.world.adDays({ platform: 'google-ads', account: CUSTOMER, from: '2024-11-01', to: '2026-11-20', servedOn: '2026-11-20' }),
    ];
    expect(results.length).toBe(truth.length);
    expect(results.reduce((sum, row) => sum + BigInt(row.metrics?.costMicros ?? 0), 0n)).toBe(
      truth.reduce((sum, row) => sum + row.costMicros, 0n),
    );
    expect(results.reduce((sum, row) => sum + Number(row.metrics?.clicks ?? 0), 0)).toBe(truth.reduce((sum, row) => sum + row.clicks, 0));
    const hundredths = results.reduce((sum, row) => sum + Math.round((row.metrics?.conversions ?? 0) * 100), 0);
    expect(BigInt(hundredths) * 10_000n).toBe(truth.reduce((sum, row) => sum + row.conversionsMicros, 0n));
  });

  it('sums devices and ads away when they are not selected', async () => {
    const where = "WHERE segments.date BETWEEN '2026-10-01' AND '2026-10-07'";
    const coarse = (await (await stream(`SELECT campaign.id, segments.date, metrics.clicks FROM campaign ${where}`)).json()) as Batches;
    const fine = (await (await stream(`${ALL} ${where}`)).json()) as Batches;
    const clicks = (batches: Batches) =>
      batches.flatMap((batch) => batch.results ?? []).reduce((sum, row) => sum + Number(row.metrics?.clicks ?? 0), 0);
    expect(coarse[0]?.results?.length).toBe(4 * 7);
    expect(clicks(coarse)).toBe(clicks(fine));
  });

  it('answers entities without a date, filters and limits', async () => {
    const query =
      "SELECT campaign.id, campaign.name FROM campaign WHERE campaign.advertising_channel_type = 'SEARCH' ORDER BY campaign.name DESC LIMIT 1";
    const [batch] = (await (await stream(query)).json()) as Batches;
    expect(batch?.results?.map((result) => result.campaign.name)).toEqual(['Lumina | Search | Generic | US']);
  });

  it('searches in pages with a bare object, and lists the customers below the manager', async () => {
    const search = await post(
      sandbox,
      `/google-ads/v26/customers/${CUSTOMER}/googleAds:search`,
      { query: `${ALL} WHERE segments.date = '2026-10-01'` },
      headers,
    );
    expect(((await search.json()) as { results: Result[] }).results.length).toBeGreaterThan(5);
    const clients = await post(
      sandbox,
      '/google-ads/v26/customers/4120557300/googleAds:search',
      { query: 'SELECT customer_client.id FROM customer_client' },
      headers,
    );
    const { results } = (await clients.json()) as { results: { customerClient: { id: string; timeZone: string } }[] };
    expect(results.map((row) => row.customerClient.timeZone)).toEqual(['America/New_York', 'Asia/Shanghai', 'Europe/Berlin']);
  });

  it('names an unknown field, refuses a stranger and an old version', async () => {
    const wrong = await stream('SELECT campaign.colour FROM campaign');
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(await wrong.json())).toContain('"queryError":"UNRECOGNIZED_FIELD"');
    const stranger = await stream(ALL, '1');
    expect(stranger.status).toBe(403);
    expect(JSON.stringify(await stranger.json())).toContain('USER_PERMISSION_DENIED');
    expect((await post(sandbox, '/google-ads/v12/customers:listAccessibleCustomers', {}, headers)).status).toBe(404);
    const bare = await post(
      sandbox,
      `/google-ads/v26/customers/${CUSTOMER}/googleAds:searchStream`,
      { query: ALL },
      { ...headers, authorization: 'Bearer x' },
    );
    expect(bare.status).toBe(401);
    expect(JSON.stringify(await bare.json())).toMatch(/^\[\{"error":\{"code":401.*OAUTH_TOKEN_EXPIRED/);
  });

  it('shows more conversions of the same day on a later clock', async () => {
    const later = await startSandbox({ today: '2026-10-01' });
    const own = { authorization: `Bearer ${await googleToken(later)}`, 'developer-token': SECRETS.developerToken };
    const asked = async () => {
      const response = await post(
        later,
        `/google-ads/v26/customers/${CUSTOMER}/googleAds:searchStream`,
        { query: `${ALL} WHERE segments.date = '2026-10-01'` },
        own,
      );
      return ((await response.json()) as Batches)
        .flatMap((batch) => batch.results ?? [])
        .reduce((sum, row) => sum + (row.metrics?.conversions ?? 0), 0);
    };
    const first = await asked();
    later.setToday('2026-11-20');
    expect(await asked()).toBeGreaterThan(1.5 * first);
    await later.close();
  });
});
