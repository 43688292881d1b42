import { paceOf, type Standing } from '../../src/plan/pace';

const standing = (differences: Partial<Standing> = {}): Standing => ({
  aggregation: 'SUM',
  better: 'UP',
  range: { from: '2026-01-01', to: '2026-12-31' },
  through: '2026-06-30',
  target: 1000,
  baseline: null,
  band: null,
  actual: 400,
  expectedToDate: 500,
  ...differences,
});

describe('the pace of a goal', () => {
  test('of a sum is actual over expected, with what is missing and what each day left has to bring', () => {
    expect(paceOf(standing())).toEqual({ pace: 0.8, attainment: 0.4, gap: -100, requiredPerDay: 600 / 184 });
  });

  test('asks nothing more of a sum that is reached, and nothing of a goal that has ended', () => {
    expect(paceOf(standing({ actual: 1100 })).requiredPerDay).toBe(0);
    expect(paceOf(standing({ through: '2026-12-31' })).requiredPerDay).toBeNull();
  });

  test('of a cost that should fall is expected over actual; its attainment is the way covered from the baseline', () => {
    const cac = standing({ aggregation: 'RATIO', better: 'DOWN', target: 90, baseline: 120, actual: 105, expectedToDate: 90 });
    expect(paceOf(cac)).toEqual({ pace: 90 / 105, attainment: 0.5, gap: -15, requiredPerDay: null });
  });

  test('of a level without a baseline measures against the target', () => {
    expect(paceOf(standing({ aggregation: 'RATIO', target: 0.5, actual: 0.4, expectedToDate: 0.5 })).attainment).toBe(0.8);
  });

  test('inside a band is 1; the band of a sum grows with what is due', () => {
    const spend = (actual: number) => paceOf(standing({ better: 'BAND', band: { low: 900, high: 1100 }, actual }));
    expect(spend(455)).toMatchObject({ pace: 1, gap: 0 });
    expect(spend(360)).toMatchObject({ pace: 0.8, gap: -90 });
    expect(spend(687.5)).toMatchObject({ pace: 0.8, gap: -137.5 });
  });

  test('is null where a ratio says nothing, while the gap still does', () => {
    expect(paceOf(standing({ expectedToDate: 0 }))).toMatchObject({ pace: null, gap: 400 });
    expect(paceOf(standing({ better: 'DOWN', actual: 0 }))).toMatchObject({ pace: null, gap: 500 });
    expect(paceOf(standing({ actual: null }))).toEqual({ pace: null, attainment: null, gap: null, requiredPerDay: null });
    expect(paceOf(standing({ expectedToDate: null }))).toMatchObject({ pace: null, attainment: 0.4, gap: null });
  });
});
