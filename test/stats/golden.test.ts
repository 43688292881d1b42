import { adjustedInterval } from '../../src/stats/adjusted-interval';
import { brandLift } from '../../src/stats/brand-lift';
import { chiSquaredSurvival } from '../../src/stats/chi-squared';
import { compareProportions } from '../../src/stats/compare-proportions';
import { concentration, evenness } from '../../src/stats/concentration';
import { correctPValues } from '../../src/stats/correct-p-values';
import { adjustedSamples } from '../../src/stats/cuped';
import { effectOf, refusalOf } from '../../src/stats/effect';
import { weightEffect } from '../../src/stats/kish';
import { multipleExposures } from '../../src/stats/multiple-exposures';
import { posteriorOf } from '../../src/stats/posterior';
import { daysToRun, detectableDifference, detectableLift, usersForMeans, usersForShares } from '../../src/stats/power';
import { promoterScore } from '../../src/stats/promoter-score';
import { proportionInterval } from '../../src/stats/proportion-interval';
import { rake } from '../../src/stats/rake';
import { meanSample, proportionSample, ratioSample } from '../../src/stats/sample';
import { sampleRatio } from '../../src/stats/sample-ratio';
import { mixtureScale, sequentialTest } from '../../src/stats/sequential';
import { pairTotalsOf, totalsOf } from '../../src/stats/totals';
import { welchTest } from '../../src/stats/welch';
import { winsorise } from '../../src/stats/winsorise';

const baseline = proportionSample(2000, 100);
const treatment = proportionSample(2000, 130);

describe('130 buyers of 2,000 against 100 of 2,000', () => {
  test('are 30 % more, give or take 33 points, by normal margins', () => {
    const lift = effectOf(baseline, treatment, 'RELATIVE');
    expect(lift.estimate).toBeCloseTo(0.3, 12);
    expect(lift.standardError).toBeCloseTo(0.167958, 6);
    const flat = posteriorOf(lift);
    expect([flat.low, flat.high]).toEqual([expect.closeTo(-0.0292, 4), expect.closeTo(0.6292, 4)]);
    expect(flat.chanceToWin).toBeCloseTo(0.96296, 5);
    const shrunk = posteriorOf(lift, { mean: 0, standardDeviation: 0.3 });
    expect([shrunk.mean, shrunk.standardDeviation, shrunk.chanceToWin]).toEqual([
      expect.closeTo(0.22841, 5),
      expect.closeTo(0.14655, 5),
      expect.closeTo(0.94045, 5),
    ]);
  });

  test('are significant as a difference, which the interval of the lift is not: the scale is chosen before', () => {
    const difference = effectOf(baseline, treatment, 'ABSOLUTE');
    expect(difference.estimate).toBeCloseTo(0.015, 12);
    expect(difference.degreesOfFreedom).toBeCloseTo(3938.7926271468373, 8);
    expect(welchTest(difference).pValue).toBeCloseTo(0.04155185455948121, 11);
    expect(welchTest(effectOf(baseline, treatment, 'RELATIVE')).low).toBeLessThan(0);
    const [a, b] = [
      { count: 130, n: 2000 },
      { count: 100, n: 2000 },
    ];
    expect(compareProportions(a, b, 'UNPOOLED')).toEqual({ z: expect.closeTo(2.0386, 4), pValue: expect.closeTo(0.04149, 5) });
    expect(compareProportions(a, b)).toEqual({ z: expect.closeTo(2.0376, 4), pValue: expect.closeTo(0.04159, 5) });
  });

  test('are nothing to stop at early', () => {
    expect(mixtureScale(0.05, 5000)).toBeCloseTo(0.03984, 5);
    const lift = effectOf(baseline, treatment, 'RELATIVE');
    const { low, high, pValue } = sequentialTest(lift);
    expect((high - low) / 2).toBeCloseTo(0.51066, 5);
    expect(pValue).toBeCloseTo(0.68329, 5);
  });
});

test('the mean of ratios is not the ratio of sums: six users', () => {
  const x = [2, 9, 4, 16, 10, 25];
  const y = [1, 2, 3, 4, 5, 6];
  const { value, variance, n } = ratioSample(pairTotalsOf(x, y));
  expect(value).toBeCloseTo(66 / 21, 12);
  // The residuals x − R·y have mean 0; their variance over the squared mean of y is the delta method's.
  const residuals = x.map((each, at) => each - value * y[at]!);
  expect(variance).toBeCloseTo(residuals.reduce((sum, r) => sum + r * r, 0) / (n - 1) / 3.5 ** 2, 10);
});

