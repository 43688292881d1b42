import fc from 'fast-check';
import { bootstrapIntervals } from '../../src/stats/bootstrap';
import { fallingCurve, valueAt } from '../../src/stats/isotonic';
import { productChange } from '../../src/stats/product-change';
import { rankCorrelation } from '../../src/stats/rank-correlation';
import { Dice } from './dice';
import { referenceVectors } from './reference-vectors';

describe('a curve that never rises', () => {
  it('pools what would rise, by weight', () => {
    const points = [
      { at: 2, value: 0.1, weight: 100 },
      { at: 1, value: 0.3, weight: 10 },
      { at: 3, value: 0.2, weight: 300 },
      { at: 4, value: 0.05, weight: 10 },
    ];
    const pooled = (0.1 * 100 + 0.2 * 300) / 400;
    expect(fallingCurve(points)).toEqual([
      { at: 1, value: 0.3 },
      { at: 2, value: pooled },
      { at: 3, value: pooled },
      { at: 4, value: 0.05 },
    ]);
  });

  it('never rises, keeps the weighted mean, and leaves alone what falls already', () => {
    const point = fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }), weight: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (given) => {
        const points = given.map((each, at) => ({ ...each, at }));
        const curve = fallingCurve(points);
        for (const [i, { value }] of curve.slice(1).entries()) expect(value).toBeLessThanOrEqual(curve[i]!.value + 1e-12);
        const mean = (values: number[]) => values.reduce((sum, value, i) => sum + value * points[i]!.weight, 0);
        expect(mean(curve.map(({ value }) => value))).toBeCloseTo(mean(points.map(({ value }) => value)), 6);
        const falling = points.map((each) => ({ ...each, value: 1 / (1 + each.at) }));
        for (const [i, { value }] of fallingCurve(falling).entries()) expect(value).toBeCloseTo(falling[i]!.value, 12);
      }),
    );
  });

  it('is read between its points, and holds beyond them', () => {
    const curve = [
      { at: 1, value: 0.4 },
      { at: 3, value: 0.2 },
    ];
    expect([0.5, 1, 2, 3, 9].map((at) => valueAt(curve, at))).toEqual([0.4, 0.4, expect.closeTo(0.3), 0.2, 0.2]);
    expect(valueAt([], 1)).toBeNull();
  });
});

describe('what three factors of a product changed', () => {
  it('adds up to the change, whatever changed', () => {
    const factor = fc.double({ min: 0, max: 1000, noNaN: true });
    const factors = fc.tuple(factor, factor, factor);
    fc.assert(
      fc.property(factors, factors, (before, after) => {
        const parts = productChange(before, after);
        const change = after[0] * after[1] * after[2] - before[0] * before[1] * before[2];
        expect(Math.abs(parts[0] + parts[1] + parts[2] - change)).toBeLessThan(1e-6);
      }),
    );
  });

  it('by hand: half as many impressions at the same position and rate is all theirs; two at once share what both made', () => {
    expect(productChange([100, 0.2, 1], [50, 0.2, 1])).toEqual([-10, 0, 0]);
    const [a, b, c] = productChange([100, 0.2, 1], [200, 0.1, 1]);
    expect([a, b, c]).toEqual([expect.closeTo(15), expect.closeTo(-15), 0]);
  });
});

const closed = referenceVectors<{ corr: { x: number[]; y: number[]; spearman: [number, number] }[] }>('stats.json');

describe('rank correlation', () => {
  (closed ? it : it.skip)('is that of a statistics package, to nine places', () => {
    for (const { x, y, spearman } of closed!.corr) expect(rankCorrelation(x.map((each, at) => [each, y[at]!]))).toBeCloseTo(spearman[0], 9);
    expect(closed!.corr).toHaveLength(2);
  });

  it('is −1 where one rises as the other falls, and shares the ranks of equals', () => {
    expect(
      rankCorrelation([
        [1, 9],
        [2, 5],
        [7, 4],
      ]),
    ).toBe(-1);
    // Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4.
    expect(
      rankCorrelation([
        [1, 1],
        [2, 3],
        [2, 2],
        [5, 4],
      ]),
    ).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
    expect([
      rankCorrelation([
        [1, 2],
        [2, 1],
      ]),
      rankCorrelation([
        [1, 2],
        [1, 3],
        [1, 4],
      ]),
    ]).toEqual([null, null]);
  });
});

describe('an interval by resampling', () => {
  it('holds the true mean nine times in ten, and is the same for the same seed', () => {
    const dice = new Dice(7);
    let held = 0;
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      const values = Array.from({ length: 40 }, () => 5 + dice.normal());
      const mean = (drawn: readonly number[]) => [drawn.reduce((sum, times, i) => sum + times * values[i]!, 0) / 40];
      const [found] = bootstrapIntervals(40, mean, { seed: round + 1, rounds: 300 });
      if (found!.low <= 5 && found!.high >= 5) held++;
      if (round === 0) expect(bootstrapIntervals(40, mean, { seed: 1, rounds: 300 })[0]).toEqual(found);
    }
    expect(held / rounds).toBeGreaterThan(0.84);
    expect(held / rounds).toBeLessThan(0.95);
  });

  it('is not made of few units, or where estimates are missing', () => {
    expect(bootstrapIntervals(4, () => [1])).toEqual([null]);
    expect(bootstrapIntervals(10, () => [1, null])).toEqual([{ low: 1, high: 1, level: 0.9 }, null]);
  });
});
