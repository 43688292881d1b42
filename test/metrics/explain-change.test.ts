import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { OrderLine } from '../../entities/facts/OrderLine';
import { BadQuestion } from '../../src/metrics/BadQuestion';
import { type ChangeQuestion, explainChange } from '../../src/metrics/explain-change';
import type { Dimension } from '../../src/metrics/question';
import { BUSY_RANGE, busyWorld } from './busy-world';
import { ASKER, MetricWorld } from './metric-world';

const M = 1_000_000n;
const JANUARY = { from: '2026-01-01', to: '2026-01-31' };
const FEBRUARY = { from: '2026-02-01', to: '2026-02-28' };

describe('a change explained', () => {
  let world: MetricWorld;
  let busy: MetricWorld;
  const explain = (in_: MetricWorld, metric: string, by: Dimension, more: Partial<ChangeQuestion> = {}) =>
    in_.snapshot((session) => explainChange(session, { metric, by, before: JANUARY, after: FEBRUARY, ...more }, ASKER));

  beforeAll(async () => {
    [world, busy] = [await MetricWorld.open(), await busyWorld()];
    await world.rows(`UPDATE hub.workspace SET reporting_currency = 'EUR' WHERE id = 1`);
    await busy.rows(`UPDATE hub.workspace SET reporting_currency = 'EUR' WHERE id = 1`);
    const [search, social] = [await world.campaign('s', null, 'search'), await world.campaign('t', null, 'social')];
    const ad = (day: string, campaign: number, spend: number, revenue: number) => ({
      day,
      campaign,
      currency: 'EUR',
      spend: BigInt(spend) * M,
      revenueClaimed: BigInt(revenue) * M,
    });
    await world.load(AdDay, [
      ad('2026-01-05', search, 600, 1800),
      ad('2026-01-05', social, 400, 400),
      ad('2026-02-05', search, 400, 1280),
      ad('2026-02-05', social, 600, 660),
    ]);
    await world.load(OrderLine, [
      { day: '2026-02-01', orderId: '1', line: '1', product: 'tea', currency: 'EUR', revenue: 5n * M },
      { day: '2026-02-01', orderId: '1', line: '2', product: 'cup', currency: 'EUR', revenue: 7n * M },
      { day: '2026-01-01', orderId: '0', line: '1', product: 'tea', currency: 'EUR', revenue: 2n * M },
    ]);
  });
  afterAll(() => Promise.all([world.close(), busy.close()]));

  it('every channel did better and the whole did worse: rate +0.15, mix -0.41', async () => {
    const { from, to, change, parts, restated, fx } = await explain(world, 'roasClaimed', 'CHANNEL');
    expect([from, to, change, restated, fx]).toEqual([2.2, 1.94, -0.26, 0, 0]);
    const sum = (of: 'rate' | 'mix' | 'volume') => parts.reduce((total, part) => total + part[of], 0);
    expect(sum('rate')).toBeCloseTo(0.15, 12);
    expect(sum('mix')).toBeCloseTo(-0.41, 12);
    expect(sum('volume')).toBe(0);
    expect(parts.every(({ rate }) => rate > 0)).toBe(true);
  });

  it('a sum changes by volume', async () => {
    const { change, parts } = await explain(world, 'spend', 'CHANNEL');
    expect(change).toBe(0);
    expect(parts.map(({ label, volume, total }) => [label, volume, total])).toEqual([
      ['search', -200, -200],
      ['Social media', 200, 200],
    ]);
  });

  it('what two parts have in common belongs to neither', async () => {
    const { change, parts } = await explain(world, 'orders', 'PRODUCT');
    expect(change).toBe(0);
    expect(parts.map(({ label, total }) => [label, total])).toEqual([
      ['cup', 1],
      ['tea', 0],
      ['(overlap)', -1],
    ]);
  });

  it.each([
    'spend',
    'cpc',
    'ctr',
    'roi',
    'mer',
    'cac',
    'revenue',
    'searchPosition',
    'netSentiment',
    'averageOrderValue',
    'siteConversionRate',
  ])('the parts of %s add up to its change', async (metric) => {
    const halves = { before: { from: BUSY_RANGE.from, to: '2026-01-25' }, after: { from: '2026-01-26', to: '2026-02-15' } };
    const { change, parts, restated, fx } = await explain(busy, metric, 'SOURCE', halves);
    const total = parts.reduce((sum, part) => sum + part.total, 0);
    expect(total + restated + fx).toBeCloseTo(change as number, 6);
    expect(Math.abs(change as number)).toBeGreaterThan(0);
  });

  it('what a source corrected, and what the rates did, stand apart', async () => {
    const { asOf } = await world.ask({ select: ['spend'] });
    await new Promise((done) => setTimeout(done, 3));
    const [row] = await world.rows<{ row_id: bigint }>(`SELECT row_id FROM fact.ad_day WHERE day = '2026-01-05' ORDER BY row_id LIMIT 1`);
    await world.revise(AdDay, '2026-01-05', row!.row_id, 'spend', 650n * M);
    const { from, to, change, restated, parts } = await explain(world, 'spend', 'CHANNEL', { beforeAsOf: asOf });
    expect([from, to, change, restated]).toEqual([1000, 1000, 0, 50]);
    expect(parts.reduce((sum, { total }) => sum + total, 0)).toBe(-50);

    await world.rows(`INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES (1, 2026, 'USD', 2)`);
    await world.rows(`UPDATE hub.workspace SET reporting_currency = 'USD' WHERE id = 1`);
    await world.load(FxDay, [
      { day: '2026-01-05', currency: 'USD', perEuro: M },
      { day: '2026-02-05', currency: 'USD', perEuro: 3n * M },
    ]);
    const dear = await explain(world, 'spend', 'CHANNEL');
    expect([dear.from, dear.to, dear.change, dear.fx]).toEqual([1050, 3000, 1950, 2050]);
    expect(dear.parts.reduce((sum, { total }) => sum + total, 0)).toBe(-100);
  });

  it('is refused for what has no parts', async () => {
    for (const metric of ['followers', 'users', 'shareOfVoice', 'nps', 'brandHealth']) {
      await expect(explain(world, metric, 'BRAND')).rejects.toThrow(BadQuestion);
    }
  });

  it('is refused by what one of its facts does not have, for its parts would not be those of the whole', async () => {
    await expect(explain(world, 'cac', 'CAMPAIGN')).rejects.toThrow(/^by: "CAMPAIGN" given; expected a dimension of cac/);
    const where = [{ dimension: 'PRODUCT' as const, op: 'IN' as const, values: ['x'] }];
    await expect(explain(world, 'spend', 'CHANNEL', { where })).rejects.toThrow(/^where: "PRODUCT" given/);
  });
});
