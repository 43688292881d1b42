import { AcceptanceHub } from '../support/acceptance-hub';

const DAYS = { from: '2026-06-01', to: '2026-06-07' };
const SOURCES = { 'google-ads': 'google-ads-lumina', 'meta-ads': 'meta-ads-verdane' } as const;

let hub: AcceptanceHub;
beforeAll(async () => {
  hub = await AcceptanceHub.open({ today: '2026-06-15', sources: ({ key }) => (Object.values(SOURCES) as string[]).includes(key) });
});
afterAll(() => hub?.close());
beforeEach(() => hub.sandbox.clearFaults());

const totals = (runId: number) =>
  hub.sql<{ level: string; measure: string; compared: number; differing: number; of_ads: bigint; of_platform: bigint; told: string[] }>(
    'SELECT level, measure, compared, differing, of_ads, of_platform, told FROM hub.reconciliation WHERE run_id = $1 ORDER BY level, measure',
    [runId],
  );

describe.each(Object.entries(SOURCES))('the ads of %s', (platform, key) => {
  it('come to what the platform totals by campaign and by account', async () => {
    const { runId, end } = await hub.pull(key, DAYS);
    expect(end).toEqual({ status: 'SUCCEEDED', error: null });
    const found = await totals(runId);
    expect(found.map(({ level, measure }) => `${level} ${measure}`)).toEqual([
      'account clicks',
      'account impressions',
      'account spend',
      'campaign clicks',
      'campaign impressions',
      'campaign spend',
    ]);
    for (const { compared, differing, of_ads: ads, of_platform: told } of found)
      expect([compared > 0, differing, ads]).toEqual([true, 0, told]);
    const [spent] = await hub.sql<{ spend: bigint }>(
      'SELECT sum(spend_micros)::bigint AS spend FROM fact.ad_day f JOIN hub.source s ON s.id = f.source_id WHERE s.key = $1 AND day BETWEEN $2 AND $3',
      [key, DAYS.from, DAYS.to],
    );
    expect(found.filter(({ measure }) => measure === 'spend').map(({ of_platform: told }) => told)).toEqual([spent!.spend, spent!.spend]);
  });

  it('that are missing are told by campaign, day and amount, and the run is no success', async () => {
    const [workspace] = await hub.sql<{ id: number }>(
      `INSERT INTO hub.workspace (key, name) VALUES ('missing-${platform}', '') RETURNING id`,
    );
    const { id } = workspace!;
    await hub.connect(id, (source) => source.key === key);
    // The first request is for the ads; those of the platform's totals come after it.
    hub.sandbox.fault(platform, 'empty');
    const { runId, end } = await hub.pull(key, DAYS, id);
    expect(end.status).toBe('PARTIAL');
    expect(end.error).toMatch(/campaign .+ on 2026-06-0\d: spend of the ads is 0 \w{3}, of the platform's total \d+(\.\d+)? \w{3}/);
    const [spend] = (await totals(runId)).filter(({ level, measure }) => level === 'campaign' && measure === 'spend');
    expect(spend).toMatchObject({
      of_ads: 0n,
      differing: spend!.compared,
      told: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect((await hub.pull(key, DAYS, id)).end).toEqual({ status: 'SUCCEEDED', error: null });
  });
});