test('six users whose ratio of sums is 43 to 11, where the mean of their ratios would be 19 to 6', () => {
  const [x, y] = [
    [0, 0, 5, 8, 10, 20],
    [1, 1, 1, 2, 2, 4],
  ];
  const { value, variance, n } = ratioSample(pairTotalsOf(x!, y!));
  expect(value).toBeCloseTo(3.909090909090909, 12);
  expect(x!.reduce((sum, each, at) => sum + each / y![at]!, 0) / n).toBeCloseTo(3.1666666666666665, 12);
  expect(variance).toBeCloseTo(3.307642920565538, 10);
  expect(Math.sqrt(variance / n)).toBeCloseTo(0.7424781613584714, 11);
});

describe('eight users, each with what went before', () => {
  const judged = (before: number[], during: number[]) => {
    const arm = (from: number) => pairTotalsOf(during.slice(from, from + 4), before.slice(from, from + 4));
    const [baseline, treatment] = [arm(0), arm(4)];
    const { a, b, theta } = adjustedSamples(baseline, treatment);
    // Both arms as if they were one: what is left of the variance says what the adjustment takes away.
    const whole = pairTotalsOf(during, before);
    const kept = adjustedSamples(whole, whole).a.variance / meanSample(whole.x).variance;
    const raw = effectOf(meanSample(baseline.x), meanSample(treatment.x), 'ABSOLUTE').estimate;
    return { theta, raw, adjusted: effectOf(a, b, 'ABSOLUTE').estimate, takenAway: 1 - kept };
  };
  const close = (theta: number, raw: number, adjusted: number, takenAway: number) => ({
    ...{ theta: expect.closeTo(theta, 12), raw: expect.closeTo(raw, 12) },
    ...{ adjusted: expect.closeTo(adjusted, 12), takenAway: expect.closeTo(takenAway, 12) },
  });

  test('arms that were alike keep their difference, and lose nine tenths of the variance', () => {
    const found = judged([1, 4, 6, 7, 2, 3, 5, 8], [2, 5, 7, 8, 4, 5, 8, 11]);
    expect(found).toEqual(close(1.0952380952380951, 1.5, 1.5, 0.9077649077649078));
  });

  test('of arms that differed before, most of the difference was there before', () => {
    const found = judged([1, 2, 4, 5, 1, 4, 7, 8], [2, 3, 5, 5, 2, 5, 9, 10]);
    expect(found).toEqual(close(1.125, 2.75, 0.5, 0.966202783300199));
  });
});

test('what users were like before is taken out, with one slope for both arms', () => {
  const before = [1, 2, 3, 4, 2, 3, 4, 5];
  const during = before.map((y, at) => 3 + 2 * y + (at < 4 ? 0 : 0.5) + (at % 2 ? 0.01 : -0.01));
  const { a, b, theta } = adjustedSamples(
    pairTotalsOf(during.slice(0, 4), before.slice(0, 4)),
    pairTotalsOf(during.slice(4), before.slice(4)),
  );
  expect(theta).toBeGreaterThan(2);
  const raw = effectOf(meanSample(totalsOf(during.slice(0, 4))), meanSample(totalsOf(during.slice(4))), 'ABSOLUTE');
  const adjusted = effectOf(a, b, 'ABSOLUTE');
  expect(raw.estimate).toBeCloseTo(2.5, 10);
  expect(Math.abs(adjusted.estimate - 0.5)).toBeLessThan(0.2);
  expect(adjusted.standardError).toBeLessThan(raw.standardError / 4);
  expect(adjustedSamples(pairTotalsOf([1, 2], [5, 5]), pairTotalsOf([2, 4], [5, 5])).theta).toBe(0);
});

