import fc from 'fast-check';
import { addDays, lengthOf } from '../../src/lib/day';
import { microsFromDecimal } from '../../src/lib/money';
import { monthTargets } from '../../src/plan/decompose';
import { targetPath } from '../../src/plan/target-path';
import { WEEKDAYS } from '../../src/plan/working-calendar';
import { apportion } from '../../src/stats/apportion';
import { amounts, goalTarget, micros } from './goal-target-fixture';

const SEASON = [8, 6, 7, 8, 8, 9, 7, 7, 9, 9, 14, 8].map((weight) => microsFromDecimal(weight));
const seasonal = { method: 'SEASONAL', phasing: 'DAYS', weights: SEASON } as const;
const sum = (parts: readonly bigint[]) => parts.reduce((a, b) => a + b, 0n);

describe('a SUM target laid over its months', () => {
  test('1,000,001 by seasonal weights gives whole months and quarters that add up to it', () => {
    const path = targetPath(goalTarget({ target: micros(1_000_001), split: seasonal }));
    expect(amounts(path.months)).toEqual([80000, 60000, 70000, 80000, 80000, 90000, 70000, 70000, 90000, 90000, 140001, 80000]);
    expect(amounts(path.periods('QUARTER'))).toEqual([210000, 250000, 230000, 310001]);
  });

  test('a locked month keeps its number and the others share the rest by their weights', () => {
    const locks = new Map([[11, micros(200_000)]]);
    const months = amounts(monthTargets(goalTarget({ target: micros(1_000_000), split: { ...seasonal, locks } })));
    expect(months[10]).toBe(200_000);
    expect(months[0]).toBe(Math.round((800_000 * 8) / 86));
    expect(months.reduce((a, b) => a + b)).toBe(1_000_000);
  });

  test('locks above the target are refused with both numbers', () => {
    const locks = new Map([[1, micros(120)]]);
    expect(() => monthTargets(goalTarget({ target: micros(100), split: { ...seasonal, locks } }))).toThrow(
      'add up to 120; expected at most the target 100',
    );
  });

  test('a lock outside the range is refused', () => {
    const split = { method: 'EQUAL', phasing: 'DAYS', locks: new Map([[2, micros(5)]]) } as const;
    expect(() => monthTargets(goalTarget({ range: { from: '2026-03-01', to: '2026-12-31' }, split }))).toThrow(
      'month 2 is outside 2026-03-01 to 2026-12-31',
    );
  });

  test('manual months have to be as many as the months and add up to the target', () => {
    const manual = (months: number[]) =>
      goalTarget({
        target: micros(90),
        range: { from: '2026-01-01', to: '2026-03-31' },
        split: { method: 'MANUAL', phasing: 'DAYS', months: months.map(micros) },
      });
    expect(amounts(monthTargets(manual([20, 30, 40])))).toEqual([20, 30, 40]);
    expect(() => monthTargets(manual([20, 30, 41]))).toThrow('they add up to 91; expected the target 90');
    expect(() => monthTargets(manual([20, 70]))).toThrow('2 numbers; expected 3');
  });

  test('manual quarters are kept and divided evenly over their months', () => {
    const goal = goalTarget({ target: micros(100), split: { method: 'MANUAL', phasing: 'DAYS', quarters: [10, 20, 30, 40].map(micros) } });
    expect(amounts(targetPath(goal).periods('QUARTER'))).toEqual([10, 20, 30, 40]);
    expect(amounts(monthTargets(goal))).toEqual([4, 3, 3, 7, 7, 6, 10, 10, 10, 14, 13, 13]);
  });

  test('working days count holidays out and make-up days in', () => {
    const calendar = { ...WEEKDAYS, holidays: new Set(['2026-10-01', '2026-10-02']), workdays: new Set(['2026-10-10']) };
    const goal = goalTarget({
      target: micros(42),
      range: { from: '2026-10-01', to: '2026-11-30' },
      split: { method: 'WORKING_DAYS', phasing: 'WORKING_DAYS' },
      calendar,
    });
    expect(amounts(monthTargets(goal))).toEqual([21, 21]);
    const path = targetPath(goal);
    expect(path.toDate('2026-10-04')).toBe(0n);
    expect(path.over({ from: '2026-10-10', to: '2026-10-10' })).toBe(micros(1));
  });

  test('the first and last month count by the days that the range leaves of them', () => {
    const goal = goalTarget({ target: micros(200), range: { from: '2026-04-16', to: '2026-06-15' } });
    expect(amounts(monthTargets(goal))).toEqual([50, 100, 50]);
  });

  test('weeks are cut to the range and start on Monday', () => {
    const weeks = targetPath(goalTarget({ target: micros(31), range: { from: '2026-01-01', to: '2026-01-31' } })).periods('WEEK');
    expect(weeks.map((week) => [week.from, week.to])).toEqual([
      ['2026-01-01', '2026-01-04'],
      ['2026-01-05', '2026-01-11'],
      ['2026-01-12', '2026-01-18'],
      ['2026-01-19', '2026-01-25'],
      ['2026-01-26', '2026-01-31'],
    ]);
    expect(amounts(weeks)).toEqual([4, 7, 7, 7, 6]);
  });

  test('money is divided to the cent', () => {
    expect(amounts(monthTargets(goalTarget({ target: microsFromDecimal('100.00'), step: 10_000n })))).toEqual([
      8.34,
      8.34,
      8.34,
      8.34,
      ...Array(8).fill(8.33),
    ]);
  });
});

