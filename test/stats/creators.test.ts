import fc from 'fast-check';
import { concentration, evenness } from '../../src/stats/concentration';
import { type Cohort, learnDevelopment, project } from '../../src/stats/development';
import { liftAfter } from '../../src/stats/lift-after';
import { outliersAmong } from '../../src/stats/outliers';
import { quantile, robustZ, spreadOf } from '../../src/stats/spread';
import { wechatIndex } from '../../src/stats/wechat-index';
import { Dice } from './dice';

describe('how values lie', () => {
  it('quartiles lie between the values at their places', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({
      n: 4,
      low: expect.closeTo(1.3),
      q1: 1.75,
      median: 2.5,
      q3: 3.25,
      high: expect.closeTo(3.7),
      mad: 1,
      meanDistance: 1,
    });
    expect(spreadOf([])).toBeNull();
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, at) => {
          const sorted = values.toSorted((a, b) => a - b);
          const found = quantile(sorted, at);
          expect(found).toBeGreaterThanOrEqual(sorted[0]!);
          expect(found).toBeLessThanOrEqual(sorted.at(-1)!);
        },
      ),
    );
  });

  it('160 against a median of 100 and a MAD of 2 is 20.2 deviations away', () => {
    const spread = { ...spreadOf([100])!, mad: 2 };
    expect(robustZ(160, spread)).toBeCloseTo(20.235, 2);
  });

  it('where most are the same the mean distance judges, and where all are nothing does', () => {
    const spread = spreadOf([1, 1, 1, 1, 9])!;
    expect(spread.mad).toBe(0);
    expect(robustZ(9, spread)).toBeCloseTo(8 / (1.6 / Math.sqrt(2 / Math.PI)), 10);
    expect(robustZ(2, spreadOf([1, 1, 1])!)).toBeNull();
    expect(robustZ(1, spreadOf([1, 1, 1])!)).toBe(0);
  });

  it('what is far in deviations but near in fact is none', () => {
    const peers = [10, 10.001, 10.002, 10.001, 10, 10.002, 10.001, 10.03].map((value, i) => ({ key: `k${i}`, value }));
    expect(outliersAmong(peers, { scale: 'log', side: 'both' })).toHaveLength(1);
    expect(outliersAmong(peers, { scale: 'log', side: 'both', leastDistance: Math.log(1.5) })).toEqual([]);
  });

  it('an outlier lies apart from its peers, which it cannot move; among few nobody does', () => {
    const peers = [10, 11, 9, 12, 10, 8, 11, 10].map((value, i) => ({ key: `k${i}`, value }));
    const odd = { key: 'odd', value: 1000 };
    const [found, ...others] = outliersAmong([...peers, odd], { scale: 'log', side: 'both' });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ key: 'odd', value: 1000, peers: { n: 9, median: 10 } });
    expect(found!.z).toBeGreaterThan(10);
    expect(outliersAmong([...peers, odd], { scale: 'log', side: 'low' })).toEqual([]);
    expect(outliersAmong([...peers.slice(0, 6), odd], { scale: 'log', side: 'both' })).toEqual([]);
  });
});

describe('what comes in over time', () => {
  const cohort = (exposure: number, ...known: (number | null)[]): Cohort => ({ exposure, known });

  it('by hand: three streams, rates by age, and what two of them are still to get back', () => {
    const cohorts = [cohort(100, 2, 6, 9), cohort(200, 6, 14), cohort(300, 6)];
    const steps = learnDevelopment(cohorts, 2);
    expect(steps.map((step) => [step?.rate, step?.n, step?.exposure])).toEqual([
      [14 / 600, 3, 600],
      [12 / 300, 2, 300],
      [3 / 100, 1, 100],
    ]);
    // (100 (.02 − .02333)² + 200 (.03 − .02333)² + 300 (.02 − .02333)²) / 2
    expect(steps[0]!.variance).toBeCloseTo(
      (100 * (0.02 - 14 / 600) ** 2 + 200 * (0.03 - 14 / 600) ** 2 + 300 * (0.02 - 14 / 600) ** 2) / 2,
      12,
    );
    expect(steps[2]!.variance).toBeNull();
    // The last age was seen once: how much it varies nobody knows.
    expect(project(steps, cohorts)).toBeNull();
    const two = learnDevelopment(cohorts, 1);
    const end = project(two, [cohorts[2]!])!;
    expect(end).toMatchObject({ known: 6, pending: 12, amount: 18, level: 0.9 });
    const half = 1.6448536 * Math.sqrt(two[1]!.variance! * (300 + 300 ** 2 / 300));
    expect(end.high - end.amount).toBeCloseTo(half, 6);
    expect(project(two, [cohorts[0]!])).toMatchObject({ known: 9, pending: 0, amount: 9, low: 9, high: 9 });
  });

  it('leaves out increments that nobody saw the beginning of', () => {
    const steps = learnDevelopment([cohort(100, null, 50, 60), cohort(100, 1, 2, 3)], 2);
    expect(steps.map((step) => [step?.n, step?.rate])).toEqual([
      [1, 0.01],
      [1, 0.01],
      [2, 11 / 200],
    ]);
    expect(learnDevelopment([cohort(100, null, 50)], 2)[2]).toBeNull();
    expect(project(steps, [cohort(10, null)])).toBeNull();
  });

  it('nine intervals in ten hold what really came back in the end', () => {
    const dice = new Dice(618);
    const rates = [0.03, 0.05, 0.03, 0.02, 0.01];
    let held = 0;
    const rounds = 600;
    for (let round = 0; round < rounds; round++) {
      const whole = Array.from({ length: 16 }, () => {
        const orders = 300 + Math.floor(500 * dice.uniform());
        let sum = 0;
        return { exposure: orders, known: rates.map((rate) => (sum += dice.successes(orders, rate))) };
      });
      const seen = whole.map((each, i) => ({ ...each, known: each.known.slice(0, Math.max(1, 5 - Math.max(0, i - 9))) }));
      const young = seen.slice(11);
      const end = project(learnDevelopment(seen, 4), young)!;
      const real = whole.slice(11).reduce((sum, { known }) => sum + known[4]!, 0);
      if (real >= end.low && real <= end.high) held++;
    }
    expect(held / rounds).toBeGreaterThan(0.86);
    expect(held / rounds).toBeLessThan(0.94);
  });
});

