import fc from 'fast-check';
import { adjustedSamples } from '../../src/stats/cuped';
import { effectOf, refusalOf } from '../../src/stats/effect';
import { meanSample, proportionSample, ratioSample } from '../../src/stats/sample';
import { binaryTotals, covarianceOf, meanOf, pairTotalsOf, pooledTotals, totalsOf, varianceOf } from '../../src/stats/totals';
import { welchTest } from '../../src/stats/welch';
import { expectNear } from './reference-vectors';

const values = fc.array(
  fc.integer({ min: -1000, max: 1000 }).map((x) => x / 8),
  { minLength: 2, maxLength: 60 },
);
const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 })), { minLength: 3, maxLength: 60 });

/** Mean and variance from the rows, in two passes. */
function twoPasses(x: readonly number[]): { mean: number; variance: number } {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return { mean, variance: x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1) };
}

describe('totals say all that unit rows say', () => {
  test('of a mean', () => {
    fc.assert(
      fc.property(values, (x) => {
        const sample = meanSample(totalsOf(x));
        const { mean, variance } = twoPasses(x);
        expectNear(sample.value, mean, 1e-9);
        expectNear(sample.variance, variance, 1e-9);
      }),
    );
  });

  test('of a share: of zeros and ones it is a mean with n instead of n − 1', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 80 }), (x) => {
        const totals = totalsOf(x);
        expect(totals.sum).toBe(totals.sumSquares);
        expectNear(proportionSample(x.length, totals.sum).variance * (x.length / (x.length - 1)), meanSample(totals).variance, 1e-12);
      }),
    );
  });

  test('of a ratio: the variance of x − R·y over the squared mean of y', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const [x, y] = [rows.map(([first]) => first), rows.map(([, second]) => second)];
        const sample = ratioSample(pairTotalsOf(x, y));
        const residuals = x.map((each, at) => each - sample.value * y[at]!);
        expectNear(sample.variance, twoPasses(residuals).variance / meanOf(totalsOf(y)) ** 2, 1e-9);
      }),
    );
  });

  test('of rows that are adjusted one by one', () => {
    fc.assert(
      fc.property(pairs, pairs, (one, other) => {
        const [a, b] = [one, other].map((rows) =>
          pairTotalsOf(
            rows.map(([x]) => x),
            rows.map(([, y]) => y),
          ),
        );
        const adjusted = adjustedSamples(a!, b!);
        const before = meanOf(pooledTotals(a!.y, b!.y));
        for (const [rows, sample] of [
          [one, adjusted.a],
          [other, adjusted.b],
        ] as const) {
          const { mean, variance } = twoPasses(rows.map(([x, y]) => x - adjusted.theta * (y - before)));
          expectNear(sample.value, mean, 1e-9);
          expectNear(sample.variance, variance, 1e-8);
        }
      }),
    );
  });

  test('of what an adjustment takes away: the square of the correlation, over both arms together', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const whole = pairTotalsOf(
          rows.map(([x]) => x),
          rows.map(([, y]) => y),
        );
        if (!(varianceOf(whole.x) > 0 && varianceOf(whole.y) > 0)) return;
        const { a, theta } = adjustedSamples(whole, whole);
        const correlation = covarianceOf(whole) / Math.sqrt(varianceOf(whole.x) * varianceOf(whole.y));
        expectNear(theta, covarianceOf(whole) / varianceOf(whole.y), 1e-9);
        expectNear(1 - a.variance / varianceOf(whole.x), correlation ** 2, 1e-8);
      }),
    );
  });

  test('of arms that are added up from parts', () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [whole, parts] = [totalsOf([...x, ...y]), pooledTotals(totalsOf(x), totalsOf(y))];
        expectNear(varianceOf(parts), varianceOf(whole), 1e-9);
      }),
    );
  });
});

