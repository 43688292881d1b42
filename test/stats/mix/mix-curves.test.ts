import fc from 'fast-check';
import { binomialWeights, carriedOver, geometricAdstock, geometricWeights, weibullWeights } from '../../../src/stats/mix/adstock';
import { hill, hillOfLargest } from '../../../src/stats/mix/hill';
import { nonNegativeRidge } from '../../../src/stats/mix/non-negative-ridge';
import { type BudgetItem, budgetForReturn, optimiseBudget } from '../../../src/stats/mix/optimise-budget';
import { marginalAt } from '../../../src/stats/mix/response-curve';

const close = (values: readonly number[], digits = 4) => values.map((value) => expect.closeTo(value, digits));

describe('what is carried over', () => {
  test('geometric: half of 100 is left after a week, and twice 100 in the end', () => {
    expect(geometricAdstock([100, 0, 0], 0.5)).toEqual([100, 50, 25]);
    expect(geometricWeights(0.5, 2)).toEqual(close([0.5714, 0.2857, 0.1429]));
    expect(() => geometricAdstock([1], 1)).toThrow('theta 1');
  });

  test('binomial: ends at its window', () => {
    expect(binomialWeights(0.5, 3, { raw: true })).toEqual(close([1, 0.6667, 0.3333]));
    expect(binomialWeights(0.5, 3)).toEqual(close([0.5, 0.3333, 0.1667]));
    expect(binomialWeights(1, 4)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test('Weibull: the density may peak late, what is left only falls', () => {
    // Density of shape 2 and scale 4 at 1 … 7: x/8 · exp(-x²/16), which peaks at 4/√2.
    const density = [1, 2, 3, 4, 5, 6, 7].map((x) => (x / 8) * Math.exp((-x * x) / 16));
    const [low, high] = [Math.min(...density), Math.max(...density)];
    expect(weibullWeights('pdf', 2, 0.5, 7)).toEqual(
      close(
        density.map((value) => (value - low) / (high - low)),
        12,
      ),
    );
    expect(weibullWeights('pdf', 2, 0.5, 7)[2]).toBe(1);
    // After each period exp(-(l / 2)²) of what was left.
    const left = [1, Math.exp(-1 / 4), Math.exp(-1 / 4 - 1), Math.exp(-1 / 4 - 1 - 9 / 4)];
    expect(weibullWeights('cdf', 2, 0.35, 4)).toEqual(close(left, 12));
  });

  test('weights that add up to 1 keep the total of a series that has ended long before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        (series, theta) => {
          const seen = carriedOver([...series, ...new Array<number>(14).fill(0)], geometricWeights(theta, 13));
          const total = series.reduce((sum, value) => sum + value, 0);
          expect(seen.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 6);
        },
      ),
    );
  });
});

test('diminishing returns: a half at the half-point, whatever the slope; of the largest where it is a share of it', () => {
  for (const slope of [0.5, 1, 3]) expect([hill(40, slope, 40), hillOfLargest(100, slope, 0.5, 200)]).toEqual([0.5, 0.5]);
  expect(hillOfLargest(150, 3, 0.5, 200)).toBeCloseTo(0.7714285714285715, 12);
  expect([hill(0, 2, 1), hill(1e9, 1, 1)]).toEqual([0, expect.closeTo(1, 8)]);
  expect(() => hill(1, 0, 1)).toThrow('slope 0');
});

test('a return on average is not that of the next unit: 5 at 100, and 2.49 for one more', () => {
  const response = (spend: number) => 1000 * hill(spend, 1, 100);
  expect(response(100) / 100).toBeCloseTo(5, 12);
  expect(response(101) - response(100)).toBeCloseTo(2.4875621890546995, 12);
  expect(marginalAt(response, 100, 100)).toBeCloseTo(2.5, 3);
});

