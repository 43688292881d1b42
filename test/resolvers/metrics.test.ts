import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { seedWorkspace } from './seeded-workspace';

const RANGE = { from: '2026-11-20', to: '2026-11-22' };

describe('Query.metrics', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest();
    await seedWorkspace(server, 1, 'spring');
  });
  afterAll(() => server.close());

  it('answers what the facts say, with totals and where they come from', async () => {
    const query = `query ($range: RangeInput!) { metrics(query: { select: [spend, roasClaimed], by: [CAMPAIGN], range: $range, totals: true, orderBy: { metric: spend } }) {
      rows { period dimensions { dimension key label } values { metric value decimal lineage } } totals { values { value } } currency asOf dataVersion warnings { code } pageInfo { hasNextPage } } }`;
    const { body } = await server.ask(query, { variables: { range: RANGE } });
    expect(body.errors).toBeUndefined();
    const { rows, totals, currency, dataVersion } = body.data.metrics;
    expect(
      rows.map((row: { dimensions: { key: string }[]; values: { value: number }[] }) => [row.dimensions[0]?.key, row.values[0]?.value]),
    ).toEqual([
      ['meta:spring-3', 90],
      ['meta:spring-2', 60],
      ['meta:spring-1', 30],
    ]);
    expect(rows[0].values[0].decimal).toMatch(/^90(\.0+)?$/);
    expect(totals.values.map(({ value }: { value: number }) => value)).toEqual([180, 3]);
    expect([currency, dataVersion]).toEqual(['CNY', '1']);
  });

  it('sets a value beside what the plan asks for', async () => {
    const query = `{ metrics(query: { select: [spend], by: [BRAND], range: { from: "2026-11-01", to: "2026-11-30" }, compare: TARGET, currency: "CNY" }) { rows { values { value target attainment pacing { expected index projected requiredPerDay daysLeft } } } } }`;
    const { body } = await server.ask(query);
    const [value] = body.data.metrics.rows[0].values;
    expect(value).toMatchObject({ value: 180, target: 1000, attainment: 0.18, pacing: { daysLeft: 8, requiredPerDay: 820 / 8 } });
    // November's target lies on its days: 22 of 30 are gone.
    expect(value.pacing.expected).toBeCloseTo((1000 * 22) / 30, 2);
    expect(value.pacing.index).toBeCloseTo(180 / value.pacing.expected, 9);
    expect(value.pacing.projected).toBeCloseTo((1000 * 180) / value.pacing.expected, 6);
  });

  it('says how unusual days are, where it is asked to', async () => {
    const query = `query ($anomalies: Boolean) { metrics(query: { select: [spend], grain: DAY, range: { from: "2026-11-20", to: "2026-11-20" }, anomalies: $anomalies }) {
      rows { values { anomaly { score expected low high direction reason } } } } }`;
    const asked = async (anomalies: boolean) =>
      (await server.ask(query, { variables: { anomalies } })).body.data.metrics.rows[0].values[0].anomaly;
    expect(await asked(true)).toEqual({ score: null, expected: null, low: null, high: null, direction: null, reason: 'SHORT_HISTORY' });
    expect(await asked(false)).toBeNull();
  });

  it('shows the top and all others, within bounds, day by day and summed up', async () => {
    const query =
      'query ($query: MetricQueryInput!) { metrics(query: $query) { rows { period dimensions { key label } values { value gap } } } }';
    const asked = async (more: object) => {
      const { body } = await server.ask(query, { variables: { query: { select: ['spend'], range: RANGE, ...more } } });
      expect(body.errors).toBeUndefined();
      return body.data.metrics.rows.map((row: { period: string | null; dimensions: { key: string }[]; values: { value: number }[] }) => [
        row.period ?? row.dimensions[0]?.key,
        row.values[0]?.value,
      ]);
    };
    const top = { dimension: 'CAMPAIGN', metric: 'spend', first: 1 };
    const by = ['CAMPAIGN'];
    expect(await asked({ by, top, orderBy: [{ metric: 'spend' }] })).toEqual([
      ['meta:spring-3', 90],
      ['__other__', 90],
    ]);
    expect(await asked({ by, having: [{ metric: 'spend', op: 'LT', value: 60 }] })).toEqual([['meta:spring-1', 30]]);
    const cumulative = await asked({ grain: 'DAY', window: { cumulative: true }, fill: 'ZERO' });
    expect(cumulative.at(-1)).toEqual(['2026-11-22', 180]);
    expect(await asked({ grain: 'MONTH', calendar: { pattern: 'FOUR_FOUR_FIVE', start: '2026-02-01' } })).toEqual([['2026-11-01', 180]]);
  });

  it('takes defaults for what is null or left out', async () => {
    const query = 'query ($query: MetricQueryInput!) { metrics(query: $query) { rows { values { value } } } }';
    const nulls = {
      by: null,
      where: null,
      fx: null,
      orderBy: null,
      totals: null,
      first: null,
      after: null,
      grain: null,
      compare: null,
      currency: null,
      asOf: null,
      alignment: null,
      having: null,
      top: null,
      window: null,
      calendar: null,
      fill: null,
    };
    for (const more of [{}, nulls]) {
      const { body } = await server.ask(query, { variables: { query: { select: ['spend'], range: RANGE, ...more } } });
      expect(body).toEqual({ data: { metrics: { rows: [{ values: [{ value: 180 }] }] } } });
    }
  });

  it('says what is wrong with a question, and nothing of the inside', async () => {
    const { status, body } = await server.ask(
      '{ metrics(query: { select: [spend], range: { from: "2026-11-22", to: "2026-11-20" } }) { currency } }',
    );
    expect(status).toBe(200);
    expect(body.errors).toEqual([
      expect.objectContaining({
        message: 'range: "2026-11-22 to 2026-11-20" given; expected a from that is not after to',
        path: ['metrics'],
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    ]);
  });

  it.each(['', 'RMB', 'usd'])('asks for a currency that there is, and not for "%s", also beside a list', async (currency) => {
    const range = 'range: { from: "2026-11-22", to: "2026-11-22" }';
    const message = `currency: "${currency}" given; expected an ISO 4217 code such as EUR`;
    for (const field of [
      `metrics(query: { select: [spend], ${range}, currency: "${currency}" }) { currency }`,
      `brands { metrics(${range}, currency: "${currency}") { spend } }`,
    ]) {
      const { body } = await server.ask(`{ ${field} }`);
      expect(body.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
    }
  });

  it('shows of its own faults an id, and logs the rest', async () => {
    await server.run('ALTER TABLE hub.brand RENAME TO brand_gone');
    try {
      const { text, body } = await server.ask('{ brands { id } sources { id } }');
      expect(body.errors?.[0]?.message).toMatch(/^Internal error; quote [0-9a-f-]{36} when you report it$/);
      expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
      expect(text).not.toMatch(/brand_gone|relation|SELECT|node_modules|stack|42P01|127\.0\.0\.1|postgres/i);
    } finally {
      await server.run('ALTER TABLE hub.brand_gone RENAME TO brand');
    }
  });

  it('refuses text that cannot be stored', async () => {
    const { body } = await server.ask('query ($key: String!) { brand(key: $key) { id } }', { variables: { key: 'a\u0000b' } });
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('lists the catalogue in three languages', async () => {
    const query =
      '{ metricCatalog(search: "品牌健康") { name unit better dimensions label hans: label(locale: ZH_HANS) hant: label(locale: ZH_HANT) } }';
    const { body } = await server.ask(query);
    expect(body.data.metricCatalog).toContainEqual(
      expect.objectContaining({
        name: 'brandHealth',
        unit: 'POINTS',
        better: 'UP',
        label: 'Brand health',
        hans: '品牌健康度',
        hant: '品牌健康度',
      }),
    );
    expect((await server.ask('{ metricCatalog { name } }')).body.data.metricCatalog.length).toBeGreaterThan(40);
  });
});
