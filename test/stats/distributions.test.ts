import fc from 'fast-check';
import { betaQuantile, incompleteBeta } from '../../src/stats/beta';
import { chiSquaredSurvival } from '../../src/stats/chi-squared';
import { logBeta, logGamma, upperGamma } from '../../src/stats/gamma';
import { noncentralSurvival } from '../../src/stats/noncentral-t';
import { normalCdf, normalQuantile, normalSurvival, upperQuantile } from '../../src/stats/normal';
import { studentCdf, studentQuantile, studentSurvival, studentUpperQuantile } from '../../src/stats/student';

/** The difference as a share of what was expected. */
const off = (found: number, expected: number) => Math.abs(found / expected - 1);

describe('the normal distribution', () => {
  test.each([
    // Computed with forty digits.
    [0, 0.5],
    [1, 0.15865525393145705],
    [1.959963984540054, 0.025],
    [3, 0.0013498980316300946],
    [5, 2.866515718791939e-7],
    [8, 6.220960574271785e-16],
    [20, 2.7536241186062337e-89],
    [37, 5.725571222524577e-300],
  ])('leaves above %f a tail of %e, and finds the way back', (z, tail) => {
    expect(off(normalSurvival(z), tail)).toBeLessThan(2e-12);
    expect(normalCdf(-z)).toBe(normalSurvival(z));
    if (z > 0) expect(off(upperQuantile(tail), z)).toBeLessThan(1e-12);
  });

  test('has its ends, and nothing outside of them', () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY]);
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalCdf(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('quantile and function undo each other over three hundred orders of magnitude', () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: -0.31, noNaN: true }), (exponent) => {
        const tail = 10 ** exponent;
        expect(off(normalSurvival(upperQuantile(tail)), tail)).toBeLessThan(1e-11);
      }),
    );
  });
});

describe('Student’s t', () => {
  test.each([
    // One and two degrees of freedom have closed forms: 1/2 − atan(t)/π, and 1/2 − t / (2√(2 + t²)).
    [1, 1, 0.25],
    [1e6, 1, Math.atan(1e-6) / Math.PI],
    [2, 2, 0.5 - 2 / (2 * Math.sqrt(6))],
    [2.228138851986275, 10, 0.025],
    [1.9623390808264085, 1000, 0.025],
    [164.55767348048852, 0.5, 0.025],
    [2.8675207071911895, 3.7, 0.025],
    [30, 4.5, 1.1719871493942602e-6],
    [8, 1000, 1.7133307411957373e-15],
    [10, 1e5, 7.816507650103639e-24],
    [5, 1e7, 2.8665640375042696e-7],
  ])('leaves above %f with %f degrees of freedom a tail of %e', (t, df, tail) => {
    expect(off(studentSurvival(t, df), tail)).toBeLessThan(1e-11);
    expect(off(studentUpperQuantile(tail, df), t)).toBeLessThan(1e-11);
  });

  test('is the normal distribution for very many degrees of freedom', () => {
    for (const t of [0.1, 1, 2, 5, 10]) expect(off(studentSurvival(t, 1e14), normalSurvival(t))).toBeLessThan(1e-10);
  });

  test('quantile and function undo each other for degrees of freedom that are not whole', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 1e5, noNaN: true }), fc.double({ min: -30, max: -0.31, noNaN: true }), (df, exponent) => {
        const tail = 10 ** exponent;
        expect(off(studentSurvival(studentUpperQuantile(tail, df), df), tail)).toBeLessThan(1e-10);
      }),
      { numRuns: 60 },
    );
  });

  test('is symmetric', () => {
    expect(studentCdf(-1.3, 4.5) + studentCdf(1.3, 4.5)).toBeCloseTo(1, 14);
    expect(studentQuantile(0.975, 4.5)).toBeCloseTo(-studentQuantile(0.025, 4.5), 10);
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(() => studentSurvival(1, 0)).toThrow(/degrees of freedom/);
  });
});

describe('the noncentral t', () => {
  test.each([
    [1, 1, 0.5, 0.4072522635599706],
    [2.5, 2, 1, 0.2183865237278397],
    [2, 10, -1, 0.003302485766631587],
    [1.97, 200, 3, 0.8479061055961212],
    [-1, 3.5, -2, 0.1576612558325636],
  ])('leaves above %f with %f degrees of freedom around %f a tail of %f', (t, df, delta, tail) => {
    expect(off(noncentralSurvival(t, df, delta), tail)).toBeLessThan(1e-11);
  });

  test('around 0 is the central one', () => {
    for (const df of [1, 4.5, 80]) expect(off(noncentralSurvival(1.3, df, 0), studentSurvival(1.3, df))).toBeLessThan(1e-11);
  });
});

describe('χ², Γ and B', () => {
  test.each([
    [3.841458820694124, 1, 0.05],
    [5.991464547107979, 2, 0.05],
    [2, 2, Math.exp(-1)],
    [18.307038053275143, 10, 0.05],
    [200, 2, Math.exp(-100)],
    [120, 100, 0.08440668109369183],
    [0.7, 5, 0.9829686751880324],
  ])('above %f with %i degrees of freedom lie %e', (x, df, tail) => {
    expect(off(chiSquaredSurvival(x, df), tail)).toBeLessThan(1e-12);
  });

  test('one degree of freedom is two tails of a normal, by either way of computing', () => {
    for (const x of [0.01, 0.5, 1, 4, 9, 40]) expect(off(upperGamma(0.5, x / 2), 2 * normalSurvival(Math.sqrt(x)))).toBeLessThan(1e-11);
  });

  test('Γ is a factorial, and √π at a half', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
    expect(off(logGamma(1e-8), 18.42068073818021)).toBeLessThan(1e-13);
    expect(() => logGamma(0)).toThrow(RangeError);
  });

  test('B of one large and one small number loses nothing: B(a, 1) is 1/a', () => {
    for (const a of [0.1, 3, 15.9, 16.1, 1e4, 1e9, 1e15]) expect(off(logBeta(a, 1), -Math.log(a))).toBeLessThan(1e-13);
  });

  test('Iₓ(a, 1) is xᵃ, Iₓ(1, b) is 1 − (1 − x)ᵇ, and the quantile undoes it', () => {
    expect(incompleteBeta(0.3, 2.5, 1)).toBeCloseTo(0.3 ** 2.5, 14);
    expect(incompleteBeta(0.3, 1, 2.5)).toBeCloseTo(1 - 0.7 ** 2.5, 14);
    expect(betaQuantile(0.3 ** 2.5, 2.5, 1)).toBeCloseTo(0.3, 13);
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3), betaQuantile(2, 2, 3)]).toEqual([0, 1, Number.NaN]);
    expect(() => incompleteBeta(1.5, 1, 1)).toThrow(RangeError);
  });
});
