import fc from 'fast-check';
import { combine } from '../../../src/stats/forecast/combine';
import { missOver, rollingMisses } from '../../../src/stats/forecast/rolling-origin';
import { Dice } from '../dice';

describe('a forecast at earlier origins', () => {
  test('is made of blocks as long as the horizon, or a third of the past, the last one ending with it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 400 }),
        (first, span, horizon) => {
          const tried: [number, number][] = [];
          const misses = rollingMisses({ first, end: first + span }, horizon, (origin, length) => tried.push([origin, length]));
          if (span < 4) return expect(misses).toBeNull();
          const length = Math.min(horizon, Math.floor(span / 3));
          expect(misses).toMatchObject({ length });
          expect(tried[0]).toEqual([first + span - length, length]);
          for (const [origin, each] of tried) expect([origin >= first, each]).toEqual([true, length]);
          expect(tried.length).toBeLessThanOrEqual(101);
          // No more than fit side by side, as overlapping blocks say little that is new.
          expect(misses!.count).toBeLessThanOrEqual(span / length);
          expect(misses!.count).toBeGreaterThan(2);
        },
      ),
      { examples: [[0, 115, 7]] },
    );
  });

  test('misses by the root mean square, and says nothing of fewer than four misses', () => {
    const misses = rollingMisses({ first: 0, end: 8 }, 1, (origin) => (origin % 2 ? 3 : -4));
    expect(misses).toEqual({ root: Math.sqrt(12.5), count: 8, length: 1 });
    expect(missOver(misses!, 16)).toBeCloseTo(16 * Math.sqrt(12.5), 12);
    expect(rollingMisses({ first: 0, end: 8 }, 1, (origin) => (origin < 5 ? null : 1))).toBeNull();
  });
});

describe('forecasts as one', () => {
  const estimate = (value: number, sd: number, count = 10) => ({ value, sd, count });

  test('are weighed inversely to their squared misses', () => {
    const { value, sd, count, weights } = combine([estimate(100, 10, 8), estimate(130, 20, 4)]);
    expect(weights).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.2, 12)]);
    expect([value, sd, count]).toEqual([expect.closeTo(106, 9), expect.closeTo(12, 12), expect.closeTo(7.2, 12)]);
  });

  test('of which one never missed are that one', () => {
    expect(combine([estimate(100, 10), estimate(130, 0), estimate(140, 0)])).toMatchObject({ value: 130, sd: 0, weights: [0, 1, 0] });
    expect(() => combine([])).toThrow('no estimates');
  });

  test('miss less than the one that was best so far, by which luck would be taken for skill', () => {
    const dice = new Dice(5);
    let [chosen, mixed, claimed, told] = [0, 0, 0, 0];
    for (let run = 0; run < 4000; run += 1) {
      // Three ways that are equally good, each tried six times.
      const ways = [0, 0, 0].map(() => {
        const tries = Array.from({ length: 6 }, () => 10 * dice.normal());
        return estimate(10 * dice.normal(), Math.sqrt(tries.reduce((sum, miss) => sum + miss * miss, 0) / 6));
      });
      const best = ways.toSorted((a, b) => a.sd - b.sd)[0]!;
      const all = combine(ways);
      chosen += best.value ** 2;
      mixed += all.value ** 2;
      claimed += best.sd ** 2;
      told += all.sd ** 2;
    }
    expect(mixed).toBeLessThan(0.7 * chosen);
    // The luckiest claims less than it misses; all together claim no less.
    expect(claimed).toBeLessThan(0.7 * chosen);
    expect(told).toBeGreaterThan(mixed);
  });
});
