import fc from 'fast-check';
import { addDays } from '../../src/lib/day';
import { statusOf } from '../../src/plan/status';
import { type Evaluation, STATUS_RULE } from '../../src/plan/status-rule';

const evaluation = (differences: Partial<Evaluation> = {}): Evaluation => ({
  aggregation: 'SUM',
  better: 'UP',
  range: { from: '2026-01-01', to: '2026-12-31' },
  through: '2026-06-30',
  freshTo: '2026-06-30',
  target: 2000,
  baseline: null,
  band: null,
  actual: 970,
  expectedToDate: 1000,
  ...differences,
});

/** One evaluation a day, each with 1000 expected and the given actual. */
const daily = (...actuals: number[]) =>
  actuals.map((actual, index) => {
    const day = addDays('2026-06-30', index - actuals.length + 1);
    return evaluation({ actual, through: day, freshTo: day });
  });
const status = (differences: Partial<Evaluation>) => statusOf([evaluation(differences)]).status;

describe('the status of a goal', () => {
  test('is on track from .95 of what was expected, at risk from .75, off track below', () => {
    expect([950, 949, 750, 749].map((actual) => status({ actual }))).toEqual(['ON_TRACK', 'AT_RISK', 'AT_RISK', 'OFF_TRACK']);
  });

  test('names the numbers, the thresholds, the margin and the version of the rule', () => {
    expect(statusOf([evaluation()])).toEqual({
      status: 'ON_TRACK',
      ruleVersion: '1',
      reasons: [
        'By 2026-06-30 the actual is 970 against 1000 expected: pace 0.97 (on track from 0.95, at risk from 0.75).',
        'Margin to AT_RISK: 20, with the line at 950.',
      ],
    });
  });

  test('says so in Chinese too, with the same numbers', () => {
    expect(statusOf([evaluation()], 'ZH_HANS').reasons).toEqual([
      '截至2026-06-30，实际为970，应达到1000：进度0.97（0.95起为正常，0.75起为有风险）。',
      '距“有风险”还差20，界线为950。',
    ]);
    expect(statusOf(daily(980, 980, 900), 'ZH_HANT').reasons.at(-1)).toBe(
      '僅看2026-06-30的數值應為「有風險」；連續2次評估一致之前，狀態仍為「正常」。',
    );
  });

  test('says how a falling goal is counted and where the line lies', () => {
    const { reasons } = statusOf([evaluation({ aggregation: 'RATIO', better: 'DOWN', actual: 100, expectedToDate: 90, target: 90 })]);
    expect(reasons).toEqual([
      'By 2026-06-30 the actual is 100 against 90 expected: pace 0.9, expected over actual because lower is better (on track from 0.95, at risk from 0.75).',
      'Margin to ON_TRACK: 5.263, with the line at 94.74.',
    ]);
  });

  test('inside a band is on track and tells the distance to the nearer line', () => {
    const band = { low: 1800, high: 2200 };
    expect(statusOf([evaluation({ better: 'BAND', band, actual: 1090 })])).toMatchObject({
      status: 'ON_TRACK',
      reasons: [
        'By 2026-06-30 the actual is 1090 against a band of 900 to 1100: pace 1 (on track from 0.95, at risk from 0.75).',
        'Margin to AT_RISK: 67.89, with the line at 1157.89.',
      ],
    });
    expect(status({ better: 'BAND', band, actual: 1300 })).toBe('AT_RISK');
  });

  test('compares directly where a ratio is not defined', () => {
    expect(status({ expectedToDate: 0, actual: 0 })).toBe('ON_TRACK');
    expect(status({ better: 'DOWN', actual: 0 })).toBe('ON_TRACK');
    expect(statusOf([evaluation({ aggregation: 'RATIO', expectedToDate: -0.1, target: -0.1, actual: -0.3 })])).toMatchObject({
      status: 'OFF_TRACK',
      reasons: [expect.stringContaining('a ratio is not defined there'), 'Margin to ON_TRACK: 0.2, with the line at -0.1.'],
    });
  });
});