describe('the sample ratio', () => {
  test('is judged at one in a thousand', () => {
    expect(sampleRatio([5000, 5200], [0.5, 0.5])).toMatchObject({ pValue: expect.closeTo(0.04767038065616136, 12), ok: true });
    expect(sampleRatio([5000, 5400], [0.5, 0.5])).toMatchObject({ pValue: expect.closeTo(8.76994237559714e-5, 14), ok: false });
  });

  test('leaves an arm without weight out of the total and of the degrees of freedom', () => {
    expect(sampleRatio([5000, 5200, 700], [0.5, 0.5, 0])?.pValue).toBeCloseTo(0.04767038065616136, 12);
    // A degree of freedom too many would let an uneven split pass.
    expect(chiSquaredSurvival(3.9215686274509802, 2)).toBeCloseTo(0.1407479870412307, 12);
  });

  test('follows the planned weights, on any scale, and tells how far off the split is', () => {
    expect(sampleRatio([9000, 1000], [90, 10])).toEqual({ pValue: 1, ok: true, largestDeviation: 0 });
    expect(sampleRatio([1_002_000, 998_000], [1, 1])).toMatchObject({ largestDeviation: expect.closeTo(0.002, 6) });
  });

  test('says nothing of one arm, of nobody, and refuses weights that mean nothing', () => {
    expect(sampleRatio([10, 5], [1, 0])).toBeNull();
    expect(sampleRatio([0, 0], [1, 1])).toBeNull();
    expect(() => sampleRatio([1, 2], [1, -1])).toThrow(RangeError);
    expect(() => sampleRatio([1, 2], [1])).toThrow(RangeError);
  });
});

test('users who saw several arms are too many above one in a hundred, if they are ten', () => {
  expect(multipleExposures(11, 1000)).toEqual({ share: 0.011, ok: false });
  expect(multipleExposures(9, 100)).toEqual({ share: 0.09, ok: true });
  expect(multipleExposures(353, 100_000)?.ok).toBe(true);
  expect(multipleExposures(0, 0)).toBeNull();
});

describe('several tests at once', () => {
  const p = [0.01, 0.04, 0.03, 0.005];

  test('are corrected as one family, each at its place', () => {
    const near = (values: number[]) => values.map((value) => expect.closeTo(value, 12));
    expect(correctPValues(p, 'BENJAMINI_HOCHBERG')).toEqual(near([0.02, 0.04, 0.04, 0.02]));
    expect(correctPValues(p, 'HOLM')).toEqual(near([0.03, 0.06, 0.06, 0.02]));
    expect(correctPValues(p, 'BONFERRONI')).toEqual(near([0.04, 0.16, 0.12, 0.02]));
    expect(correctPValues(p, 'NONE')).toEqual(p);
    expect(correctPValues([], 'HOLM')).toEqual([]);
  });

  test('have an interval that touches 0 exactly where the adjusted p-value is the level, and none at 1', () => {
    const difference = effectOf(baseline, treatment, 'ABSOLUTE');
    expect(adjustedInterval(difference, 0.05)?.low).toBeCloseTo(0, 12);
    expect(adjustedInterval(difference, 0.2)?.low).toBeLessThan(0);
    const own = welchTest(difference);
    expect(adjustedInterval(difference, own.pValue)).toEqual({ low: expect.closeTo(own.low, 10), high: expect.closeTo(own.high, 10) });
    expect([adjustedInterval(difference, 1), adjustedInterval(difference, 0)]).toEqual([null, null]);
  });
});

describe('a plan', () => {
  test('names how the standard error is reckoned: 5 %, a tenth more, four times in five', () => {
    expect(Math.ceil(usersForShares(0.05, 0.055, 'UNPOOLED'))).toBe(31231);
    expect(Math.ceil(usersForShares(0.05, 0.055, 'POOLED_NULL'))).toBe(31234);
  });

  test('can be read backwards: what so many users can show', () => {
    for (const plan of ['UNPOOLED', 'POOLED_NULL', 'ARCSINE'] as const)
      expect(detectableLift(usersForShares(0.05, 0.055, plan), 0.05, plan)).toBeCloseTo(0.1, 9);
    expect(detectableDifference(usersForMeans(2, 15), 15)).toBeCloseTo(2, 9);
    expect(detectableLift(3, 0.5, 'UNPOOLED')).toBeNull();
  });

  test('ends on a day', () => {
    expect(daysToRun(31230.2, 2, 5000)).toBe(13);
    expect(daysToRun(31230.2, 3, 5000, 0.5)).toBe(38);
  });
});

