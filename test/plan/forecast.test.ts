import { addDays, type Day, daysBetween, lengthOf } from '../../src/lib/day';
import { type ForecastInput, forecastOf } from '../../src/plan/forecast';
import { probabilityToHit } from '../../src/plan/probability-to-hit';
import { normalCdf } from '../../src/stats/normal';

const RANGE = { from: '2026-01-01', to: '2026-12-31' };
const up = { better: 'UP', target: 300, band: null } as const;

/** A value a day from `from` to `to`, by the number of the day. */
function series(from: Day, to: Day, value: (index: number) => number): Map<Day, number> {
  return new Map(Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => [addDays(from, index), value(index)]));
}

function input(differences: Partial<ForecastInput> = {}): ForecastInput {
  const daily = differences.daily ?? series(RANGE.from, '2026-06-30', () => 3);
  const total = [...daily].filter(([day]) => day >= RANGE.from).reduce((sum, [, value]) => sum + value, 0);
  return {
    aggregation: 'SUM',
    better: 'UP',
    range: RANGE,
    through: '2026-06-30',
    target: 1460,
    band: null,
    actual: total,
    planned: (range) => 4 * lengthOf(range),
    daily,
    ...differences,
  };
}

describe('the chance to meet a target', () => {
  test('is what a normal outcome leaves beyond it', () => {
    expect(probabilityToHit({ ...up, target: 300_000 }, 280_000, 25_000)).toBeCloseTo(0.2119, 4);
    expect(probabilityToHit({ ...up, better: 'DOWN', target: 300_000 }, 280_000, 25_000)).toBeCloseTo(0.7881, 4);
    expect(probabilityToHit({ better: 'BAND', target: 0, band: { low: -1.96, high: 1.96 } }, 0, 1)).toBeCloseTo(0.95, 4);
  });

  test('is all or nothing without uncertainty, and meeting a target exactly counts', () => {
    expect([299, 300].map((value) => probabilityToHit(up, value, 0))).toEqual([0, 1]);
    expect([300, 301].map((value) => probabilityToHit({ ...up, better: 'DOWN' }, value, 0))).toEqual([1, 0]);
  });

  test('rests on a normal distribution that agrees with its tables', () => {
    const table: [number, number][] = [
      [0, 0.5],
      [1, 0.8413447460685429],
      [-1.959963984540054, 0.025],
      [-2.999999, 0.0013499024638],
      [-3.000001, 0.0013498935999],
      [-6, 9.865876450376946e-10],
    ];
    for (const [z, expected] of table) expect(Math.abs(normalCdf(z) / expected - 1)).toBeLessThan(1e-9);
  });
});

describe('the forecast of a sum', () => {
  test('by phased ratio keeps the pace over the rest of the plan', () => {
    const forecast = forecastOf(input());
    expect(forecast).toMatchObject({ method: 'phased ratio', probabilityToHit: 0, reason: null });
    expect(forecast.value).toBeCloseTo((3 / 4) * 1460, 9);
    expect(forecast.interval?.high).toBeCloseTo(1095, 6);
  });

  test('by last year when its season repeats and the plan has none', () => {
    const season = (index: number) => 10 + 8 * Math.sin((2 * Math.PI * index) / 364);
    const daily = series('2025-01-01', '2026-06-30', season);
    const forecast = forecastOf(input({ daily }));
    const rest = [...series('2026-07-01', '2026-12-31', (index) => season(index + 546))].reduce((sum, [, value]) => sum + value, 0);
    expect(forecast.method).toBe('seasonal naive');
    expect(forecast.value).toBeCloseTo(input({ daily }).actual! + rest, 6);
  });

  test('keeps to the plan when last year went otherwise', () => {
    const daily = new Map([
      ...series('2025-01-01', '2025-12-31', (index) => (index % 50) * 3),
      ...series(RANGE.from, '2026-06-30', () => 3),
    ]);
    expect(forecastOf(input({ daily })).method).toBe('phased ratio');
  });

  test('gives an interval that widens with the noise of the days', () => {
    const noisy = (size: number) =>
      forecastOf(input({ daily: series(RANGE.from, '2026-06-30', (index) => 3 + size * Math.sin(index * index)) })).interval!;
    const [small, large] = [noisy(0.2), noisy(2)];
    expect(small.high - small.low).toBeGreaterThan(0);
    expect(large.high - large.low).toBeGreaterThan(2 * (small.high - small.low));
    expect(small.level).toBe(0.8);
  });

  test('of a young goal has a value but no interval, and says so', () => {
    const young = { through: '2026-01-08', daily: series(RANGE.from, '2026-01-08', () => 3) };
    expect(forecastOf(input({ ...young, locale: 'ZH_HANT' })).reason).toBe('目標開始不久，無法回測，因此不給出區間');
    expect(forecastOf(input(young))).toMatchObject({
      value: expect.any(Number),
      interval: null,
      probabilityToHit: null,
      reason: expect.stringContaining('too young'),
    });
  });
});

