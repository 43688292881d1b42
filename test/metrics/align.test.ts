import fc from 'fast-check';
import { addDays, addMonths, daysBetween, endOfMonth, lengthOf, startOf, toEpoch } from '../../src/lib/day';
import { lunarNewYear } from '../../src/lib/lunar-new-year';
import { counterpartFor } from '../../src/metrics/align';
import type { Asked } from '../../src/metrics/asked';
import type { Alignment } from '../../src/metrics/question';

const asked = (extras: Partial<Asked>): Asked => ({
  select: ['spend'],
  by: [],
  range: { from: '2026-01-01', to: '2026-01-31' },
  where: [],
  fx: 'DAY_RATE',
  orderBy: [],
  totals: false,
  first: 1,
  ...extras,
});
const aligned = (alignment: Alignment, from: string, to: string, grain?: Asked['grain']) =>
  counterpartFor(asked({ range: { from, to }, alignment, ...(grain ? { grain } : {}) }), 'PREVIOUS_YEAR');
const day = fc.integer({ min: toEpoch('2005-01-01'), max: toEpoch('2045-12-31') }).map((epoch) => addDays('1970-01-01', epoch));

describe('the year before', () => {
  it('of a month is the whole same month, for every month of leap and other years', () => {
    for (let i = 0; i < 12 * 12; i++) {
      const from = addMonths('2016-01-01', i);
      const { range, of } = counterpartFor(asked({ range: { from, to: endOfMonth(from) }, grain: 'DAY' }), 'PREVIOUS_YEAR');
      expect(range).toEqual({ from: addMonths(from, -12), to: endOfMonth(addMonths(from, -12)) });
      const days = Array.from({ length: lengthOf({ from, to: endOfMonth(from) }) }, (_, k) => addDays(from, k));
      const before = days.map(of);
      expect(new Set(before).size).toBe(days.length);
      expect(before.filter((each) => each === null)).toHaveLength(days.filter((each) => each.endsWith('-02-29')).length);
      for (const [k, each] of before.entries()) if (each) expect(each.slice(5)).toBe(days[k]?.slice(5));
    }
  });

  it('the month before has its day k beside day k, and nothing beside days that it does not have', () => {
    for (let i = 0; i < 12 * 12; i++) {
      const from = addMonths('2016-01-01', i);
      const { range, of } = counterpartFor(asked({ range: { from, to: endOfMonth(from) }, grain: 'DAY' }), 'PREVIOUS_PERIOD');
      expect(range).toEqual({ from: addMonths(from, -1), to: addDays(from, -1) });
      for (let k = 0; k < lengthOf({ from, to: endOfMonth(from) }); k++) {
        expect(of(addDays(from, k))).toBe(k < lengthOf(range) ? addDays(range.from, k) : null);
      }
    }
  });

  it('by weekday lies 52 weeks before', () => {
    fc.assert(
      fc.property(day, (each) => {
        const before = aligned('WEEKDAY', each, addDays(each, 6), 'DAY').of(each)!;
        expect(daysBetween(before, each)).toBe(364);
      }),
    );
  });

  it('by ISO week has the same number and weekday, and nothing beside a 53rd week that the year before did not have', () => {
    const weekOf = (each: string) => {
      const thursday = addDays(startOf('WEEK', each), 3);
      return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
    };
    fc.assert(
      fc.property(day, (each) => {
        const before = aligned('ISO_WEEK', each, each, 'DAY').of(each);
        if (before === null) return expect(weekOf(each)).toBe(53);
        expect(weekOf(before)).toBe(weekOf(each));
        expect(daysBetween(before, each) % 7).toBe(0);
        expect([364, 371]).toContain(daysBetween(before, each));
      }),
    );
    expect(aligned('ISO_WEEK', '2026-12-28', '2027-01-03', 'WEEK').of('2026-12-28')).toBeNull();
    expect(aligned('ISO_WEEK', '2027-01-04', '2027-01-10', 'WEEK').of('2027-01-04')).toBe('2025-12-29');
  });

  it('by Lunar New Year is as far from the festival', () => {
    const { range, of } = aligned('LUNAR_NEW_YEAR', '2026-02-03', '2026-03-03', 'DAY');
    expect(of('2026-02-17')).toBe('2025-01-29');
    expect(range).toEqual({ from: '2025-01-15', to: '2025-02-12' });
    fc.assert(
      fc.property(fc.integer({ min: 2002, max: 2049 }), fc.integer({ min: -40, max: 40 }), (year, offset) => {
        const each = addDays(lunarNewYear(year)!, offset);
        expect(aligned('LUNAR_NEW_YEAR', each, each, 'DAY').of(each)).toBe(addDays(lunarNewYear(year - 1)!, offset));
      }),
    );
  });

  it('of a calendar of weeks is the same period of its year before, and the periods before are those just before', () => {
    const calendar = { pattern: '4-4-5' as const, start: '2026-02-01' };
    const months = (from: string, to: string) => asked({ range: { from, to }, grain: 'MONTH', calendar });
    const { range, of } = counterpartFor(months('2026-02-01', '2026-05-02'), 'PREVIOUS_YEAR');
    expect(range).toEqual({ from: '2025-02-02', to: '2025-05-03' });
    expect(of('2026-03-01')).toBe('2025-03-02');
    const previous = counterpartFor(months('2026-02-01', '2026-05-02'), 'PREVIOUS_PERIOD');
    expect(previous.range).toEqual({ from: '2025-11-02', to: '2026-01-31' });
    expect(() => counterpartFor(months('2026-02-02', '2026-05-02'), 'PREVIOUS_YEAR')).toThrow('whole periods of the calendar');
  });
});