test('giants are lowered to one limit for both arms, taken among those who did anything', () => {
  const few = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2];
  expect(winsorise([few, [0, 0, 3, 100]], 2 / 3)).toEqual({ limit: 3, arms: [few, [0, 0, 3, 3]] });
  expect(winsorise([[1, 2, 3, 4]], 0.5, 'ALL').limit).toBe(2.5);
  expect(winsorise([[0, 0]], 0.9)).toEqual({ limit: null, arms: [[0, 0]] });
  expect(() => winsorise([[1]], 0)).toThrow(RangeError);
});

describe('arms that cannot be compared', () => {
  test.each([
    ['nobody came', proportionSample(0, 0), treatment, 'NO_USERS'],
    ['nobody bought', proportionSample(100, 0), treatment, 'NO_VARIANCE'],
    ['everybody bought', baseline, proportionSample(100, 100), 'NO_VARIANCE'],
    ['one user', meanSample(totalsOf([3])), treatment, 'NO_VARIANCE'],
    ['a baseline of 0', meanSample(totalsOf([-1, 1])), treatment, 'ZERO_BASELINE'],
  ] as const)('say why: %s', (_, a, b, reason) => {
    expect(refusalOf(a, b, 'RELATIVE')).toBe(reason);
    expect(() => effectOf(a, b, 'RELATIVE')).toThrow(reason);
  });

  test('a baseline of 0 has a difference all the same', () => {
    expect(refusalOf(meanSample(totalsOf([-1, 1])), treatment, 'ABSOLUTE')).toBeNull();
  });
});

describe('far from 0', () => {
  const effect = (z: number) => ({ scale: 'ABSOLUTE' as const, estimate: z, standardError: 1, degreesOfFreedom: 1e9, n: 1000 });

  test('a risk stays a number, and falls without a step', () => {
    const risks = [2.9, 3.1, 8, 20, 36.9].map((z) => posteriorOf(effect(z)).riskOfTreatment);
    expect(risks).toEqual([...risks].sort((a, b) => b - a));
    expect(risks.at(-1)).toBeGreaterThan(0);
    expect(posteriorOf(effect(40))).toMatchObject({ riskOfTreatment: 0, riskOfBaseline: 40, chanceToWin: 1 });
    expect(posteriorOf(effect(-40))).toMatchObject({ riskOfTreatment: 40, riskOfBaseline: 0, chanceToWin: 0 });
  });

  test('the two risks differ by the effect', () => {
    for (const z of [-5, -3, -0.5, 0, 1, 3, 6]) {
      const { riskOfBaseline, riskOfTreatment } = posteriorOf(effect(z));
      expect(riskOfBaseline - riskOfTreatment).toBeCloseTo(z, 12);
    }
  });
});

