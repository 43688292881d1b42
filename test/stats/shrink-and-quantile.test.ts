import fc from 'fast-check';
import { quantilePlaces, quantileSample } from '../../src/stats/quantile-sample';
import { shrinkEffect, spreadOfEffects } from '../../src/stats/shrink-effect';
import { placeboInterval, placeboPValue } from '../../src/stats/synthetic-control';
import { Dice } from './dice';

describe('an effect that was chosen because it looked best', () => {
  test('is drawn towards 0: 100 against 130 of 2,000 under a spread of 0.3, as a Bayesian engine says', () => {
    const shrunk = shrinkEffect({ estimate: 0.3, standardError: 0.167958 }, 0.3);
    expect(shrunk.estimate).toBeCloseTo(0.22841, 4);
    expect(shrunk.standardError).toBeCloseTo(0.14655, 4);
  });

  test('is what it comes to in the end, on average over experiments that won', () => {
    const dice = new Dice(3);
    let [seen, expected, true_] = [0, 0, 0];
    for (let run = 0; run < 40_000; run += 1) {
      const effect = 0.05 * dice.normal();
      const estimate = effect + 0.05 * dice.normal();
      if (estimate < 0.05) continue;
      seen += estimate;
      expected += shrinkEffect({ estimate, standardError: 0.05 }, 0.05).estimate;
      true_ += effect;
    }
    expect(expected / true_).toBeCloseTo(1, 1);
    expect(seen / true_).toBeGreaterThan(1.8);
  });

  test('has a spread that is seen through its errors, from three experiments on', () => {
    const dice = new Dice(4);
    const effects = Array.from({ length: 5000 }, () => ({ estimate: 0.2 * dice.normal() + 0.1 * dice.normal(), standardError: 0.1 }));
    expect(spreadOfEffects(effects)).toBeCloseTo(0.2, 1);
    expect(spreadOfEffects(effects.slice(0, 2))).toBeNull();
    expect(spreadOfEffects(effects.slice(0, 3).map(() => ({ estimate: 0.01, standardError: 1 })))).toBe(0);
  });
});

describe('a quantile', () => {
  const sampleOf = (values: readonly number[], share: number) => {
    const sorted = [...values].sort((a, b) => a - b);
    const places = quantilePlaces(sorted.length, share);
    const at = (place: number) => sorted[place - 1]!;
    return (
      places &&
      quantileSample(sorted.length, places, {
        below: at(places.below),
        above: at(places.above),
        low: at(places.low),
        high: at(places.high),
      })
    );
  };

  test('of 1 to 101 is the middle one, and of few there is none', () => {
    expect(
      sampleOf(
        Array.from({ length: 101 }, (_, at) => at + 1),
        0.5,
      ),
    ).toMatchObject({ n: 101, value: 51 });
    expect(quantilePlaces(5, 0.5)).toBeNull();
    expect(() => quantilePlaces(5, 1)).toThrow(RangeError);
  });

  test('has the error that a sample of samples shows', () => {
    const dice = new Dice(6);
    const [values, errors] = [[] as number[], [] as number[]];
    for (let run = 0; run < 600; run += 1) {
      const { n, value, variance } = sampleOf(
        Array.from({ length: 300 }, () => dice.normal()),
        0.75,
      )!;
      values.push(value);
      errors.push(Math.sqrt(variance / n));
    }
    const mean = (all: number[]) => all.reduce((sum, each) => sum + each, 0) / all.length;
    const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    expect(mean(errors) / deviation).toBeGreaterThan(0.9);
    expect(mean(errors) / deviation).toBeLessThan(1.15);
  });

  test('has places that are in order and exist, whatever is asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, share) => {
        const places = quantilePlaces(n, share);
        if (!places) return true;
        const { low, below, above, high } = places;
        return 1 <= low && low <= below && below <= above && above <= high && high <= n;
      }),
    );
  });
});

describe('the interval of a synthetic control', () => {
  test('holds no effect where there is none as often as its level says, and has the p-value of the permutation', () => {
    const dice = new Dice(8);
    let held = 0;
    for (let run = 0; run < 24; run += 1) {
      const units = Array.from({ length: 8 }, () => Array.from({ length: 16 }, (_, at) => 50 + 3 * Math.sin(at) + dice.normal()));
      const [treated, ...donors] = units;
      const found = placeboInterval(treated!, donors, 10)!;
      expect(found.level).toBeCloseTo(7 / 8, 12);
      if (run < 5) expect(found.pValue).toBe(placeboPValue(treated!, donors, 10));
      if (found.low <= 0 && 0 <= found.high) held += 1;
    }
    expect(held / 24).toBeGreaterThan(0.7);
    expect(placeboInterval([1, 2, 3], [[1, 2, 3]], 1)).toBeNull();
  });
});
