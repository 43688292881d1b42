import { AcceptanceHub, type Data } from '../support/acceptance-hub';

const METRICS = ['spend', 'clicks', 'ctr', 'roasClaimed'] as const;
const SUMMER = { from: '2026-07-01', to: '2026-08-31' };
const SPRING = { from: '2026-05-01', to: '2026-06-30' };
const LAST_SUMMER = { from: '2025-07-01', to: '2025-08-31' };
type Range = typeof SUMMER;

const QUESTION = `query ($query: MetricQueryInput!) {
  metrics(query: $query) {
    currency
    rows { period dimensions { key } values { ...all } }
    totals { values { ...all } }
    warnings { code message }
  }
}
fragment all on MetricValue { metric value decimal previous change changePercent }`;

/** What an analyst finds: a rate has eighteen places, is of the day or of the last day within a week before, and goes by way of the euro. */
const ANALYST = `WITH day AS (SELECT d::date AS day FROM generate_series($1::date, $2::date, '1 day') d),
  euro AS (
    SELECT day.day, c.currency, CASE c.currency WHEN 'EUR' THEN 1000000 ELSE (
      SELECT f.per_euro_micros FROM fact.fx_day f
      WHERE f.workspace_id = 1 AND f.currency = c.currency AND f.day BETWEEN day.day - 7 AND day.day ORDER BY f.day DESC LIMIT 1) END AS bought
    FROM day CROSS JOIN (VALUES ('CNY'), ('USD'), ('EUR')) c (currency)
  ),
  rate AS (
    SELECT s.day, s.currency, CASE WHEN s.currency = $3 THEN 1 ELSE round(t.bought::numeric(60, 40) / s.bought, 18) END AS rate
    FROM euro s JOIN euro t ON t.day = s.day AND t.currency = $3
  ),
  ad AS (
    SELECT to_char(f.day, 'YYYY-MM-01') AS month, c.channel, f.impressions, f.clicks,
      f.spend_micros * r.rate * 0.000001 AS spend, f.revenue_claimed_micros * r.rate * 0.000001 AS revenue
    FROM fact.ad_day f JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
      JOIN rate r ON r.day = f.day AND r.currency = f.currency
    WHERE f.workspace_id = 1 AND f.day BETWEEN $1 AND $2
  )
  SELECT month, channel, sum(spend)::text AS spend, trim_scale(round(sum(spend), 6))::text AS money, sum(clicks)::text AS clicks,
    (sum(clicks)::numeric(60, 30) / sum(impressions))::text AS ctr, (sum(revenue)::numeric(90, 40) / sum(spend))::text AS "roasClaimed"
  FROM ad GROUP BY GROUPING SETS ((month, channel), ()) ORDER BY month, channel`;

describe('spend, clicks, CTR and ROAS by channel and month', () => {
  let hub: AcceptanceHub;
  beforeAll(async () => {
    hub = await AcceptanceHub.open({ today: '2026-09-20', sources: ({ connector }) => /ads|ecb/.test(connector) });
    for (const range of [LAST_SUMMER, SPRING, SUMMER]) await hub.pullAll(range);
    // The first of May is no banking day: its rate is that of the day before.
    await hub.pull('ecb', { from: '2026-04-20', to: '2026-04-30' });
  });
  afterAll(() => hub?.close());

  /** The analyst's rows by month and channel; the whole is under 'whole'. */
  async function analysis({ from, to }: Range, currency: string): Promise<Map<string, Record<string, string>>> {
    const rows = await hub.sql(ANALYST, [from, to, currency]);
    return new Map(rows.map((row) => [row.month === null ? 'whole' : `${row.month} ${row.channel}`, row]));
  }

  const ask = async (variables: Record<string, unknown>) =>
    (await hub.ask(QUESTION, { query: { select: METRICS, by: ['CHANNEL'], grain: 'MONTH', range: SUMMER, totals: true, ...variables } }))
      .metrics;

  function expectEqual(value: Data, found: Record<string, string>, before: Record<string, string> | undefined): void {
    const name = value.metric as (typeof METRICS)[number];
    // The nearest double of the exact number, bit for bit; money to the last of its six places, a count as the whole number that it is.
    expect([name, value.value, value.previous]).toEqual([name, Number(found[name]), Number(before?.[name])]);
    if (name === 'spend') expect(value.decimal).toBe(found.money);
    if (name === 'clicks') expect(value.decimal).toBe(found.clicks);
    expect(value.change).toBeCloseTo(Number(found[name]) - Number(before?.[name]), 6);
    expect(value.changePercent).toBeCloseTo((100 * (Number(found[name]) - Number(before?.[name]))) / Number(before?.[name]), 6);
  }

  describe.each(['CNY', 'USD', 'EUR'])('in %s', (currency) => {
    it.each([
      ['PREVIOUS_PERIOD', SPRING, { '2026-07-01': '2026-05-01', '2026-08-01': '2026-06-01' }],
      ['PREVIOUS_YEAR', LAST_SUMMER, { '2026-07-01': '2025-07-01', '2026-08-01': '2025-08-01' }],
    ] as const)('are what plain SQL over the facts says, also when compared with %s', async (compare, range, counterpart) => {
      const answer = await ask({ currency, compare });
      const [now, before] = [await analysis(SUMMER, currency), await analysis(range, currency)];
      expect(answer.currency).toBe(currency);
      expect(answer.rows).toHaveLength(now.size - 1);
      expect(answer.rows.length).toBeGreaterThanOrEqual(6);
      for (const row of answer.rows) {
        const channel = row.dimensions[0].key;
        const [found, other] = [now.get(`${row.period} ${channel}`), before.get(`${counterpart[row.period as '2026-07-01']} ${channel}`)];
        for (const value of row.values) expectEqual(value, found as Record<string, string>, other);
      }
      for (const value of answer.totals.values) expectEqual(value, now.get('whole') as Record<string, string>, before.get('whole'));
    });
  });

  it('are asked of the platforms: the facts are the world’s own rows', async () => {
    const { world } = hub.sandbox;
    const accounts = ['4120557301', '4120557302', '4120557303'].map((account) => ({ platform: 'google-ads' as const, account }));
    const truth = accounts.flatMap((account) => [...world.adDays({ ...account, ...SUMMER, servedOn: '2026-09-20' })]);
    const [facts] = await hub.sql(
      `SELECT count(*)::int AS rows, sum(f.clicks)::int AS clicks FROM fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id
       WHERE c.platform = 'google-ads' AND f.day BETWEEN $1 AND $2`,
      [SUMMER.from, SUMMER.to],
    );
    expect(truth.length).toBeGreaterThan(1000);
    expect(facts).toEqual({ rows: truth.length, clicks: truth.reduce((sum, { clicks }) => sum + clicks, 0) });
  });
});
