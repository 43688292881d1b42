import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { OrderLine } from '../../entities/facts/OrderLine';
import type { Question } from '../../src/metrics/question';
import { dateNotBefore, instantText } from '../../src/metrics/snapshot';
import { MetricWorld, plain } from './metric-world';

const M = 1_000_000n;
const DAY = '2026-03-02';

describe('an instant', () => {
  it('becomes a Date that is not before it', () => {
    expect(dateNotBefore('2026-01-01T00:00:00.123000Z')).toEqual(new Date('2026-01-01T00:00:00.123Z'));
    expect(dateNotBefore('2026-01-01T00:00:00.123001Z')).toEqual(new Date('2026-01-01T00:00:00.124Z'));
    expect(dateNotBefore(instantText(new Date(5)))).toEqual(new Date(5));
  });
});

describe('what was known then', () => {
  let world: MetricWorld;
  const told: { at: Date; spend: number | null; orders: number | null; segments: Record<string, unknown>[] }[] = [];
  const select = ['spend', 'orders', 'revenue'];
  const bySegment: Partial<Question> & Pick<Question, 'select'> = { select: ['revenue'], by: ['SEGMENT'] };

  /** Asks now and keeps the answer, to be asked for again later. */
  const note = async () => {
    const answered = await world.ask({ select });
    const [spend, orders] = answered.rows[0]?.values ?? [];
    told.push({
      at: answered.asOf,
      spend: spend?.value ?? null,
      orders: orders?.value ?? null,
      segments: plain(await world.ask(bySegment)),
    });
    // An instant in a Date is a whole millisecond; the next change lies in another.
    await new Promise((done) => setTimeout(done, 3));
  };

  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaign = await world.campaign('c', null);
    await note();
    const [rate] = await world.load(FxDay, [{ day: DAY, currency: 'USD', perEuro: 2n * M }]);
    const [ad] = await world.load(AdDay, [{ day: DAY, campaign, currency: 'USD', spend: 100n * M }]);
    await note();
    await world.revise(AdDay, DAY, ad!, 'spend', 120n * M);
    await note();
    await world.revise(FxDay, DAY, rate!, 'perEuro', 4n * M);
    await note();
    await world.revise(AdDay, DAY, ad!, 'spend', null);
    await note();
    const [line] = await world.load(OrderLine, [
      { day: DAY, orderId: 'o', line: '1', customer: 'x', segment: 'new', currency: 'EUR', revenue: 10n * M },
    ]);
    await note();
    await world.revise(OrderLine, DAY, line!, 'segment', 'returning');
    await world.revise(AdDay, DAY, ad!, 'spend', 40n * M);
    await world.revise(AdDay, DAY, ad!, 'currency', 'EUR');
    await note();
  });
  afterAll(() => world.close());

  it('is told again, whatever was corrected since: facts, attributes and exchange rates', async () => {
    expect(told.map(({ spend, orders }) => [spend, orders])).toEqual([
      [null, null],
      [50, null],
      [60, null],
      [30, null],
      [null, null],
      [null, 1],
      [40, 1],
    ]);
    for (const { at, spend, orders, segments } of told) {
      const [row] = (await world.ask({ select, asOf: at })).rows;
      expect([row?.values[0]?.value ?? null, row?.values[1]?.value ?? null]).toEqual([spend, orders]);
      expect(plain(await world.ask({ ...bySegment, asOf: at }))).toEqual(segments);
    }
    expect(told.map(({ segments }) => segments.map((row) => row.SEGMENT))).toEqual([[], [], [], [], [], ['new'], ['returning']]);
  });

  it('does not reach past what is known', async () => {
    const now = await world.ask({ select });
    const future = await world.ask({ select, asOf: new Date('2099-01-01T00:00:00Z') });
    expect(future.asOf).toEqual(now.asOf);
    expect(future.rows).toEqual(now.rows);
  });

  it('is the whole answer again, and its version names the instant', async () => {
    const now = await world.ask({ select, totals: true });
    const again = await world.ask({ select, totals: true, asOf: now.asOf });
    expect({ ...again, dataVersion: now.dataVersion }).toEqual(now);
    expect(again.dataVersion).toBe(`${now.dataVersion}@${now.asOf.toISOString()}`);
  });
});
