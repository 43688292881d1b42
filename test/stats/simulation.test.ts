import { brandLift } from '../../src/stats/brand-lift';
import { adjustedSamples } from '../../src/stats/cuped';
import { effectOf, type Scale } from '../../src/stats/effect';
import { usersForMeans, usersForShares } from '../../src/stats/power';
import { meanSample, proportionSample, type Sample } from '../../src/stats/sample';
import { sampleRatio } from '../../src/stats/sample-ratio';
import { sequentialTest } from '../../src/stats/sequential';
import { pairTotalsOf, totalsOf } from '../../src/stats/totals';
import { type TestResult, welchTest } from '../../src/stats/welch';
import { Dice } from './dice';

const RUNS = 20_000;

/** The share of runs of which something holds. */
function share(runs: number, holds: (run: number) => boolean): number {
  let count = 0;
  for (let run = 0; run < runs; run += 1) if (holds(run)) count += 1;
  return count / runs;
}

function arm(n: number, draw: () => number): Sample {
  return meanSample(totalsOf(Array.from({ length: n }, draw)));
}

const judged = (a: Sample, b: Sample, scale: Scale): TestResult => welchTest(effectOf(a, b, scale));

describe('over many runs', () => {
  test('a test of two arms that are the same raises a false alarm once in twenty: means, in arms of unlike size and spread', () => {
    const dice = new Dice(1);
    const rate = share(
      RUNS,
      () =>
        judged(
          arm(20, () => dice.normal()),
          arm(60, () => 3 * dice.normal()),
          'ABSOLUTE',
        ).pValue < 0.05,
    );
    expect(rate).toBeGreaterThan(0.045);
    expect(rate).toBeLessThan(0.055);
  });

  test('so does one of shares', () => {
    const dice = new Dice(2);
    const rate = share(RUNS, () => {
      const [a, b] = [proportionSample(400, dice.successes(400, 0.3)), proportionSample(400, dice.successes(400, 0.3))];
      return judged(a, b, 'ABSOLUTE').pValue < 0.05;
    });
    expect(rate).toBeGreaterThan(0.045);
    expect(rate).toBeLessThan(0.055);
  });

  test('intervals of a brand lift hold the truth nineteen times in twenty, also with few answers and a share near its end', () => {
    const dice = new Dice(9);
    const held = [0, 0, 0];
    for (let run = 0; run < 4000; run += 1) {
      const [control, exposed] = [
        { count: dice.successes(80, 0.12), n: 80 },
        { count: dice.successes(120, 0.18), n: 120 },
      ];
      const { absolute, relative, headroom } = brandLift(control, exposed);
      for (const [at, [lift, truth]] of (
        [
          [absolute, 0.06],
          [relative, 0.5],
          [headroom, 0.06 / 0.88],
        ] as const
      ).entries())
        if (lift && lift.low <= truth && truth <= lift.high) held[at]! += 1;
    }
    for (const each of held) {
      expect(each / 4000).toBeGreaterThan(0.94);
      expect(each / 4000).toBeLessThan(0.97);
    }
  });

  test('intervals of the difference and of the lift hold the truth nineteen times in twenty', () => {
    const dice = new Dice(3);
    let [difference, lift] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const [a, b] = [arm(80, () => 10 + 2 * dice.normal()), arm(80, () => 11 + 3 * dice.normal())];
      const [absolute, relative] = [judged(a, b, 'ABSOLUTE'), judged(a, b, 'RELATIVE')];
      if (absolute.low <= 1 && 1 <= absolute.high) difference += 1;
      if (relative.low <= 0.1 && 0.1 <= relative.high) lift += 1;
    }
    for (const count of [difference, lift]) {
      expect(count / RUNS).toBeGreaterThan(0.94);
      expect(count / RUNS).toBeLessThan(0.96);
    }
  });

  test('whoever looks after every user and stops at the first alarm is misled by the fixed test, not by the sequential one', () => {
    const dice = new Dice(4);
    let [fixed, sequential] = [0, 0];
    const runs = 1000;
    for (let run = 0; run < runs; run += 1) {
      const sums = [
        { n: 0, sum: 0, sumSquares: 0 },
        { n: 0, sum: 0, sumSquares: 0 },
      ];
      let [misled, stopped] = [false, false];
      for (let look = 1; look <= 400 && !stopped; look += 1) {
        for (const total of sums) {
          const x = dice.normal();
          total.n += 1;
          total.sum += x;
          total.sumSquares += x * x;
        }
        if (look < 20) continue;
        const effect = effectOf(meanSample(sums[0]!), meanSample(sums[1]!), 'ABSOLUTE');
        // 2 standard errors are the fixed test's margin, near enough and cheaper.
        misled ||= Math.abs(effect.estimate) > 2 * effect.standardError;
        stopped = sequentialTest(effect, 0.05, 400).pValue < 0.05;
      }
      if (misled) fixed += 1;
      if (stopped) sequential += 1;
    }
    expect(sequential / runs).toBeLessThanOrEqual(0.05);
    expect(fixed / runs).toBeGreaterThan(0.2);
  });

  test('an effect of the planned size is seen as often as planned', () => {
    const dice = new Dice(5);
    const n = Math.ceil(usersForShares(0.1, 0.14, 'UNPOOLED'));
    const ofShares = share(4000, () => {
      const [a, b] = [proportionSample(n, dice.successes(n, 0.1)), proportionSample(n, dice.successes(n, 0.14))];
      return judged(a, b, 'ABSOLUTE').pValue < 0.05;
    });
    const m = Math.ceil(usersForMeans(0.3, 1));
    const ofMeans = share(
      4000,
      () =>
        judged(
          arm(m, () => dice.normal()),
          arm(m, () => 0.3 + dice.normal()),
          'ABSOLUTE',
        ).pValue < 0.05,
    );
    for (const rate of [ofShares, ofMeans]) {
      expect(rate).toBeGreaterThan(0.78);
      expect(rate).toBeLessThan(0.82);
    }
  });

  test('taking out what users were like before keeps the level and shrinks the error to √(1 − ρ²)', () => {
    const dice = new Dice(6);
    let [alarms, raw, adjusted] = [0, 0, 0];
    const runs = 4000;
    for (let run = 0; run < runs; run += 1) {
      const arms = [0, 1].map(() => {
        const before = Array.from({ length: 100 }, () => dice.normal());
        return pairTotalsOf(
          before.map((y) => 0.8 * y + 0.6 * dice.normal()),
          before,
        );
      });
      const { a, b } = adjustedSamples(arms[0]!, arms[1]!);
      const effect = effectOf(a, b, 'ABSOLUTE');
      if (welchTest(effect).pValue < 0.05) alarms += 1;
      adjusted += effect.standardError;
      raw += effectOf(meanSample(arms[0]!.x), meanSample(arms[1]!.x), 'ABSOLUTE').standardError;
    }
    expect(alarms / runs).toBeGreaterThan(0.04);
    expect(alarms / runs).toBeLessThan(0.06);
    expect(adjusted / raw).toBeCloseTo(0.6, 1);
  });

  test('an honest split is suspected once in a thousand', () => {
    const dice = new Dice(7);
    const rate = share(RUNS, () => {
      const first = dice.successes(300, 0.3);
      return !sampleRatio([first, 300 - first], [0.3, 0.7])!.ok;
    });
    expect(rate).toBeLessThan(0.002);
  });
});
