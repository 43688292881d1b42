import { differenceInDifferences, placebos, type Series } from '../../src/stats/difference-in-differences';
import { placeboPValue, syntheticControl } from '../../src/stats/synthetic-control';
import { Dice } from './dice';

/** Units that share a season and a trend, each on a level of its own, with a treatment of the first `treated` of them. */
function regions(dice: Dice, units: number, periods: number, { treated = 0, start = 0, effect = 0, drift = 0 }): Series[] {
  return Array.from({ length: units }, (_, unit) => {
    const level = 100 + 10 * dice.normal();
    const isTreated = unit < treated;
    return Array.from({ length: periods }, (_, period) => {
      const common = 5 * Math.sin(period / 2) + 0.3 * period;
      const extra = isTreated ? (period >= start ? effect : 0) + drift * period : 0;
      return level + common + extra + dice.normal();
    });
  });
}

describe('the difference in differences', () => {
  test('takes out levels and what happened to all: a table by hand', () => {
    const treated = [
      [10, 12, 20, 22],
      [30, 30, 39, 41],
    ];
    const others = [
      [5, 7, 9, 11],
      [50, 50, 53, 53],
      [20, 20, 25, 25],
    ];
    // Changes of means: 10 and 10 against 4, 3 and 5; one more decimal so that the treated differ.
    const found = differenceInDifferences([treated[0]!, [30, 30, 39, 42]], others, 2);
    expect(found).toMatchObject({ effect: { estimate: expect.closeTo(10.25 - 4, 12) } });
    expect(differenceInDifferences(treated, others, 2)).toBe('NO_VARIANCE');
    expect(differenceInDifferences(treated, others, 0)).toBe('NO_PERIODS');
    expect(differenceInDifferences([], others, 2)).toBe('NO_USERS');
    expect(differenceInDifferences([treated[0]!], others, 2)).toBe('NO_VARIANCE');
    expect(() => differenceInDifferences(treated, [[1, 2]], 2)).toThrow(RangeError);
  });

  test('finds nothing one time in twenty where nothing is, however much periods resemble each other', () => {
    const dice = new Dice(11);
    let alarms = 0;
    for (let run = 0; run < 2000; run += 1) {
      const all = regions(dice, 16, 20, { treated: 8, start: 12 });
      const found = differenceInDifferences(all.slice(0, 8), all.slice(8), 12);
      if (typeof found !== 'string' && found.pValue < 0.05) alarms += 1;
    }
    expect(alarms / 2000).toBeGreaterThan(0.035);
    expect(alarms / 2000).toBeLessThan(0.065);
  });

  test('holds the truth in its interval, and placebos are quiet', () => {
    const dice = new Dice(12);
    let [held, loud, tried] = [0, 0, 0];
    for (let run = 0; run < 500; run += 1) {
      const all = regions(dice, 16, 20, { treated: 8, start: 12, effect: 2 });
      const found = differenceInDifferences(all.slice(0, 8), all.slice(8), 12);
      if (typeof found === 'string') throw new Error(found);
      if (found.low <= 2 && 2 <= found.high) held += 1;
      const before = placebos(all.slice(0, 8), all.slice(8), 12);
      tried += before.length;
      loud += before.filter(({ pValue }) => pValue < 0.05).length;
    }
    expect(held / 500).toBeGreaterThan(0.92);
    expect(held / 500).toBeLessThan(0.98);
    expect(tried).toBe(500 * 9);
    expect(loud / tried).toBeLessThan(0.08);
  });

  test('of groups that drift apart is given away by its placebos', () => {
    const dice = new Dice(13);
    const all = regions(dice, 16, 20, { treated: 8, start: 12, drift: 0.5 });
    const found = placebos(all.slice(0, 8), all.slice(8), 12);
    expect(found.map(({ start }) => start)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(found.filter(({ pValue }) => pValue < 0.05).length).toBeGreaterThan(6);
  });
});

describe('a synthetic control', () => {
  test('finds the mixture that a unit is made of, and what was added to it', () => {
    const dice = new Dice(21);
    const donors = Array.from({ length: 6 }, () => Array.from({ length: 30 }, () => 50 + 10 * dice.normal()));
    const shares = [0.5, 0, 0.3, 0, 0.2, 0];
    const treated = donors[0]!.map((_, t) => shares.reduce((sum, share, at) => sum + share * donors[at]![t]!, 0) + (t >= 20 ? 4 : 0));
    const { weights, averageEffect, effects, errorBefore } = syntheticControl(treated, donors, 20);
    for (const [at, weight] of weights.entries()) expect(weight).toBeCloseTo(shares[at]!, 6);
    expect(averageEffect).toBeCloseTo(4, 5);
    expect(effects).toHaveLength(10);
    expect(errorBefore).toBeLessThan(1e-5);
  });

  test('is the best of all mixtures: no shift of weight between two donors improves the fit', () => {
    const dice = new Dice(22);
    const donors = regions(dice, 8, 24, {});
    const [treated] = regions(dice, 1, 24, {});
    const { weights, errorBefore } = syntheticControl(treated!, donors, 16);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    const error = (mixture: readonly number[]) =>
      Math.sqrt(
        treated!.slice(0, 16).reduce((sum, value, t) => sum + (value - mixture.reduce((s, w, at) => s + w * donors[at]![t]!, 0)) ** 2, 0) /
          16,
      );
    for (let from = 0; from < 8; from += 1) {
      for (let to = 0; to < 8; to += 1) {
        const shift = Math.min(weights[from]!, 1e-3);
        if (from === to || shift === 0) continue;
        const moved = weights.map((weight, at) => weight - (at === from ? shift : 0) + (at === to ? shift : 0));
        expect(error(moved)).toBeGreaterThan(errorBefore - 1e-9);
      }
    }
  });

  test('stands out among placebos when something happened, and not when nothing did', () => {
    const dice = new Dice(23);
    const donors = regions(dice, 19, 24, {});
    const level = donors[0]!.map((_, t) => (donors[0]![t]! + donors[1]![t]! + donors[2]![t]!) / 3 + dice.normal());
    expect(
      placeboPValue(
        level.map((value, t) => value + (t >= 16 ? 12 : 0)),
        donors,
        16,
      ),
    ).toBe(1 / 20);
    expect(placeboPValue(level, donors, 16)).toBeGreaterThan(0.05);
  });

  test('needs donors, periods and series of one length', () => {
    expect(() => syntheticControl([1, 2], [], 1)).toThrow(/no donors/);
    expect(() => syntheticControl([1, 2], [[1, 2, 3]], 1)).toThrow(/different lengths/);
    expect(() => syntheticControl([1, 2], [[1, 2]], 2)).toThrow(/start 2/);
  });
});
