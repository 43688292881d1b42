import { AcceptanceHub, type Data } from '../support/acceptance-hub';

const DAYS = { from: '2026-08-28', to: '2026-09-17' };
const METRICS = ['spend', 'conversionsClaimed', 'revenueClaimed', 'roasClaimed', 'revenue', 'orders', 'searchClicks', 'mentions'];

const ASK = `query ($query: MetricQueryInput!) {
  metrics(query: $query) { asOf dataVersion rows { period values { metric value decimal lineage } } }
}`;
const LINEAGE = 'query ($cell: ID!) { lineage(cell: $cell) { value recomputed factRows records(first: 500) { values raw } } }';

describe('the same days asked for again', () => {
  let hub: AcceptanceHub;
  const chosen = ['google-ads-lumina', 'meta-ads-kumo', 'shopify-lumina', 'search-console-lumina', 'mastodon', 'feeds', 'ecb'];
  beforeAll(async () => {
    hub = await AcceptanceHub.open({ today: '2026-09-18', sources: ({ key }) => chosen.includes(key) });
    await hub.pullAll(DAYS);
  });
  afterAll(() => hub?.close());

  const ask = async (asOf: string | null = null): Promise<Data> =>
    (await hub.ask(ASK, { query: { select: METRICS, grain: 'DAY', range: DAYS, currency: 'EUR', asOf, first: 500 } })).metrics;
  const revisions = async () => (await hub.sql('SELECT count(*)::int AS count FROM hub.revision'))[0].count;
  /** Numbers without the ids that name them. */
  const numbers = ({ rows }: Data) =>
    rows.map(({ period, values }: Data) => [period, values.map(({ lineage: _, ...value }: Data) => value)]);

  it('three times, nothing changes: no row, no revision, not the data version', async () => {
    const before = await ask();
    const [{ rows }] = await hub.sql('SELECT count(*)::int AS rows FROM fact.ad_day');
    expect(rows).toBeGreaterThan(100);
    for (let time = 0; time < 3; time++) {
      for (const key of chosen) {
        const { run } = await hub.pull(key, DAYS);
        expect([key, run.status, run.inserted, run.revised, run.quarantined]).toEqual([key, 'SUCCEEDED', 0n, 0n, 0n]);
        // What the platform has of the window came again, and was known; a feed whose newest items are unchanged sends none.
        if (key !== 'feeds') expect(run.unchanged).toBeGreaterThan(0n);
      }
    }
    expect(await revisions()).toBe(0);
    const after = await ask();
    expect(after.dataVersion).toBe(before.dataVersion);
    expect(after).toEqual(before);
  });

  describe('five days later, with what the platforms have restated', () => {
    let before: Data;
    let now: Data;
    beforeAll(async () => {
      before = await ask();
      hub.goTo('2026-09-23');
      await hub.pullAll();
      now = await ask();
    });

    it('leaves a revision for every value that changed, the old one and the new one', async () => {
      const google = { platform: 'google-ads' as const, account: '4120557301' };
      const served = (servedOn: string) =>
        new Map(
          [...hub.sandbox.world.adDays({ ...google, ...DAYS, servedOn })].map((row) => [
            `${row.day} ${row.ad.id} ${row.device.replace('CONNECTED_', '')}`,
            row.conversionsMicros,
          ]),
        );
      const [then, since] = [served('2026-09-18'), served('2026-09-23')];
      const truth = [...then].filter(([key, old]) => since.get(key) !== old).map(([key, old]) => `${key} ${old} ${since.get(key)}`);
      const stored = await hub.sql<{ row: string }>(
        `SELECT concat_ws(' ', f.day, f.ad, upper(f.device), r.old, r.new) AS row FROM hub.revision r
         JOIN fact.ad_day f ON f.day = r.day AND f.row_id = r.row_id JOIN hub.source s ON s.id = f.source_id
         WHERE r.fact = 'ad_day' AND r.measure = 'conversions_claimed_micros' AND s.key = 'google-ads-lumina'`,
      );
      expect(truth.length).toBeGreaterThan(50);
      expect(stored.map(({ row }) => row).sort()).toEqual(truth.sort());
    });

    it('answers with new numbers, and as of the earlier instant with the old ones to the digit', async () => {
      expect(now.dataVersion).not.toBe(before.dataVersion);
      expect(numbers(now)).not.toEqual(numbers(before));
      expect(numbers(await ask(before.asOf))).toEqual(numbers(before));
    });

    it('leads from an old number to the old rows and the old raw records', async () => {
      const changed = before.rows.flatMap(({ period, values }: Data, i: number) =>
        values
          .map((value: Data, j: number) => ({ period, value, later: now.rows[i].values[j] }))
          .filter(({ value, later }: Data) => value.metric === 'revenueClaimed' && value.value !== later.value),
      );
      expect(changed.length).toBeGreaterThan(20);
      const sameThen = await ask(before.asOf);
      for (const { period, value, later } of changed.slice(-10)) {
        const again = sameThen.rows.find((row: Data) => row.period === period).values.find(({ metric }: Data) => metric === value.metric);
        const made = (await hub.ask(LINEAGE, { cell: again.lineage })).lineage;
        expect([period, made.value, made.recomputed]).toEqual([period, value.value, value.value]);
        // The number shown before the pull was given its own id: it leads there too.
        expect((await hub.ask(LINEAGE, { cell: value.lineage })).lineage).toEqual(made);
        const latest = (await hub.ask(LINEAGE, { cell: later.lineage })).lineage;
        expect([period, latest.recomputed]).toEqual([period, later.value]);
        expect(latest.records.map(({ values }: Data) => values)).not.toEqual(made.records.map(({ values }: Data) => values));
        expect(latest.records.map(({ raw }: Data) => raw)).not.toEqual(made.records.map(({ raw }: Data) => raw));
      }
    });

    it('and pulled once more changes nothing again', async () => {
      const count = await revisions();
      await hub.pullAll();
      expect(await revisions()).toBe(count);
      expect((await ask()).dataVersion).toBe(now.dataVersion);
    });
  });
});