describe('binary values', () => {
  const bits = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 60 });

  test('have variances and covariances with n, so that the two fit together: nothing is left of a value less itself', () => {
    fc.assert(
      fc.property(bits, (rows) => {
        const count = (holds: (x: number, y: number) => boolean) => rows.filter(([x, y]) => holds(x, y)).length;
        const [x, y] = [
          binaryTotals(
            rows.length,
            count((one) => one === 1),
          ),
          binaryTotals(
            rows.length,
            count((_, two) => two === 1),
          ),
        ];
        expectNear(covarianceOf({ x, y: x, sumProducts: x.sum }), varianceOf(x), 1e-12);
        const both = covarianceOf({ x, y, sumProducts: count((one, two) => one === 1 && two === 1) });
        expect(both ** 2).toBeLessThanOrEqual(varianceOf(x) * varianceOf(y) + 1e-12);
      }),
    );
  });

  test('of a user before tell all of the same value during: nothing is left to chance', () => {
    const [a, b] = [binaryTotals(100, 30), binaryTotals(100, 40)];
    const adjusted = adjustedSamples({ x: a, y: a, sumProducts: 30 }, { x: b, y: b, sumProducts: 40 });
    expect(adjusted.theta).toBeCloseTo(1, 12);
    expect(adjusted.a.variance).toBeCloseTo(0, 12);
    expect(adjusted.b).toMatchObject({ level: 0.4, value: expect.closeTo(0.35, 12) });
  });
});

test('a lift of adjusted values is told over what the baseline was before the adjustment', () => {
  const [a, b] = [pairTotalsOf([1, 3, 5, 8], [1, 2, 3, 4]), pairTotalsOf([4, 6, 9, 10], [2, 3, 4, 5])];
  const { a: baseline, b: treatment, theta } = adjustedSamples(a, b);
  const difference = 7.25 - 4.25 - theta * (3.5 - 2.5);
  const lift = effectOf(baseline, treatment, 'RELATIVE');
  expect(effectOf(baseline, treatment, 'ABSOLUTE').estimate).toBeCloseTo(difference, 12);
  expect(lift.estimate).toBeCloseTo(difference / 4.25, 12);
  expect(lift.standardError).toBeCloseTo(Math.sqrt(treatment.variance / 4 + (baseline.variance / 4) * (7.25 / 4.25) ** 2) / 4.25, 12);
});

describe('a comparison', () => {
  test('turned round is the same difference the other way', () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [a, b] = [meanSample(totalsOf(x)), meanSample(totalsOf(y))];
        if (refusalOf(a, b, 'ABSOLUTE')) return;
        const [there, back] = [welchTest(effectOf(a, b, 'ABSOLUTE')), welchTest(effectOf(b, a, 'ABSOLUTE'))];
        expectNear(there.pValue, back.pValue, 1e-12);
        expectNear(there.low, -back.high, 1e-9);
      }),
    );
  });

  test('leaves 0 out of its interval exactly when p is below the level', () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [a, b] = [meanSample(totalsOf(x)), meanSample(totalsOf(y))];
        if (refusalOf(a, b, 'ABSOLUTE')) return;
        const { pValue, low, high } = welchTest(effectOf(a, b, 'ABSOLUTE'));
        if (Math.abs(pValue - 0.05) > 1e-9) expect(pValue < 0.05).toBe(low > 0 || high < 0);
      }),
    );
  });

  test('of values in another unit has the same p-value, and a lift is the same lift', () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 1000 }), (x, y, unit) => {
        const [a, b] = [meanSample(totalsOf(x)), meanSample(totalsOf(y))];
        if (refusalOf(a, b, 'RELATIVE') || Math.abs(a.value) < 0.1) return;
        const [c, d] = [meanSample(totalsOf(x.map((v) => v * unit))), meanSample(totalsOf(y.map((v) => v * unit)))];
        expectNear(welchTest(effectOf(c, d, 'ABSOLUTE')).pValue, welchTest(effectOf(a, b, 'ABSOLUTE')).pValue, 1e-9);
        expectNear(effectOf(c, d, 'RELATIVE').estimate, effectOf(a, b, 'RELATIVE').estimate, 1e-9);
        expectNear(effectOf(c, d, 'RELATIVE').standardError, effectOf(a, b, 'RELATIVE').standardError, 1e-8);
      }),
    );
  });

  test('of unequal lists of pairs is refused, and below two users there is no variance', () => {
    expect(() => pairTotalsOf([1], [1, 2])).toThrow(RangeError);
    expect(varianceOf(totalsOf([1]))).toBeNaN();
    expect(covarianceOf(pairTotalsOf([1], [1]))).toBeNaN();
  });
});