describe('the forecast of a level', () => {
  const noisy = series(RANGE.from, '2026-06-30', (index) => 0.4 + (index % 2 ? 0.02 : -0.02));

  test('carries the level to date forward', () => {
    const forecast = forecastOf(input({ aggregation: 'RATIO', actual: 0.4, target: 0.5, daily: noisy }));
    expect(forecast).toMatchObject({ value: 0.4, method: 'level to date' });
    expect(forecast.probabilityToHit).toBeLessThan(0.01);
  });

  test('of an end level follows its drift', () => {
    const forecast = forecastOf(
      input({ aggregation: 'END_OF_PERIOD', actual: 280, target: 400, daily: series(RANGE.from, '2026-06-30', (index) => 100 + index) }),
    );
    expect(forecast).toMatchObject({ method: 'last level with drift', value: 100 + 364 });
  });

  test('is not made for extremes', () => {
    expect(forecastOf(input({ aggregation: 'MAX' }))).toMatchObject({
      value: null,
      method: 'none',
      reason: expect.stringContaining('one extreme day'),
    });
  });
});

describe('a forecast that is not needed or not possible', () => {
  test('of an ended goal is its outcome', () => {
    expect(forecastOf(input({ through: '2026-12-31', actual: 1460 }))).toEqual({
      value: 1460,
      interval: { low: 1460, high: 1460, level: 0.8 },
      probabilityToHit: 1,
      method: 'final',
      reason: null,
      spread: { sd: 0, df: 1 },
    });
  });

  test.each([
    ['before the start', { through: '2025-12-31' }, 'the goal starts on 2026-01-01'],
    ['without a value', { actual: null }, 'has no value'],
    [
      'with nothing planned and but a few weeks behind it',
      { planned: () => 0, through: '2026-02-10', daily: series(RANGE.from, '2026-02-10', () => 3) },
      'nothing was planned so far',
    ],
  ])('%s is null with the reason', (_name, differences, reason) => {
    expect(forecastOf(input(differences))).toMatchObject({ value: null, probabilityToHit: null, reason: expect.stringContaining(reason) });
  });
});

describe('a forecast that follows what has changed', () => {
  const weekday = (index: number) => [12, 4, 3, 6, 8, 14, 0][index % 7]!;

  test('mostly by damped Holt-Winters when the level moved and neither plan nor last year knew', () => {
    const daily = series('2025-01-01', '2026-06-30', (index) => weekday(index) + (index < 455 ? 10 : 60));
    const forecast = forecastOf(input({ daily, planned: (range) => 30 * lengthOf(range) }));
    expect(forecast.method).toMatch(/^damped Holt-Winters [6-9]\d %, /);
    const rest = forecast.value! - input({ daily }).actual!;
    const truth = [...series('2026-07-01', '2026-12-31', (index) => weekday(index + 546) + 60)].reduce((sum, [, value]) => sum + value, 0);
    // The pace so far alone would lead to two thirds, last year to a third; the interval knows that the level can move.
    expect(rest / truth).toBeGreaterThan(0.75);
    expect(forecast.interval!.high - input({ daily }).actual!).toBeGreaterThan(truth);
  });

  test('never below zero where nothing ever was', () => {
    const daily = series('2025-01-01', '2026-06-30', (index) => Math.max(0, 40 - index / 10));
    expect(forecastOf(input({ daily })).value).toBeGreaterThanOrEqual(input({ daily }).actual!);
  });
});

describe('the forecast of a ratio whose sides are known', () => {
  // Ten orders a day of a hundred visits; from the last day on, by last year, far more visits come that buy no more.
  const under = series('2025-01-01', '2026-06-30', (index) => (index % 364 < 181 ? 100 : 300));
  const over = series('2025-01-01', '2026-06-30', (index) => (index % 364 < 181 ? 10 : 12));
  const sofar = (of: Map<Day, number>) => [...of].filter(([day]) => day >= RANGE.from).reduce((sum, [, value]) => sum + value, 0);
  const actual = sofar(over) / sofar(under);
  const daily = new Map([...under].filter(([day]) => day >= RANGE.from).map(([day, value]) => [day, over.get(day)! / value]));
  const sides = { over, under, factor: 1 };

  test('is that of what numerator and denominator will come to, not the mean of what the ratio was', () => {
    const forecast = forecastOf(input({ aggregation: 'RATIO', actual, target: 0.08, daily, sides }));
    expect(forecast.method).toMatch(/ over /);
    expect(forecast.value!).toBeLessThan(0.075);
    expect(forecastOf(input({ aggregation: 'RATIO', actual, target: 0.08, daily })).value).toBe(actual);
  });

  test('falls back to the level where the sides are not what the ratio was made of', () => {
    const forecast = forecastOf(input({ aggregation: 'RATIO', actual: 2 * actual, target: 0.08, daily, sides }));
    expect(forecast).toMatchObject({ method: 'level to date', value: 2 * actual });
  });
});

describe('a young goal whose season is still to come', () => {
  // Five a day, three times as much in November, and a plan that spreads the target evenly.
  const days = (through: Day) =>
    series('2025-01-01', through, (index) => {
      const peak = index % 364 > 290 && index % 364 < 340 ? 12 : 0;
      return 5 + peak + 3 * Math.sin(index * index) + 0.004 * index;
    });
  const target = [...days(RANGE.to)].filter(([day]) => day >= RANGE.from).reduce((sum, [, value]) => sum + value, 0);

  test.each(['2026-02-28', '2026-04-10', '2026-06-30'])(
    'is not sure on %s to miss what it will reach: the year before has shown that season',
    (through) => {
      const forecast = forecastOf(input({ daily: days(through), through, target, planned: (range) => (target * lengthOf(range)) / 365 }));
      expect(forecast.probabilityToHit).toBeGreaterThan(0.1);
      expect(forecast.probabilityToHit).toBeLessThan(0.5);
      expect(forecast.interval!.high).toBeGreaterThan(target);
    },
  );
});
