import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { OrderLine } from '../../entities/facts/OrderLine';
import { WebDay } from '../../entities/facts/WebDay';
import { addDays } from '../../src/lib/day';
import { MetricWorld } from './metric-world';

const RANGE = { from: '2026-03-02', to: '2026-03-15' };
const M = 1_000_000n;

describe('amounts of a fact that has had one currency', () => {
  let world: MetricWorld;
  let source: number;
  let campaign: number;
  beforeAll(async () => {
    world = await MetricWorld.open();
    source = await world.source('one');
    campaign = await world.campaign('a', null);
    // One campaign of many, so that its days are read out of their weeks.
    const others = await Promise.all(Array.from({ length: 9 }, (_, i) => world.campaign(`other ${i}`, null)));
    const rates = Array.from({ length: 14 }, (_, i) => ({ day: addDays(RANGE.from, i), currency: 'USD', perEuro: 2n * M }));
    await world.load(FxDay, rates);
    await world.load(
      AdDay,
      [campaign, ...others].map((each) => ({ day: RANGE.to, source, campaign: each, ad: '', currency: 'EUR', clicks: 1, spend: M })),
    );
    await world.load(OrderLine, [{ day: RANGE.from, source, orderId: 'a', line: '1', currency: 'EUR', quantity: 1, gross: M, revenue: M }]);
    await world.load(WebDay, [{ day: RANGE.from, source, page: '/', currency: 'EUR', sessions: 1, revenue: M }]);
  });
  afterAll(() => world.close());

  const money = async (grain?: 'DAY') => {
    const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: ['a'] }];
    const common = { range: RANGE, ...(grain ? { grain } : {}) };
    const answers = await Promise.all([
      world.ask({ ...common, select: ['spend'], where }),
      world.ask({ ...common, select: ['revenue'] }),
      world.ask({ ...common, select: ['siteRevenue'] }),
    ]);
    return answers.map(({ rows }) => rows.reduce((sum, { values }) => sum + (values[0]?.value ?? 0), 0));
  };

  it('are converted from the moment on at which another comes in', async () => {
    expect([await money(), await money('DAY')]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    const day = addDays(RANGE.from, 3);
    await world.load(AdDay, [{ day, source, campaign, ad: 'b', currency: 'USD', clicks: 1, spend: 4n * M }]);
    await world.load(OrderLine, [{ day, source, orderId: 'b', line: '1', currency: 'USD', quantity: 1, gross: M, revenue: 6n * M }]);
    await world.load(WebDay, [{ day, source, page: '/b', currency: 'USD', sessions: 1, revenue: 8n * M }]);
    expect([await money('DAY'), await money()]).toEqual([
      [3, 4, 5],
      [3, 4, 5],
    ]);
  });
});
