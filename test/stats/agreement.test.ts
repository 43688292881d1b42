import fc from 'fast-check';
import { cohenKappa } from '../../src/stats/cohen-kappa';
import { lowerColumns } from '../../src/stats/column-letters';
import { compareProportions } from '../../src/stats/compare-proportions';
import { krippendorffAlpha } from '../../src/stats/krippendorff-alpha';
import { weightedMean } from '../../src/stats/weighted-mean';

const codes = (text: string) => text.split(' ').map((code) => (code === '.' ? null : code));
/** The worked example of the measure's author: four coders, twelve things, some not coded. */
const CODERS = [
  codes('1 2 3 3 2 1 4 1 2 . . .'),
  codes('1 2 3 3 2 2 4 1 2 5 . 3'),
  codes('. 3 3 3 2 3 4 2 2 5 1 .'),
  codes('1 2 3 3 2 4 4 1 2 5 1 .'),
];

const near = (a: number | null, b: number | null) => a === b || Math.abs((a ?? 9) - (b ?? -9)) < 1e-12;

describe('agreement of coders', () => {
  test('of .8 where chance gives .5 is a kappa of .6', () => {
    const a = [...Array(50).fill('yes'), ...Array(50).fill('no')];
    const b = [...Array(40).fill('yes'), ...Array(10).fill('no'), ...Array(40).fill('no'), ...Array(10).fill('yes')];
    expect(cohenKappa(a, b)).toEqual({ kappa: expect.closeTo(0.6, 12), observed: 0.8, expected: 0.5, n: 100 });
    expect(cohenKappa(['x', 'x'], ['x', 'x'])).toMatchObject({ kappa: null, observed: 1 });
    expect(cohenKappa([], [])).toBeNull();
    expect(() => cohenKappa(['x'], [])).toThrow(RangeError);
  });

  test('has the alphas of its author’s example, nominal, ordinal and interval', () => {
    expect(krippendorffAlpha(CODERS)).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(CODERS, 'ORDINAL')).toBeCloseTo(0.815, 3);
    expect(krippendorffAlpha(CODERS, 'INTERVAL')).toBeCloseTo(0.849, 3);
    expect(krippendorffAlpha([codes('1 1'), codes('1 1')])).toBeNull();
    expect(krippendorffAlpha([codes('1 2'), codes('. .')])).toBeNull();
    expect(() => krippendorffAlpha([codes('a b'), codes('a a')], 'INTERVAL')).toThrow('"a" is no number');
  });

  test('is whole where all agree and does not hang on the order of coders', () => {
    const coder = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(coder, coder, (a, b) => {
        const same = krippendorffAlpha([a, a]);
        return (
          (same === null || Math.abs(same - 1) < 1e-12) &&
          near(krippendorffAlpha([a, b]), krippendorffAlpha([b, a])) &&
          near(cohenKappa(a, b)!.kappa, cohenKappa(b, a)!.kappa)
        );
      }),
    );
  });
});

describe('columns of a table', () => {
  test('45 of 100 against 30 of 120 differ with p .0018, times three by Bonferroni', () => {
    const { pValue } = compareProportions({ count: 45, n: 100 }, { count: 30, n: 120 });
    expect(pValue).toBeCloseTo(0.001832, 6);
    const columns = [
      { share: 0.45, n: 100 },
      { share: 0.25, n: 120 },
      { share: 0.35, n: 100 },
    ];
    expect(lowerColumns(columns)).toEqual([[1], [], []]);
    expect(lowerColumns(columns, 'BONFERRONI', 3 * pValue - 1e-9)).toEqual([[], [], []]);
    expect(lowerColumns([columns[0]!, null, columns[1]!])).toEqual([[2], [], []]);
    // Where all or none said so there is nothing to test.
    expect(
      lowerColumns([
        { share: 0, n: 50 },
        { share: 0, n: 50 },
      ]),
    ).toEqual([[], []]);
  });
});

describe('a weighted mean', () => {
  test('has Kish’s effective number of [1, 1, 2, 2], and with equal weights the error of a plain one', () => {
    expect(weightedMean([0, 1, 0, 1], [1, 1, 2, 2])).toMatchObject({ value: 0.5, effectiveN: expect.closeTo(3.6, 12), n: 4, weight: 6 });
    // s / √n of 1, 2, 3, 4.
    expect(weightedMean([1, 2, 3, 4], [2, 2, 2, 2])!.standardError).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
    expect(weightedMean([1], [0])).toBeNull();
    expect(weightedMean([1], [1])!.standardError).toBeNull();
  });
});
