import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { googleToken, post } from './ask';

interface Body {
  rows?: { keys: string[]; clicks: number; impressions: number; ctr: number; position: number }[];
  responseAggregationType?: string;
  metadata?: { first_incomplete_date: string };
}

describe('the sandbox Search Console', () => {
  let sandbox: Sandbox;
  let headers: Record<string, string>;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
    headers = { authorization: `Bearer ${await googleToken(sandbox)}` };
  });
  afterAll(() => sandbox.close());

  const path = (site: string) => `/search-console/webmasters/v3/sites/${encodeURIComponent(site)}/searchAnalytics/query`;
  const query = async (body: Record<string, unknown>, site = 'sc-domain:verdane.example') =>
    (await (await post(sandbox, path(site), body, headers)).json()) as Body;
  const october = { startDate: '2026-10-01', endDate: '2026-10-31' };

  it('gives keys in the order of the dimensions asked for, rates between 0 and 1', async () => {
    const { rows = [] } = await query({ ...october, dimensions: ['device', 'date', 'country', 'query', 'page'] });
    expect(rows[0]?.keys).toEqual([
      expect.stringMatching(/^(MOBILE|DESKTOP)$/),
      expect.stringMatching(/^2026-10-\d\d$/),
      expect.stringMatching(/^(chn|hkg|twn)$/),
      expect.any(String),
      expect.stringMatching(/^https:\/\/verdane\.example\//),
    ]);
    for (const row of rows) {
      expect(row.ctr).toBeCloseTo(row.clicks / row.impressions, 10);
      expect(row.position).toBeGreaterThanOrEqual(1);
    }
    expect(rows.some((row) => row.keys[3] === '青岚 精华')).toBe(true);
    expect(rows.length / 31).toBeGreaterThan(10);
  });

  it('counts more in the totals than in the queries that are named', async () => {
    const clicks = (body: Body) => (body.rows ?? []).reduce((sum, row) => sum + row.clicks, 0);
    const totals = await query({ ...october, dimensions: ['date', 'country', 'device'] });
    const named = await query({ ...october, dimensions: ['date', 'query'] });
    expect(totals.rows?.length).toBe(31 * 6);
    expect(clicks(named)).toBeLessThan(0.97 * clicks(totals));
    const truth = sandbox.world.searchTotals({ brand: 'verdane', from: '2026-10-01', to: '2026-10-31', servedOn: '2026-11-20' });
    expect(clicks(totals)).toBe(truth.reduce((sum, row) => sum + row.clicks, 0));
    expect(Math.round((totals.rows ?? []).reduce((sum, row) => sum + row.position * row.impressions, 0))).toBe(
      truth.reduce((sum, row) => sum + row.positionSum, 0),
    );
  });

  it('pages by startRow without a gap or a repeat', async () => {
    const dimensions = ['date', 'query', 'page', 'country', 'device'];
    const whole = (await query({ ...october, dimensions, rowLimit: 25_000 })).rows ?? [];
    const pieces: NonNullable<Body['rows']> = [];
    for (let startRow = 0; ; startRow += 100) {
      const { rows = [] } = await query({ ...october, dimensions, rowLimit: 100, startRow });
      pieces.push(...rows);
      if (rows.length < 100) break;
    }
    expect(pieces).toEqual(whole);
  });

  it('has no rows key where there is nothing: another kind of search, or days that are not settled', async () => {
    expect(await query({ ...october, dimensions: ['date'], type: 'image' })).not.toHaveProperty('rows');
    const last = { startDate: '2026-11-18', endDate: '2026-11-20', dimensions: ['date'] };
    expect(await query(last)).not.toHaveProperty('rows');
    const fresh = await query({ ...last, dataState: 'all' });
    expect(fresh.rows?.length).toBe(3);
    expect(fresh.metadata).toEqual({ first_incomplete_date: '2026-11-18' });
    expect((await query({ ...last, startDate: '2026-11-17' })).rows?.map((row) => row.keys)).toEqual([['2026-11-17']]);
  });

  it('refuses a foreign site, an unknown dimension and a token that it did not issue', async () => {
    expect((await post(sandbox, path('sc-domain:other.example'), october, headers)).status).toBe(403);
    expect((await post(sandbox, path('sc-domain:kumo-tea.example'), { ...october, dimensions: ['colour'] }, headers)).status).toBe(400);
    expect((await post(sandbox, path('sc-domain:kumo-tea.example'), october, { authorization: 'Bearer ya29.sandbox-99' })).status).toBe(
      401,
    );
  });
});