describe('ridge with coefficients that may not be negative', () => {
  test('is the closed form where no bound holds, and 0 where one does', () => {
    // X'X = [[4, 1], [1, 3]], X'y = [1, 2], penalty 1: (5, 1; 1, 4) b = (1, 2).
    const problem = {
      gram: [
        [4, 1],
        [1, 3],
      ],
      penalties: [1, 1],
    };
    expect(nonNegativeRidge({ ...problem, cross: [1, 2], isBounded: [true, true] })).toEqual(close([2 / 19, 9 / 19], 9));
    expect(nonNegativeRidge({ ...problem, cross: [-1, 2], isBounded: [true, true] })).toEqual(close([0, 0.5], 9));
    expect(nonNegativeRidge({ ...problem, cross: [-1, 2], isBounded: [false, true] })).toEqual(close([-6 / 19, 11 / 19], 9));
  });

  test('meets the conditions of the best: no slope where free, none downhill at the bound', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number, number), { minLength: 5, maxLength: 12 }), (rows) => {
        const column = (at: number) => rows.map((row) => row[at]!);
        const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
        const gram = [0, 1, 2].map((a) => [0, 1, 2].map((b) => dot(column(a), column(b))));
        const cross = [0, 1, 2].map((a) => dot(column(a), column(3)));
        const penalties = [0.5, 0.5, 0.5];
        const found = nonNegativeRidge({ gram, cross, penalties, isBounded: [true, true, false] });
        for (const at of [0, 1, 2]) {
          const slope = gram[at]!.reduce((sum, value, other) => sum + value * found[other]!, 0) + penalties[at]! * found[at]! - cross[at]!;
          if (at < 2) expect(found[at]).toBeGreaterThanOrEqual(0);
          if (at === 2 || found[at]! > 0) expect(Math.abs(slope)).toBeLessThan(1e-5);
          else expect(slope).toBeGreaterThan(-1e-5);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a budget', () => {
  const root = (name: string, strength: number, low: number, high: number, now = 50): BudgetItem => ({
    ...{ name, low, high, now },
    response: (spend) => strength * Math.sqrt(spend),
  });

  test('goes where the next unit brings the most: roots share by the squares of their strengths', () => {
    const { items, spend, response, responseNow, marginal } = optimiseBudget([root('a', 3, 0, 100), root('b', 4, 0, 100)], 100);
    expect(items.map(({ spend }) => spend)).toEqual([expect.closeTo(36, 0), expect.closeTo(64, 0)]);
    expect(items.map(({ bound }) => bound)).toEqual([null, null]);
    expect([spend, marginal]).toEqual([expect.closeTo(100, 9), expect.closeTo(0.25, 2)]);
    expect(response).toBeGreaterThan(responseNow);
    expect(response).toBeCloseTo(3 * 6 + 4 * 8, 2);
  });

  test('says who stands at a bound, and what the next unit would bring there', () => {
    const { items, marginal, spend } = optimiseBudget([root('a', 3, 50, 100), root('b', 4, 0, 100), root('c', 9, 0, 7.3)], 100);
    expect(items.map(({ name, bound }) => [name, bound])).toEqual([
      ['a', 'LOW'],
      ['b', null],
      ['c', 'HIGH'],
    ]);
    expect(items[2]!.spend).toBeCloseTo(7.3, 9);
    expect(items[2]!.marginal).toBeGreaterThan(marginal!);
    expect(items[0]!.marginal).toBeLessThan(marginal!);
    expect(spend).toBeCloseTo(100, 9);
  });

  test('of S-shaped returns is put together rather than spread thin', () => {
    const s = (name: string): BudgetItem => ({ name, low: 0, high: 100, now: 50, response: (spend) => hill(spend, 4, 60) });
    const { items } = optimiseBudget([s('a'), s('b')], 100);
    expect(items.map(({ spend }) => spend).sort((a, b) => a - b)).toEqual([0, 100]);
  });

  test('no other sharing on a grid is better', () => {
    const item = fc.tuple(
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      fc.double({ min: 5, max: 80, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.tuple(item, item, item), (terms) => {
        const items = terms.map(([strength, slope, half], at) => ({
          ...{ name: String(at), low: 0, high: 100, now: 0 },
          response: (spend: number) => strength * hill(spend, slope, half),
        }));
        const { response } = optimiseBudget(items, 100);
        let best = 0;
        for (let a = 0; a <= 100; a += 5)
          for (let b = 0; a + b <= 100; b += 5) {
            const given = [a, b, 100 - a - b];
            best = Math.max(
              best,
              given.reduce((sum, spend, at) => sum + items[at]!.response(spend), 0),
            );
          }
        expect(response).toBeGreaterThanOrEqual(best - 1e-9);
      }),
      { numRuns: 15 },
    );
  });

  test('for a return is spent as long as more brings it', () => {
    const { items } = budgetForReturn([root('a', 4, 0, 100), root('b', 40, 0, 100)], 0.5);
    expect(items.map(({ spend }) => spend)).toEqual([expect.closeTo(16, 1), 100]);
  });

  test('that the bounds do not allow is refused', () => {
    expect(() => optimiseBudget([root('a', 1, 0, 10)], 20)).toThrow('a budget of 20; expected 0 to 10');
    expect(() => optimiseBudget([root('a', 1, 5, 3)], 4)).toThrow('bounds of a are 5 and 3');
  });
});