describe('concentration', () => {
  it('evenness is .998 of .35, .35, .30 and .286 of .95, .05; the concentration of the first .335', () => {
    expect(evenness([0.35, 0.35, 0.3])).toBeCloseTo(0.9976834773764092, 12);
    expect(evenness([0.95, 0.05])).toBeCloseTo(0.2863969571159562, 12);
    expect(concentration([0.35, 0.35, 0.3])).toBeCloseTo(0.335, 12);
    expect([evenness([]), evenness([5]), evenness([3, 3]), concentration([0, 0])]).toEqual([null, 0, 1, null]);
  });
});

describe('the WeChat Communication Index', () => {
  const numbers = (reads: number, wows: number, likes: number, forwards: number) => ({ reads, wows, likes, forwards });

  it('by hand, with forwards in it and everything by days, by articles, of headlines and at its highest', () => {
    const ln = Math.log;
    const part = (r: number, z: number, l: number, e: number) =>
      0.7 * ln(r + 1) + 0.09 * ln(10 * z + 1) + 0.06 * ln(10 * l + 1) + 0.15 * ln(10 * e + 1);
    const sum =
      0.6 * part(10_000, 20, 60, 300) + 0.2 * part(5_000, 10, 30, 150) + 0.1 * part(6_000, 12, 36, 180) + 0.1 * part(30_000, 50, 90, 900);
    // The field's worked example of 848.59 comes without its inputs, so that nothing here can be held against it.
    const index = wechatIndex({
      days: 7,
      articles: 14,
      all: numbers(70_000, 140, 420, 2_100),
      headlines: numbers(42_000, 84, 252, 1_260),
      highest: numbers(30_000, 50, 90, 900),
    });
    expect(index).toBeCloseTo(sum ** 2 * 12, 9);
    expect(index).toBeGreaterThan(700);
  });

  it('is 0 of nothing, grows with each number, and is unknown without articles', () => {
    const none = numbers(0, 0, 0, 0);
    expect(wechatIndex({ days: 7, articles: 3, all: none, headlines: none, highest: none })).toBe(0);
    expect(wechatIndex({ days: 7, articles: 0, all: none, headlines: none, highest: none })).toBeNull();
    for (const more of ['reads', 'wows', 'likes', 'forwards'])
      expect(wechatIndex({ days: 7, articles: 3, all: { ...none, [more]: 5 }, headlines: none, highest: none })).toBeGreaterThan(0);
  });
});

describe('what follows something', () => {
  const days = (values: number[]) => values.map((value, i) => ({ weekday: i % 7, value }));

  it('is held against the same weekdays: a Saturday is not compared with a Monday', () => {
    const week = [100, 100, 100, 100, 100, 300, 300];
    const found = liftAfter(days([...week, ...week, ...week]), days(week.map((value) => value * 1.2)));
    expect(found).toMatchObject({ lift: expect.closeTo(0.2, 10), before: 21, after: 7 });
    expect(found!.low).toBeCloseTo(0.2, 10);
    expect(liftAfter(days(week), days(week))).toBeNull();
    expect(liftAfter([], [])).toBeNull();
  });

  it('nine intervals in ten hold the true lift', () => {
    const dice = new Dice(11);
    const noisy = (level: number) => level * Math.exp(0.15 * dice.normal());
    const week = [100, 90, 95, 100, 120, 200, 180];
    let held = 0;
    for (let round = 0; round < 800; round++) {
      const before = days([...week, ...week, ...week, ...week].map(noisy));
      const found = liftAfter(before, days(week.map((value) => noisy(value * 1.3))))!;
      if (found.low <= 0.3 && found.high >= 0.3) held++;
    }
    expect(held / 800).toBeGreaterThan(0.86);
    expect(held / 800).toBeLessThan(0.94);
  });
});