describe('a status that cannot be known', () => {
  test.each([
    [
      'stale data',
      { freshTo: '2026-06-28' },
      'The data are complete to 2026-06-28 only; the status as of 2026-06-30 needs them to 2026-06-30.',
    ],
    ['no data', { freshTo: null }, 'No data have arrived for this metric yet.'],
    ['no value', { actual: null }, 'The metric has no value from 2026-01-01 to 2026-06-30.'],
    [
      'a goal that has not started',
      { through: '2025-12-31', freshTo: '2025-12-31' },
      'The goal starts on 2026-01-01; the data are read up to 2025-12-31.',
    ],
  ])('is UNKNOWN and says why: %s', (_name, differences, reason) => {
    expect(statusOf([evaluation(differences)])).toMatchObject({ status: 'UNKNOWN', reasons: [reason] });
  });

  test('needs no data beyond the end of the goal', () => {
    expect(status({ through: '2027-02-01', freshTo: '2026-12-31', actual: 2100 })).toBe('ACHIEVED');
  });
});

describe('the end of a goal', () => {
  test('a sum that reaches its target early is achieved at once', () => {
    expect(statusOf([evaluation({ actual: 2000 })])).toMatchObject({
      status: 'ACHIEVED',
      reasons: ['The actual 2000 meets the target of at least 2000.'],
    });
  });

  test('a level, an allowance and a band are achieved only when the goal has ended', () => {
    const level = { aggregation: 'RATIO', actual: 2100, expectedToDate: 2000 } as const;
    expect([status(level), status({ ...level, through: '2026-12-31', freshTo: '2026-12-31' })]).toEqual(['ON_TRACK', 'ACHIEVED']);
    expect(status({ better: 'DOWN', actual: 1990, through: '2026-12-31', freshTo: '2026-12-31', expectedToDate: 2000 })).toBe('ACHIEVED');
  });

  test('a missed goal is off track, however narrowly', () => {
    expect(statusOf([evaluation({ actual: 1990, expectedToDate: 2000, through: '2026-12-31', freshTo: '2026-12-31' })])).toMatchObject({
      status: 'OFF_TRACK',
      reasons: ['The goal ended on 2026-12-31 with 1990 against a target of at least 2000; attainment 0.995.'],
    });
  });
});

describe('a status does not flap', () => {
  test('one bad day changes nothing and is told; two in a row do', () => {
    expect(statusOf(daily(980, 980, 900))).toMatchObject({
      status: 'ON_TRACK',
      reasons: [
        expect.any(String),
        'Margin to ON_TRACK: 50, with the line at 950.',
        'The figures of 2026-06-30 alone say AT_RISK; the status stays ON_TRACK until 2 evaluations in a row agree.',
      ],
    });
    expect(statusOf(daily(980, 900, 900)).status).toBe('AT_RISK');
  });

  test('one good day changes nothing either', () => {
    expect(statusOf(daily(700, 700, 980)).status).toBe('OFF_TRACK');
    expect(statusOf(daily(700, 980, 980)).status).toBe('ON_TRACK');
  });

  test('two bad days of different colour lead to the milder one', () => {
    expect(statusOf(daily(980, 900, 700)).status).toBe('AT_RISK');
  });

  test('days on both sides of a line never change the status', () => {
    expect(statusOf(daily(960, 940, 960, 940, 960, 940)).status).toBe('ON_TRACK');
  });

  test('a day without data is no evidence', () => {
    const series = daily(980, 980, 900);
    series.splice(2, 0, evaluation({ freshTo: null, through: '2026-06-29' }));
    expect(statusOf(series).status).toBe('ON_TRACK');
  });

  test('law: after two equal days in a row the status is theirs, whatever came before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 500, max: 1200 }), { maxLength: 20 }),
        fc.integer({ min: 500, max: 1200 }),
        (before, actual) => {
          const colour = actual >= 1000 * STATUS_RULE.onTrack ? 'ON_TRACK' : actual >= 1000 * STATUS_RULE.atRisk ? 'AT_RISK' : 'OFF_TRACK';
          expect(statusOf(daily(...before, actual, actual)).status).toBe(colour);
        },
      ),
    );
  });

  test('an empty series is refused', () => {
    expect(() => statusOf([])).toThrow('expected at least one evaluation');
  });
});
