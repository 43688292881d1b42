import fc from 'fast-check';
import { calibrationOf } from '../../../src/stats/forecast/calibration';
import { ahead, bestSmoothings, type Smoothed, smoothed } from '../../../src/stats/forecast/holt-winters';
import { randomFrom } from '../../../src/stats/random';

const WEEKDAYS = [10, -4, -6, 0, 3, 8, -11];

/** A series followed to its end by its best smoothing. */
function followed(series: readonly number[], period: number): Smoothed {
  const ends = [series.length];
  return smoothed(series, period, bestSmoothings(series, period, ends)[0]!, ends)[0]!;
}

describe('damped Holt-Winters', () => {
  test('without trend and season is the mean of the past with weights that die away', () => {
    const series = [5, 9, 4, 7];
    const [end] = smoothed(series, 1, { level: 0.3, trend: 0, season: 0, damping: 0.9 }, [series.length]);
    // 0.7³·5 + 0.3·(0.7²·9 + 0.7·4 + 7)
    expect(end!.level).toBeCloseTo(0.343 * 5 + 0.3 * (0.49 * 9 + 0.7 * 4 + 7), 12);
  });

  test('repeats a week that repeats, from whatever day on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 21, max: 60 }), fc.integer({ min: 1, max: 20 }), (length, steps) => {
        const value = (at: number) => 100 + WEEKDAYS[at % 7]!;
        const series = Array.from({ length }, (_, at) => value(at));
        const found = ahead(followed(series, 7), steps);
        for (const [at, each] of found.entries()) expect(each).toBeCloseTo(value(length + at), 6);
      }),
      { numRuns: 30 },
    );
  });

  test('a trend dies away: the k-th step adds φ^k of it, all together φ / (1 - φ)', () => {
    const steps = ahead({ level: 10, trend: 2, season: [], damping: 0.9, error: 0 }, 400);
    expect(steps.slice(0, 3)).toEqual([expect.closeTo(11.8, 9), expect.closeTo(13.42, 9), expect.closeTo(14.878, 9)]);
    expect(steps.at(-1)).toBeCloseTo(10 + (2 * 0.9) / 0.1, 9);
  });

  test('follows a level that has moved for good, under noise', () => {
    const next = randomFrom(3);
    const series = Array.from({ length: 140 }, (_, at) => (at < 70 ? 50 : 120) + WEEKDAYS[at % 7]! + 4 * (next() - 0.5));
    const week = ahead(followed(series, 7), 7);
    expect(week.reduce((sum, value) => sum + value, 0) / 7).toBeGreaterThan(117);
    expect(week.reduce((sum, value) => sum + value, 0) / 7).toBeLessThan(123);
  });

  test('needs two seasons to begin with', () => {
    expect(() => followed([1, 2, 3], 7)).toThrow('3 periods; expected two seasons of 7 at least');
  });

  test('says on the way what it would say of a series that ended there', () => {
    const next = randomFrom(7);
    const series = Array.from({ length: 90 }, (_, at) => 100 + at + WEEKDAYS[at % 7]! + 20 * (next() - 0.5));
    const ends = [14, 20, 56, 57, 90];
    const best = bestSmoothings(series, 7, ends);
    expect(best).toEqual(ends.map((end) => bestSmoothings(series.slice(0, end), 7, [end])[0]));
    expect(smoothed(series, 7, best[2]!, ends)).toEqual(ends.map((end) => smoothed(series.slice(0, end), 7, best[2]!, [end])[0]));
  });
});

describe('how far chances are to be believed', () => {
  test('Brier score, skill over the base rate, and how often each row of chances came true', () => {
    const foretold = [
      { probability: 0.9, happened: true },
      { probability: 0.8, happened: true },
      { probability: 1, happened: false },
      { probability: 0.1, happened: false },
    ];
    const { count, brier, brierOfBaseRate, skill, rows } = calibrationOf(foretold);
    expect([count, brier, brierOfBaseRate]).toEqual([4, expect.closeTo((0.01 + 0.04 + 1 + 0.01) / 4, 12), 0.25]);
    expect(skill).toBeCloseTo(1 - 0.265 / 0.25, 12);
    expect(rows.map((row) => row.count)).toEqual([1, 0, 0, 0, 3]);
    expect(rows[4]).toMatchObject({ from: 0.8, to: 1, said: expect.closeTo(0.9, 12), happened: expect.closeTo(2 / 3, 12) });
    expect(rows[4]!.interval!.low).toBeLessThan(2 / 3);
    expect(rows[1]).toEqual({ from: 0.2, to: 0.4, count: 0, outcomes: 0, said: null, happened: null, interval: null });
  });

  test('looks into one month are one outcome, and say no more than it', () => {
    const looks = (outcome?: string) =>
      Array.from({ length: 9 }, () => ({ probability: 0.5, happened: true, ...(outcome && { outcome }) }));
    const [, , apart] = calibrationOf(looks()).rows;
    const [, , one] = calibrationOf(looks('May')).rows;
    expect([apart!.outcomes, one!.outcomes, one!.count]).toEqual([9, 1, 9]);
    expect(one!.interval!.low).toBeLessThan(apart!.interval!.low);
  });

  test('chances that are right are reliable, and what always happens has no skill to win', () => {
    const next = randomFrom(11);
    const foretold = Array.from({ length: 20_000 }, () => {
      const probability = next();
      return { probability, happened: next() < probability };
    });
    const { rows, skill } = calibrationOf(foretold);
    for (const { said, happened } of rows) expect(Math.abs(said! - happened!)).toBeLessThan(0.03);
    // Of chances spread evenly a sixth is left of a quarter.
    expect(skill).toBeCloseTo(1 / 3, 1);
    expect(calibrationOf([{ probability: 0.7, happened: true }]).skill).toBeNull();
    expect(calibrationOf([])).toMatchObject({ count: 0, brier: null, skill: null });
    expect(() => calibrationOf([{ probability: 1.1, happened: true }])).toThrow('a chance of 1.1');
  });
});
