import { LiveProduct } from '../../../entities/facts/LiveProduct';
import { LiveSession } from '../../../entities/facts/LiveSession';
import { addDays } from '../../../src/lib/day';
import { fraudSignals } from '../../../src/metrics/creators/fraud-signals';
import { type RefundQuestion, refundOutlooks } from '../../../src/metrics/creators/refund-outlook';
import { saveMapping } from '../../../src/metrics/mapping/stored-mapping';
import { MetricWorld } from '../metric-world';

const M = 1_000_000n;
/** Beijing's evening of a day, when the hub reads the livestreams. */
const evening = (day: string) => `${day} 20:00+08`;
/** What of 1,000 yuan had gone back by the end of day 0, 1, 2 and 3 after the stream. */
const STREAMS: [day: string, ...known: number[]][] = [
  ['2026-01-01', 20, 60, 90, 100],
  ['2026-01-02', 30, 70, 95, 108],
  ['2026-01-03', 10, 50, 85, 97],
  ['2026-01-08', 22, 60],
  ['2026-01-09', 20],
];
const TODAY = '2026-01-09';

describe('how refunds of livestreams develop', () => {
  let world: MetricWorld;
  const question: RefundQuestion = { range: { from: '2026-01-01', to: '2026-01-09' }, by: 'ALL', lastAge: 3, today: TODAY };
  const ask = (more: Partial<RefundQuestion> = {}) => world.snapshot((session) => refundOutlooks(session, { ...question, ...more }));

  /** Rows of a fact that were read every evening from the day of the stream on. */
  async function watched(
    fact: typeof LiveSession | typeof LiveProduct,
    rows: { day: string; known: number[]; values: Record<string, string> }[],
  ) {
    const table = fact === LiveSession ? 'live_session' : 'live_product';
    for (const { day, known, values } of rows) {
      const [id] = await world.load(fact, [
        {
          day,
          brand: 1,
          source: 1,
          platform: 'douyin',
          currency: 'CNY',
          gmvPaid: 1_000n * M,
          refunded: BigInt(known.at(-1)!) * M,
          ...values,
        },
      ]);
      const steps = known
        .slice(1)
        .map((after, i) => `('${table}', '${day}', ${id}, '${evening(addDays(day, i + 1))}', ${known[i]}000000, ${after}000000)`);
      await world.asOwner(`UPDATE fact.${table} SET recorded_at = '${evening(day)}' WHERE row_id = ${id}`);
      if (steps.length > 0)
        await world.asOwner(
          `INSERT INTO hub.revision (workspace_id, fact, day, row_id, measure, recorded_at, old, new, run_id, page_id, record_no, old_page_id, old_record_no)
           SELECT 1, v.fact, v.day::date, v.row_id, 'refunded_micros', v.at::timestamptz, v.old::text, v.new::text, 1, 1, 0, 1, 0
           FROM (VALUES ${steps.join(', ')}) v (fact, day, row_id, at, old, new)`,
        );
    }
  }

  beforeAll(async () => {
    world = await MetricWorld.open();
    await world.brand('acme');
    await world.source('live');
    await watched(
      LiveSession,
      STREAMS.map(([day, ...known], i) => ({ day, known, values: { session: `s${i}`, creator: 'a' } })),
    );
    await watched(
      LiveProduct,
      STREAMS.flatMap(([day, ...known], i) => [
        { day, known, values: { session: `s${i}`, product: 'p1', title: 'Tea cup' } },
        { day, known: known.map((each) => each * 2), values: { session: `s${i}`, product: 'p2', title: 'Green tea' } },
      ]),
    );
    // The source went on being read until the ninth, though nothing changed: what it does not restate is known.
    await world.asOwner(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, status, finished_at, queued_at) VALUES (1, 1, 'SUCCEEDED', '${evening(TODAY)}', now())`,
    );
  });
  afterAll(() => world.close());

  it('learns what comes back at each age from what was restated, day by day', async () => {
    const [outlook] = await ask();
    expect(outlook!.development.map((step) => [step!.n, step!.rate])).toEqual([
      [5, expect.closeTo((20 + 30 + 10 + 22 + 20) / 5000, 12)],
      [4, expect.closeTo((40 + 40 + 40 + 38) / 4000, 12)],
      [3, expect.closeTo((30 + 25 + 35) / 3000, 12)],
      [3, expect.closeTo((10 + 13 + 12) / 3000, 12)],
    ]);
  });

  it('tells what is known, what is likely in the end, and an interval; the rows behind it lead to their records', async () => {
    const [outlook] = await ask();
    const pending = (158 / 4000) * 1000 + 2 * (90 / 3000) * 1000 + 2 * (35 / 3000) * 1000;
    expect(outlook).toMatchObject({ key: '', currency: 'CNY', n: 5, paid: 5000, refunded: 385, reason: null });
    expect(outlook!.projection!.amount).toBeCloseTo(385 + pending, 9);
    expect(outlook!.projection!.low).toBeGreaterThan(385);
    expect(outlook!.projection!.high).toBeLessThan(600);
    expect(outlook!.rows.map(({ origin }) => origin.sourceKey)).toEqual(Array(5).fill('live'));
  });

  it('tells categories apart, by the rules for names of products', async () => {
    await world.session((session) =>
      saveMapping(
        session,
        new Map([
          [
            'CATEGORY',
            [
              { value: 'ware', match: ['*cup*'] },
              { value: 'tea', match: ['*tea*'] },
            ],
          ],
        ]),
      ),
    );
    const found = await ask({ by: 'CATEGORY' });
    expect(found.map(({ key, refunded }) => [key, refunded])).toEqual([
      ['tea', 770],
      ['ware', 385],
    ]);
    const rate = ({ projection, paid }: (typeof found)[number]) => projection!.amount / paid;
    expect(rate(found[0]!)).toBeCloseTo(2 * rate(found[1]!), 9);
  });

  it('says of an earlier day what was known then, and nothing where no stream was watched for so long', async () => {
    const [earlier] = await ask({ asOf: new Date('2026-01-03T13:00:00Z'), today: '2026-01-03' });
    expect(earlier).toMatchObject({ n: 3, refunded: 90 + 70 + 10, projection: null, reason: 'AGES_NOT_SEEN' });
    expect(earlier!.development[3]).toBeNull();
    expect(await ask({ range: { from: '2026-03-01', to: '2026-03-02' }, today: '2026-03-03' })).toEqual([]);
  });

  it('finds the refunds that came after the usual settlement', async () => {
    const late = Array.from({ length: 9 }, (_, i) => [`2025-11-${String(i + 1).padStart(2, '0')}`, i === 4 ? 300 : 101] as const);
    for (const [i, [day, end]] of late.entries()) {
      const known = [...Array(20).fill(100), end];
      await watched(LiveSession, [{ day, known, values: { session: `late${i}`, creator: 'b' } }]);
    }
    const range = { from: '2025-11-01', to: '2025-11-30' };
    const found = await world.snapshot((session) => fraudSignals(session, { range, today: TODAY }));
    expect(found).toEqual([
      expect.objectContaining({
        signal: 'REFUNDS_AFTER_SETTLEMENT',
        value: 0.2,
        subject: { kind: 'LIVESTREAM', key: 'douyin:late4' },
        account: 'douyin:b',
      }),
    ]);
  });
});
