import fc from 'fast-check';
import { addDays, daysBetween, lengthOf } from '../../src/lib/day';
import { lunarNewYear } from '../../src/lib/lunar-new-year';
import { periodsOf, retailPeriods, type WeekPattern } from '../../src/lib/retail-calendar';

describe('Lunar New Year', () => {
  it.each([
    '2015-02-19',
    '2019-02-05',
    '2020-01-25',
    '2023-01-22',
    '2024-02-10',
    '2025-01-29',
    '2026-02-17',
    '2027-02-06',
    '2033-01-31',
    '2034-02-19',
  ])('was or will be on %s', (day) => expect(lunarNewYear(Number(day.slice(0, 4)))).toBe(day));

  it('is never more than a day from what the runtime computes, and twelve or thirteen moons after the last', () => {
    const computed = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' });
    for (let year = 2000; year <= 2050; year++) {
      const day = lunarNewYear(year)!;
      const around = [-1, 0, 1].map((offset) => computed.format(new Date(`${addDays(day, offset)}T12:00:00Z`)));
      expect(around).toContain('1/1');
      if (year > 2000) expect([353, 354, 355, 383, 384, 385]).toContain(daysBetween(lunarNewYear(year - 1)!, day));
    }
    expect([lunarNewYear(1999), lunarNewYear(2051)]).toEqual([null, null]);
  });
});

describe('a calendar of weeks', () => {
  const calendar = { pattern: '4-4-5' as const, start: '2026-02-01' };

  it('parts each quarter into months of four, four and five weeks', () => {
    const months = periodsOf(calendar, 'MONTH', 2026);
    expect(months.map((month) => lengthOf(month) / 7)).toEqual([4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5]);
    expect(months[0]).toMatchObject({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodsOf(calendar, 'QUARTER', 2026)[1]).toMatchObject({ from: '2026-05-03', to: '2026-08-01' });
  });

  it('has a year of 53 weeks now and then, its last month being the longer', () => {
    const lengths = Array.from({ length: 12 }, (_, i) => lengthOf(periodsOf(calendar, 'YEAR', 2020 + i)[0]!) / 7);
    expect(new Set(lengths)).toEqual(new Set([52, 53]));
    const long = 2020 + lengths.indexOf(53);
    expect(lengthOf(periodsOf(calendar, 'MONTH', long)[11]!) / 7).toBe(6);
  });

  it('leaves out no day and has none twice', () => {
    const pattern = fc.constantFrom<WeekPattern>('4-4-5', '4-5-4', '5-4-4');
    const start = fc.integer({ min: 0, max: 4000 }).map((offset) => addDays('2018-01-01', offset));
    const unit = fc.constantFrom('MONTH', 'QUARTER', 'YEAR');
    fc.assert(
      fc.property(
        pattern,
        start,
        unit,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 900 }),
        (weeks, first, each, at, length) => {
          const range = { from: addDays('2019-01-01', at), to: addDays('2019-01-01', at + length) };
          const periods = retailPeriods({ pattern: weeks, start: first }, each, range);
          expect(periods[0]!.from <= range.from && periods.at(-1)!.to >= range.to).toBe(true);
          for (const [i, period] of periods.entries()) {
            if (i > 0) expect(daysBetween(periods[i - 1]!.to, period.from)).toBe(1);
            expect(lengthOf(period) % 7).toBe(0);
          }
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });
});