describe('a level target', () => {
  test('is the same in every period and is not divided', () => {
    const path = targetPath(goalTarget({ aggregation: 'RATIO', target: microsFromDecimal('3.5') }));
    expect(amounts(path.periods('QUARTER'))).toEqual([3.5, 3.5, 3.5, 3.5]);
    expect(path.toDate('2026-01-01')).toBe(3_500_000n);
  });

  test('can be given by quarter, and longer periods follow the aggregation', () => {
    const quarters = [10, 20, 30, 40].map(micros);
    const path = (aggregation: 'END_OF_PERIOD' | 'MIN' | 'MAX' | 'AVERAGE') =>
      targetPath(goalTarget({ aggregation, target: micros(40), split: { method: 'MANUAL', phasing: 'DAYS', quarters } }));
    const half = { from: '2026-04-01', to: '2026-09-29' };
    expect(path('END_OF_PERIOD').over(half)).toBe(micros(30));
    expect(path('MIN').over(half)).toBe(micros(20));
    expect(path('MAX').over(half)).toBe(micros(30));
    expect(path('AVERAGE').over(half)).toBe(micros(25));
  });

  test('given for the end of periods has to end at the target', () => {
    const split = { method: 'MANUAL', phasing: 'DAYS', quarters: [10, 20, 30, 40].map(micros) } as const;
    expect(() => targetPath(goalTarget({ aggregation: 'END_OF_PERIOD', target: micros(50), split }))).toThrow(
      'split.quarters: the last is 40; expected the target 50',
    );
  });

  test('refuses a split that would divide it', () => {
    expect(() => targetPath(goalTarget({ aggregation: 'RATIO', split: seasonal }))).toThrow(
      'SEASONAL would divide the target, but aggregation RATIO makes it a level',
    );
  });
});

describe('laws of decomposition', () => {
  const weights = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 40 }).filter((list) => list.some((weight) => weight > 0n));

  test('parts add up to the total for any weights and step, are multiples of the step but one, and no fair share is missed by a step', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 16n), 10n ** 16n), weights, fc.bigInt(1n, 10n ** 7n), (total, list, step) => {
        const parts = apportion(total, list, step);
        expect(sum(parts)).toBe(total);
        expect(parts.filter((part) => part % step !== 0n).length).toBeLessThanOrEqual(1);
        const all = sum(list);
        parts.forEach((part, index) => {
          const distance = part * all - total * list[index]!;
          expect(distance < 2n * step * all && distance > -2n * step * all).toBe(true);
        });
      }),
    );
  });

  const range = fc
    .tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 364 }))
    .map(([a, b]) => ({ from: addDays('2026-01-01', Math.min(a, b)), to: addDays('2026-01-01', Math.max(a, b)) }));
  const split = fc.record({
    method: fc.constantFrom('EQUAL' as const, 'SEASONAL' as const),
    phasing: fc.constantFrom('DAYS' as const, 'WORKING_DAYS' as const),
    weights: fc.array(fc.bigInt(1n, 10n ** 8n), { minLength: 12, maxLength: 12 }),
  });
  const goal = fc
    .record({ range, split, target: fc.bigInt(0n, 10n ** 15n), step: fc.constantFrom(1n, 10_000n, 1_000_000n), share: fc.bigInt(0n, 100n) })
    .map(({ share, ...rest }) => {
      const several = rest.range.from.slice(0, 7) !== rest.range.to.slice(0, 7);
      const locks = several ? new Map([[Number(rest.range.to.slice(5, 7)), (rest.target * share) / 100n]]) : undefined;
      return goalTarget({ ...rest, split: { ...rest.split, locks } });
    });

  test('months, weeks, quarters and days each add up to the target, locks or not', () => {
    fc.assert(
      fc.property(goal, (one) => {
        const path = targetPath(one);
        for (const grain of ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const) {
          expect(sum(path.periods(grain).map((period) => period.target))).toBe(one.target);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a quarter is the sum of its months', () => {
    fc.assert(
      fc.property(goal, (one) => {
        const path = targetPath(one);
        for (const quarter of path.periods('QUARTER')) {
          const inside = path.months.filter((month) => month.from >= quarter.from && month.to <= quarter.to);
          expect(sum(inside.map((month) => month.target))).toBe(quarter.target);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('what is expected to date never falls from one day to the next and ends at the target', () => {
    fc.assert(
      fc.property(goal, (one) => {
        const path = targetPath(one);
        let before = 0n;
        for (let index = 0; index < lengthOf(one.range); index += 1) {
          const expected = path.toDate(addDays(one.range.from, index))!;
          expect(expected >= before).toBe(true);
          before = expected;
        }
        expect(before).toBe(one.target);
      }),
      { numRuns: 20 },
    );
  });

  test('nothing is expected before the start', () => {
    expect(targetPath(goalTarget({ range: { from: '2026-04-01', to: '2026-06-30' } })).toDate('2026-03-31')).toBeNull();
  });
});