describe('surveys', () => {
  test('two by two is raked to halves', () => {
    const rows = [30, 20, 10, 40].flatMap((count, cell) => Array.from({ length: count }, () => cell));
    const halves = (values: string[]) => ({ values, targets: new Map([...new Set(values)].map((value) => [value, 50])) });
    const { weights } = rake([halves(rows.map((cell) => (cell < 2 ? 'a' : 'b'))), halves(rows.map((cell) => (cell % 2 ? 'd' : 'c')))]);
    expect([0, 1, 2, 3].map((cell) => weights[rows.indexOf(cell)])).toEqual(
      [1.1835, 0.7247, 1.4495, 0.8876].map((w) => expect.closeTo(w, 4)),
    );
  });

  test('trimmed weights stay within their limits and say how far the margins are then off', () => {
    const values = [...Array.from({ length: 95 }, () => 'many'), ...Array.from({ length: 5 }, () => 'few')];
    const margin = {
      values,
      targets: new Map([
        ['many', 50],
        ['few', 50],
      ]),
    };
    const { weights, converged, off } = rake([margin], { trim: { least: 0.2, most: 5 }, mostRounds: 20 });
    expect(Math.max(...weights)).toBe(5);
    expect(converged).toBe(false);
    expect(off).toBeCloseTo(0.5, 10);
    expect(rake([margin], { trim: { least: 0.2, most: 20 } }).converged).toBe(true);
  });

  test('a target that nobody answers to, or an answer without target, is named', () => {
    const values = ['a', 'a'];
    expect(() =>
      rake([
        {
          values,
          targets: new Map([
            ['a', 1],
            ['b', 1],
          ]),
        },
      ]),
    ).toThrow(/"b"/);
    expect(() => rake([{ values, targets: new Map([['c', 1]]) }])).toThrow(/"a"/);
    expect(() => rake([])).toThrow(/no margins/);
  });

  test('unequal weights cost answers', () => {
    expect(weightEffect([1, 1, 2, 2])).toEqual({ designEffect: expect.closeTo(10 / 9, 12), effectiveN: expect.closeTo(3.6, 12) });
    expect(weightEffect([])).toBeNull();
  });

  test('columns are compared by their shares, three at a time', () => {
    const { z, pValue } = compareProportions({ count: 45, n: 100 }, { count: 30, n: 120 });
    expect(z).toBeCloseTo(3.116142619904648, 10);
    expect(pValue).toBeCloseTo(0.0018323362992630889, 10);
    expect(correctPValues([pValue, 0.5, 0.9], 'BONFERRONI')[0]).toBeCloseTo(0.005497008897789267, 10);
  });

  test('a margin of error counts the answers that the weights leave', () => {
    const { low, high } = proportionInterval(0.3 * (400 / 1.5), 400 / 1.5, 'NORMAL');
    expect((high - low) / 2).toBeCloseTo(0.05500135333808251, 8);
  });

  test('Wilson’s interval and a promoter score have their margins', () => {
    expect(proportionInterval(8, 40)).toEqual({ low: expect.closeTo(0.105, 4), high: expect.closeTo(0.34757, 5) });
    expect(promoterScore({ promoters: 50, passives: 30, detractors: 20 })).toEqual({
      score: expect.closeTo(30, 12),
      standardError: expect.closeTo(7.8102, 4),
      low: expect.closeTo(14.69, 2),
      high: expect.closeTo(45.31, 2),
    });
    expect(promoterScore({ promoters: 0, passives: 0, detractors: 0 })).toBeNull();
  });
});

test('clicks over three pages are as good as even, over one and a stray they are not', () => {
  expect(evenness([0.35, 0.35, 0.3])).toBeCloseTo(0.9976834773764092, 14);
  expect(evenness([0.95, 0.05])).toBeCloseTo(0.2863969571159562, 14);
  expect(concentration([0.35, 0.35, 0.3])).toBeCloseTo(0.335, 14);
});

describe('46 % of the exposed against 40 % of the control', () => {
  const lift = brandLift({ count: 400, n: 1000 }, { count: 460, n: 1000 });

  test('are six points, 15 % more, and a tenth of what was to be won', () => {
    expect([lift.absolute.value, lift.relative!.value, lift.headroom!.value]).toEqual(
      [0.06, 0.15, 0.1].map((each) => expect.closeTo(each, 12)),
    );
    expect(lift.pValue).toBeCloseTo(compareProportions({ count: 460, n: 1000 }, { count: 400, n: 1000 }).pValue, 12);
  });

  test('have three intervals that agree on whether there is a lift, and turn over with the groups', () => {
    for (const { low, value, high } of [lift.absolute, lift.relative!, lift.headroom!]) {
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    const back = brandLift({ count: 460, n: 1000 }, { count: 400, n: 1000 });
    expect(back.absolute.low).toBeCloseTo(-lift.absolute.high, 12);
    expect(1 + back.relative!.low).toBeCloseTo(1 / (1 + lift.relative!.high), 12);
  });

  test('of nobody and of everybody have no quotient', () => {
    expect(brandLift({ count: 0, n: 50 }, { count: 5, n: 50 })).toMatchObject({
      relative: null,
      headroom: { value: expect.closeTo(0.1, 12) },
    });
    expect(brandLift({ count: 50, n: 50 }, { count: 45, n: 50 })).toMatchObject({
      headroom: null,
      relative: { value: expect.closeTo(-0.1, 12) },
    });
    expect(brandLift({ count: 0, n: 50 }, { count: 0, n: 50 })).toMatchObject({ absolute: { value: 0 }, pValue: null });
    expect(brandLift({ count: 5, n: 50 }, { count: 0, n: 50 }).relative).toMatchObject({ value: -1, low: -1 });
  });
});
