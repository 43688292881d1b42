import { daysOf } from '../../src/lib/day';
import { calibrateForecasts, type ForecastCalibration } from '../../src/plan/calibrate-forecasts';
import { readGoals } from '../../src/plan/read-goals';
import type { MetricWorld } from '../metrics/metric-world';
import { ASKED, planWorld, revenueOf } from './plan-world';

let world: MetricWorld;
beforeAll(async () => {
  world = await planWorld();
});
afterAll(() => world?.close());

const calibrated = (key: string, asker = ASKED): Promise<ForecastCalibration> =>
  world.snapshot(async (session) => calibrateForecasts(session, await readGoals(session, { key }), asker));

test('months and the quarter that have ended are judged by what came of them', async () => {
  const found = await calibrated('revenue');
  // Two looks into each of three months, three into the quarter.
  expect(found).toMatchObject({ count: 9, goals: ['revenue'], reason: null });
  expect(found.byMonth.map(({ month, count }) => [month, count])).toEqual([
    ['2026-01-01', 2],
    ['2026-02-01', 2],
    ['2026-03-01', 5],
  ]);
  // Each month is to bring 30,417; February's 28 days bring 29,000, the others and the quarter more than they have to.
  expect([...daysOf({ from: '2026-02-01', to: '2026-02-28' })].reduce((sum, day) => sum + revenueOf(day), 0)).toBe(29_000);
  expect(found.rows.reduce((sum, { count, happened }) => sum + count * (happened ?? 0), 0)).toBeCloseTo(7, 9);
  expect(found.brier!).toBeLessThan(0.1);
  expect(found.skill!).toBeGreaterThan(0.4);
});

test('what is known later does not reach a chance that was given before', async () => {
  const [march] = (await calibrated('revenue')).byMonth.slice(-1);
  const [later] = (await calibrated('revenue', { ...ASKED, today: '2026-04-09' })).byMonth.slice(-1);
  expect(later).toEqual(march);
});

test('levels, bands and what has not begun give nothing to judge by, and a reason', async () => {
  for (const key of ['followers', 'spend', 'autumn'])
    expect([key, await calibrated(key)]).toEqual([
      key,
      expect.objectContaining({ count: 0, brier: null, reason: expect.stringMatching(/has ended/) }),
    ]);
});
