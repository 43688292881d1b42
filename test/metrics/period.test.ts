import fc from 'fast-check';
import { addDays, addMonths, bucketsOf, endOfMonth, fromEpoch, lengthOf, startOf, toEpoch } from '../../src/lib/day';
import { BadQuestion } from '../../src/metrics/BadQuestion';
import { counterpartOf, previousPeriod, resolveRange } from '../../src/metrics/period';

const day = fc.integer({ min: toEpoch('2015-01-01'), max: toEpoch('2032-12-31') }).map(fromEpoch);
const range = fc.tuple(day, fc.integer({ min: 0, max: 500 })).map(([from, days]) => ({ from, to: addDays(from, days) }));
const months = fc.tuple(day, fc.integer({ min: 1, max: 24 })).map(([any, count]) => {
  const from = startOf('MONTH', any);
  return { from, to: addDays(addMonths(from, count), -1) };
});
const run = { seed: 20260615, numRuns: 500 };

describe('a range', () => {
  it('of the last units ends with the last complete one', () => {
    expect(resolveRange({ last: 7, unit: 'DAY' }, '2026-06-15')).toEqual({ from: '2026-06-08', to: '2026-06-14' });
    expect(resolveRange({ last: 3, unit: 'MONTH' }, '2026-06-15')).toEqual({ from: '2026-03-01', to: '2026-05-31' });
    expect(resolveRange({ last: 1, unit: 'WEEK' }, '2026-06-15')).toEqual({ from: '2026-06-08', to: '2026-06-14' });
    expect(resolveRange({ last: 1, unit: 'QUARTER' }, '2026-04-01')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
  });

  it.each([
    [{}, 'range'],
    [{ from: '2026-01-01' }, 'range'],
    [{ last: 3 }, 'range.unit'],
    [{ last: 0, unit: 'DAY' as const }, 'range.last'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'range.from'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'range'],
    [{ from: '2026-03-01', to: '2026-03-01', last: 1, unit: 'DAY' as const }, 'range'],
    [{ from: '0000-01-01', to: '0000-02-01' }, 'range'],
    [{ from: '9999-01-01', to: '9999-12-31' }, 'range'],
    [{ last: 3000, unit: 'YEAR' as const }, 'range.last'],
    [{ last: 1950, unit: 'YEAR' as const }, 'range.last'],
    [{ last: 36_600, unit: 'QUARTER' as const }, 'range.last'],
  ])('%j is refused, and the place is named', (given, place) => {
    const refused = () => resolveRange(given, '2026-06-15');
    expect(refused).toThrow(BadQuestion);
    expect(refused).toThrow(new RegExp(`^${place}: `));
  });
});

it('a range at either end of the calendar has its counterparts, and comes to an end in every grain', () => {
  for (const each of [resolveRange({ from: '1900-01-01', to: '1999-12-31' }, '2026-06-15'), { from: '2199-01-01', to: '2199-12-31' }]) {
    for (const grain of ['DAY', 'MONTH', 'QUARTER', 'YEAR'] as const) {
      expect(counterpartOf(each, 'PREVIOUS_PERIOD', grain).of(startOf(grain, each.to))).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  }
});

describe('the period before', () => {
  it('is as many whole months for whole months, whatever their lengths', () => {
    expect(previousPeriod({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(previousPeriod({ from: '2024-03-01', to: '2024-03-31' })).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(previousPeriod({ from: '2026-04-01', to: '2026-06-30' })).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    fc.assert(
      fc.property(months, (each) => {
        const before = previousPeriod(each);
        expect(before.to).toBe(addDays(each.from, -1));
        expect(endOfMonth(before.to)).toBe(before.to);
        expect(addMonths(before.from, [...bucketsOf('MONTH', each)].length)).toBe(each.from);
      }),
      run,
    );
  });

  it('is as many days for any other range, right before it', () => {
    fc.assert(
      fc.property(range, (each) => {
        const before = previousPeriod(each);
        expect(before.to).toBe(addDays(each.from, -1));
        const wholeMonths = startOf('MONTH', each.from) === each.from && endOfMonth(each.to) === each.to;
        if (!wholeMonths) expect(lengthOf(before)).toBe(lengthOf(each));
      }),
      run,
    );
  });

  it('pairs day k with day k, and leaves a day without a counterpart alone', () => {
    const { of } = counterpartOf({ from: '2026-03-01', to: '2026-03-31' }, 'PREVIOUS_PERIOD', 'DAY');
    expect([of('2026-03-01'), of('2026-03-28'), of('2026-03-29'), of('2026-03-31')]).toEqual(['2026-02-01', '2026-02-28', null, null]);
  });

  it('pairs each bucket at most once', () => {
    fc.assert(
      fc.property(
        range,
        fc.constantFrom('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
        fc.constantFrom('PREVIOUS_PERIOD', 'PREVIOUS_YEAR'),
        (each, grain, compare) => {
          const { of } = counterpartOf(each, compare, grain);
          const pairs = [...bucketsOf(grain, each)].map(({ from }) => of(startOf(grain, from))).filter((found) => found !== null);
          expect(new Set(pairs).size).toBe(pairs.length);
          for (const found of pairs) expect(startOf(grain, found)).toBe(found);
        },
      ),
      run,
    );
  });
});

describe('the year before', () => {
  it('has the same dates, and 29 February has none', () => {
    const { range: before, of } = counterpartOf({ from: '2024-02-28', to: '2024-03-01' }, 'PREVIOUS_YEAR', 'DAY');
    expect(before).toEqual({ from: '2023-02-28', to: '2023-03-01' });
    expect([of('2024-02-28'), of('2024-02-29'), of('2024-03-01')]).toEqual(['2023-02-28', null, '2023-03-01']);
  });

  it('of whole months is whole months', () => {
    expect(counterpartOf({ from: '2024-02-01', to: '2024-02-29' }, 'PREVIOUS_YEAR').range).toEqual({
      from: '2023-02-01',
      to: '2023-02-28',
    });
    expect(counterpartOf({ from: '2025-02-01', to: '2025-02-28' }, 'PREVIOUS_YEAR').range).toEqual({
      from: '2024-02-01',
      to: '2024-02-29',
    });
    fc.assert(
      fc.property(months, (each) => {
        const { range: before } = counterpartOf(each, 'PREVIOUS_YEAR', 'MONTH');
        expect(before.from).toBe(addMonths(each.from, -12));
        expect(endOfMonth(before.to)).toBe(before.to);
        expect([...bucketsOf('MONTH', before)]).toHaveLength([...bucketsOf('MONTH', each)].length);
      }),
      run,
    );
  });

  it('has the same dates also where the days happen to be whole weeks', () => {
    for (const to of ['2026-06-13', '2026-06-14', '2026-06-15']) {
      const fortnight = { from: '2026-06-01', to };
      expect(counterpartOf(fortnight, 'PREVIOUS_YEAR').range).toEqual({ from: '2025-06-01', to: addMonths(to, -12) });
      expect(counterpartOf(fortnight, 'PREVIOUS_YEAR', 'DAY').of('2026-06-03')).toBe('2025-06-03');
    }
  });

  it('of weeks begins on the same weekday', () => {
    const { range: before, of } = counterpartOf({ from: '2026-06-01', to: '2026-06-14' }, 'PREVIOUS_YEAR', 'WEEK');
    expect(before).toEqual({ from: '2025-06-02', to: '2025-06-15' });
    expect(of('2026-06-08')).toBe('2025-06-09');
  });
});
