import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const QUERY = {
  select: ['spend', 'roasClaimed'],
  by: ['CAMPAIGN'],
  range: { from: '2026-11-20', to: '2026-11-22' },
  orderBy: [{ metric: 'spend' }],
};
const HEAD =
  'id version note takenBy from to asOf currency dataVersion ratesVersion rulesSince definitions { metric version formula } query { key }';
const VALUE = 'metric from to change redefined restated exchanged moved reason';
const COMPARE = `query ($from: ID!, $to: ID) { compareSnapshots(from: $from, to: $to) {
  from { id } to { id } rowCount rows { dimensions { key } values { ${VALUE} } } totals { values { ${VALUE} } } definitions { metric from { version } to { version } } } }`;

describe('kept answers of a saved query', () => {
  let server: ServerUnderTest;
  let ours: SeededWorkspace;
  const keys: Record<string, string> = {};
  let first: string;

  beforeAll(async () => {
    server = await serverUnderTest();
    ours = await seedWorkspace(server, 1, 'mine');
    for (const role of ['viewer', 'analyst'] as const) keys[role] = await server.key(ours.id, role);
    await ask('mutation ($query: MetricQueryInput!) { saveQuery(key: "spend", query: $query) { key } }', { query: QUERY });
  });
  afterAll(() => server.close());

  const ask = async (query: string, variables: Record<string, unknown> = {}, role = 'analyst') =>
    (await server.ask(query, { key: keys[role] as string, variables })).body;
  const correct = async (spend: number) => {
    await server.run(
      `WITH change AS (
         UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
         WHERE id = 1 RETURNING recorded_at
       ), was AS (SELECT f.* FROM fact.ad_day f WHERE workspace_id = 1 AND day = '2026-11-21' AND campaign_id = ${ours.campaignId}),
       ledger AS (
         INSERT INTO hub.revision (workspace_id, fact, day, row_id, measure, recorded_at, old, new, run_id, page_id, record_no, old_page_id, old_record_no)
         SELECT 1, 'ad_day', day, row_id, 'spend_micros', c.recorded_at, spend_micros::text, ${spend}, 1, page_id, record_no, page_id, record_no FROM was, change c
       )
       UPDATE fact.ad_day f SET spend_micros = ${spend} FROM was WHERE f.workspace_id = 1 AND f.day = was.day AND f.row_id = was.row_id`,
    );
    await server.rebuild();
  };

  it('are taken by analysts, listed for all, and read back as they were given', async () => {
    const { data } = await ask(`mutation { takeSnapshot(key: "spend", note: "for the board") { ${HEAD} } }`);
    expect(data.takeSnapshot).toMatchObject({
      version: 1,
      note: 'for the board',
      from: '2026-11-20',
      to: '2026-11-22',
      currency: 'CNY',
      rulesSince: null,
      query: { key: 'spend' },
      definitions: [
        { metric: 'spend', version: expect.stringMatching(/^[0-9a-f]{12}$/), formula: 'sum(AdDay.spend)' },
        { metric: 'roasClaimed', formula: 'revenueClaimed / spend' },
      ],
    });
    first = data.takeSnapshot.id;
    const rows = 'rows { dimensions { key } values { value decimal lineage } } totals { values { value } } asOf currency';
    const kept = await ask(`{ reportSnapshot(id: ${first}) { result { ${rows} } } reportSnapshots(key: "spend") { id } }`, {}, 'viewer');
    expect(kept.data.reportSnapshots).toEqual([{ id: first }]);
    const asked = await ask(`query ($query: MetricQueryInput!) { metrics(query: $query) { ${rows} } }`, {
      query: { ...QUERY, totals: true },
    });
    expect(kept.data.reportSnapshot.result).toEqual(asked.data.metrics);
    expect(
      (
        await ask(
          `{ reportSnapshot(id: ${first}) { result(first: 1, offset: 1) { rows { dimensions { key } } pageInfo { hasNextPage } } } }`,
        )
      ).data.reportSnapshot.result,
    ).toEqual({
      rows: [asked.data.metrics.rows[1]].map(({ dimensions }) => ({ dimensions })),
      pageInfo: { hasNextPage: true },
    });
    const refused = await ask('mutation { takeSnapshot(key: "spend") { id } }', {}, 'viewer');
    expect(refused.errors?.[0]?.extensions.code).toBe('UNAUTHORIZED');
    expect((await ask('mutation { takeSnapshot(key: "nope") { id } }')).data.takeSnapshot).toBeNull();
  });

  it('are split against the present, digit for digit', async () => {
    await correct(35_500_000);
    const { data } = await ask(COMPARE, { from: first }, 'viewer');
    const { totals, rows, rowCount, to } = data.compareSnapshots;
    expect([to, rowCount]).toEqual([null, 3]);
    const [spend, roas] = totals.values;
    expect(spend).toEqual({
      metric: 'spend',
      from: 180,
      to: expect.any(Number),
      change: spend.restated,
      redefined: '0',
      restated: spend.restated,
      exchanged: '0',
      moved: '0',
      reason: null,
    });
    expect(Number(spend.change)).toBe(spend.to - 180);
    expect(Number(roas.change)).toBeCloseTo(roas.to - roas.from, 11);
    expect([roas.restated, roas.moved]).toEqual([roas.change, '0']);
    const changed = rows.filter(({ values }: { values: { change: string }[] }) => Number(values[0]?.change) !== 0);
    expect(changed.map(({ dimensions }: { dimensions: { key: string }[] }) => dimensions[0]?.key)).toEqual([ours.campaignKey]);
  });

  it('are split against each other, when the question was saved anew over other days', async () => {
    await ask('mutation ($query: MetricQueryInput!) { saveQuery(key: "spend", query: $query) { key } }', {
      query: { ...QUERY, range: { from: '2026-11-21', to: '2026-11-22' }, fx: 'PLAN_RATE' },
    });
    const second = (await ask('mutation { takeSnapshot(key: "spend") { id version } }')).data.takeSnapshot;
    expect(second.version).toBe(2);
    const { data } = await ask(COMPARE, { from: first, to: second.id });
    const [spend] = data.compareSnapshots.totals.values;
    expect([spend.redefined, spend.exchanged, spend.moved]).toEqual(['0', '0', '-60']);
    expect(Number(spend.restated) - 60).toBeCloseTo(Number(spend.change), 9);
    expect((await ask(COMPARE, { from: first, to: '999' })).data.compareSnapshots).toBeNull();
    expect((await ask(COMPARE, { from: 'x' })).errors?.[0]?.message).toMatch(/^from: "x" given; expected the id of a snapshot/);
  });

  it('are dropped by analysts', async () => {
    expect((await ask(`mutation { dropSnapshot(id: ${first}) }`)).data.dropSnapshot).toBe(true);
    expect((await ask(`mutation { dropSnapshot(id: ${first}) }`)).data.dropSnapshot).toBe(false);
    expect((await ask(COMPARE, { from: first })).data.compareSnapshots).toBeNull();
  });
});
