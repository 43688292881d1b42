import fc from 'fast-check';
import { addDays, type Day } from '../../src/lib/day';
import { anomalyAt, type DailyValue } from '../../src/stats/anomaly';
import { Dice } from './dice';

const MONDAY: Day = '2026-01-05';
const weekly = (values: readonly (number | null)[]): DailyValue[] => values.map((value, i) => ({ day: addDays(MONDAY, 7 * i), value }));
const daily = (values: readonly number[]): DailyValue[] => values.map((value, i) => ({ day: addDays(MONDAY, i), value }));
const judge = (values: readonly (number | null)[], rule = {}) => anomalyAt(weekly(values), values.length - 1, rule);

describe('an unusual day', () => {
  test('160 where the same weekdays had a median of 100 and a MAD of 2 lies 20.2 deviations above', () => {
    const found = judge([96, 98, 100, 102, 104, 98, 102, 100, 160]);
    expect(found).toEqual({
      z: expect.closeTo(20.2347, 4),
      expected: 100,
      low: expect.closeTo(89.6218, 4),
      high: expect.closeTo(110.3782, 4),
      direction: 'UP',
      reason: null,
    });
  });

  test('is told by the same weekday: a quiet Sunday is no fall', () => {
    const week = [100, 102, 98, 101, 99, 40, 20];
    const series = daily(Array.from({ length: 9 }, (_, i) => week.map((value, day) => value + ((i * 3 + day) % 5) - 2)).flat());
    expect(series.map((_, i) => anomalyAt(series, i).direction).filter(Boolean)).toEqual([]);
    const spoilt = series.with(-1, { ...(series.at(-1) as DailyValue), value: 100 });
    expect(anomalyAt(spoilt, series.length - 1).direction).toBe('UP');
    const fallen = series.with(-5, { ...(series.at(-5) as DailyValue), value: 20 });
    expect(anomalyAt(fallen, series.length - 5).direction).toBe('DOWN');
  });

  test('an earlier spike among eight weeks hides nothing', () => {
    expect(judge([96, 98, 100, 900, 104, 98, 102, 100, 160]).direction).toBe('UP');
  });
});

describe('where the days before were all the same', () => {
  test('counts are held against Poisson: 0 every week and now 20', () => {
    expect(judge([0, 0, 0, 0, 0, 0, 0, 0, 20])).toMatchObject({
      z: expect.closeTo(2 * (Math.sqrt(20.375) - Math.sqrt(0.375)), 12),
      expected: 0,
      low: 0,
      direction: 'UP',
    });
    expect(judge([30, 30, 30, 30, 30, 30, 30, 30, 36]).direction).toBeNull();
    expect(judge([30, 30, 30, 30, 30, 30, 30, 30, 60]).direction).toBe('UP');
    expect(judge([30, 30, 30, 30, 30, 30, 30, 30, 8]).direction).toBe('DOWN');
  });

  test('of a measure nothing can be said, unless one of them was different', () => {
    expect(judge([5, 5, 5, 5, 5, 5], { kind: 'MEASURE' })).toEqual({
      z: null,
      expected: 5,
      low: null,
      high: null,
      direction: null,
      reason: 'NO_SPREAD',
    });
    const found = judge([5, 5, 5, 6, 5, 9], { kind: 'MEASURE' });
    expect(found).toMatchObject({ z: expect.closeTo(4 / (1.2533 / 5), 12), direction: 'UP' });
  });
});

describe('what is not told, and why', () => {
  test('few things, and a small change, however unusual', () => {
    expect(judge([1, 1, 2, 1, 1, 2, 1, 2, 9])).toMatchObject({ direction: null, reason: 'SMALL_COUNT' });
    expect(judge([1000, 1001, 999, 1000, 1001, 1000, 999, 1000, 1100])).toMatchObject({ direction: null, reason: 'SMALL_CHANGE' });
    expect(judge([1000, 1001, 999, 1000, 1001, 1000, 999, 1000, 1100], { leastChange: 0.05 }).direction).toBe('UP');
  });

  test('a short history, a day that is open or unknown', () => {
    expect(judge([100, 100, null, 100, 500])).toEqual({
      z: null,
      expected: null,
      low: null,
      high: null,
      direction: null,
      reason: 'SHORT_HISTORY',
    });
    const series = weekly([100, 104, 98, 99, 100]);
    const open = [...series, { day: addDays(MONDAY, 35), value: 10, open: true }];
    expect(anomalyAt(open, 5)).toMatchObject({ z: null, expected: 100, direction: null, reason: 'OPEN' });
    expect(judge([100, 104, 98, 99, 100, null])).toMatchObject({ z: null, expected: 100, reason: 'UNKNOWN' });
    // Nor is an open day learnt from.
    expect(anomalyAt([...open, { day: addDays(MONDAY, 42), value: 100 }], 6).expected).toBe(100);
    expect(() => anomalyAt(series, 5)).toThrow('anomalyAt: index 5; expected one of the 5 days');
  });
});

describe('for all series', () => {
  const values = fc.array(fc.option(fc.nat(500), { nil: null }), { minLength: 1, maxLength: 70 });
  const kind = fc.constantFrom('COUNT' as const, 'MEASURE' as const);

  test('a value is beyond its bounds exactly where |z| is beyond the threshold', () => {
    fc.assert(
      fc.property(values, kind, (list, each) => {
        const { z, low, high } = judge(list, { kind: each });
        if (z === null || low === null || high === null) return;
        const value = list.at(-1) as number;
        const beyond = Math.abs(z) > 3.5;
        expect(value < low - 1e-9 || value > high + 1e-9).toBe(beyond && Math.abs(Math.abs(z) - 3.5) > 1e-9);
      }),
    );
  });

  test('what comes later changes no verdict', () => {
    fc.assert(
      fc.property(values, values, kind, (list, later, each) => {
        expect(anomalyAt(weekly([...list, ...later]), list.length - 1, { kind: each })).toEqual(judge(list, { kind: each }));
      }),
    );
  });

  test('measures are judged alike in any unit', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(2, 0.25, 1024), (list, unit) => {
        const scaled = list.map((value) => (value === null ? null : value * unit));
        const [a, b] = [judge(list, { kind: 'MEASURE' }), judge(scaled, { kind: 'MEASURE' })];
        expect([b.direction, b.reason]).toEqual([a.direction, a.reason]);
        if (a.z !== null) expect(b.z).toBeCloseTo(a.z, 9);
      }),
    );
  });
});

test('of 5,000 days on which nothing happens hardly two in a hundred are told', () => {
  const dice = new Dice(7);
  const series = daily(Array.from({ length: 5_056 }, (_, i) => Math.round((i % 7 < 5 ? 200 : 80) + 12 * dice.normal())));
  const told = series.filter((_, i) => i >= 56 && anomalyAt(series, i).direction);
  expect(told.length / 5_000).toBeLessThan(0.02);
});
