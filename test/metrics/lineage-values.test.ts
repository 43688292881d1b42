import { AdDay } from '../../entities/facts/AdDay';
import { lineage } from '../../src/metrics/lineage';
import { MetricWorld } from './metric-world';

let world: MetricWorld;
beforeAll(async () => {
  world = await MetricWorld.open();
});
afterAll(() => world?.close());

it('a record shows its counts to the last digit, however large', async () => {
  const campaign = await world.campaign('c', null);
  await world.load(AdDay, [{ day: '2026-01-05', campaign, impressions: 9_007_199_254_740_993n, clicks: 12n }]);
  const { totals } = await world.ask({ select: ['impressions'], totals: true });
  expect(totals?.values[0]?.decimal).toBe('9007199254740993');
  const { records } = (await world.snapshot((session) => lineage(session, totals!.values[0]!.lineage))).records;
  expect(JSON.parse(records[0]!.values)).toMatchObject({ impressions: '9007199254740993', clicks: 12 });
});
