import { type RolledGoal, rollUp } from '../../src/plan/roll-up';

const goal = (key: string, actual: number, target: number, differences: Partial<RolledGoal> = {}): RolledGoal => ({
  ...{ key, metric: 'revenue', aggregation: 'SUM', better: 'UP', target, attainment: actual / target },
  ...differences,
});

test('totals of one metric count by their targets, where a mean would hide the large one', () => {
  const { mean, totals, weakest } = rollUp([goal('large', 50_000, 100_000), goal('mid', 20_000, 20_000), goal('small', 1_000, 1_000)]);
  expect(mean).toBeCloseTo(0.8333333333333334, 12);
  expect(totals).toEqual([{ metric: 'revenue', attainment: expect.closeTo(0.5867768595041323, 12), goals: ['large', 'mid', 'small'] }]);
  expect(weakest).toEqual({ key: 'large', attainment: 0.5 });
});

test('a level that has gone backwards counts 0 in the mean and in no total, as do budgets and what is not known', () => {
  const level = goal('cost', 0, 90, { metric: 'cac', aggregation: 'RATIO', better: 'DOWN', attainment: -3 });
  const budget = goal('budget', 30, 60, { metric: 'spend', better: 'BAND' });
  expect(rollUp([level, budget, goal('unknown', 1, 2, { attainment: null }), goal('fresh', 1, 2)])).toEqual({
    mean: 1 / 3,
    weakest: { key: 'cost', attainment: -3 },
    totals: [{ metric: 'revenue', attainment: 0.5, goals: ['fresh'] }],
  });
  expect(rollUp([])).toEqual({ mean: null, weakest: null, totals: [] });
});
