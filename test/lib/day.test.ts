import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addUnits,
  bucketsOf,
  dayIn,
  daysBetween,
  endOf,
  fromEpoch,
  isDay,
  lengthOf,
  parseDay,
  startOf,
  toEpoch,
  type Unit,
  wholeUnits,
} from '../../src/lib/day';

const days = fc.integer({ min: toEpoch('1900-01-01'), max: toEpoch('2199-12-31') }).map(fromEpoch);
const units = fc.constantFrom<Unit>('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR');

describe('calendar days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-01-01', '2026-1-1', '2026-01-01T00:00', '', '2100-02-29'])(
    '"%s" is no day',
    (text) => {
      expect(isDay(text)).toBe(false);
      expect(() => parseDay(text, 'from')).toThrow(`from: "${text}" is not a calendar day; expected YYYY-MM-DD`);
    },
  );

  it('every day that the calendar has is a day, leap days included', () => {
    fc.assert(fc.property(days, (day) => expect(isDay(day)).toBe(true)));
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2000-02-29')).toBe(true);
  });

  it('adding and counting days agree', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), (day, count) => expect(daysBetween(day, addDays(day, count))).toBe(count)),
    );
  });

  it('a month later is the same day of the month, or the month’s last', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    fc.assert(
      fc.property(days, fc.integer({ min: -300, max: 300 }), (day, count) => {
        const moved = addMonths(day, count);
        const months = (each: string) => Number(each.slice(0, 4)) * 12 + Number(each.slice(5, 7));
        expect(months(moved) - months(day)).toBe(count);
        expect([day.slice(8), endOf('MONTH', moved).slice(8)]).toContain(moved.slice(8));
      }),
    );
  });

  it('a unit holds its day, begins after the one before and ends before the next; weeks begin on Monday', () => {
    fc.assert(
      fc.property(units, days, (unit, day) => {
        const start = startOf(unit, day);
        expect(start <= day && day <= endOf(unit, day)).toBe(true);
        expect(addDays(endOf(unit, day), 1)).toBe(addUnits(unit, start, 1));
        if (unit === 'WEEK') expect(new Date(`${start}T00:00:00Z`).getUTCDay()).toBe(1);
      }),
    );
  });

  it('buckets cover a range once, without gaps', () => {
    fc.assert(
      fc.property(units, days, fc.integer({ min: 0, max: 900 }), (unit, from, more) => {
        const range = { from, to: addDays(from, more) };
        const buckets = [...bucketsOf(unit, range)];
        expect(buckets[0]?.from).toBe(range.from);
        expect(buckets.at(-1)?.to).toBe(range.to);
        expect(buckets.reduce((sum, bucket) => sum + lengthOf(bucket), 0)).toBe(lengthOf(range));
      }),
    );
  });

  it('the whole units of a range are its buckets that are not cut', () => {
    fc.assert(
      fc.property(units, days, fc.integer({ min: 0, max: 900 }), (unit, from, more) => {
        const range = { from, to: addDays(from, more) };
        const whole = [...bucketsOf(unit, range)].filter(
          (each) => startOf(unit, each.from) === each.from && endOf(unit, each.to) === each.to,
        );
        const found = whole.length > 0 ? { from: whole[0]?.from, to: whole.at(-1)?.to } : null;
        expect(wholeUnits(unit, range)).toEqual(found);
      }),
    );
  });

  it('every instant falls on one day of a zone: it turns to the next day at midnight, and never else', () => {
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'UTC',
      'America/Los_Angeles',
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
    );
    const minute = fc.date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2035-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, minute, (timeZone, at) => {
        const start = Math.floor(at.getTime() / 60_000) * 60_000;
        const midnight = (instant: Date) =>
          new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant) === '00:00';
        let before = dayIn(timeZone, new Date(start - 1));
        let turns = 0;
        for (let step = 0; step < 26 * 4; step++) {
          const instant = new Date(start - (start % 900_000) + step * 900_000);
          const day = dayIn(timeZone, instant);
          if (day !== before && step > 0) {
            expect([daysBetween(before, day), midnight(instant)]).toEqual([1, true]);
            turns++;
          }
          before = day;
        }
        expect(turns).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('an instant falls on the day of its zone', () => {
    const instant = new Date('2026-11-23T16:30:00Z');
    expect([
      dayIn('Asia/Shanghai', instant),
      dayIn('UTC', instant),
      dayIn('Pacific/Apia', instant),
      dayIn('America/Los_Angeles', instant),
    ]).toEqual(['2026-11-24', '2026-11-23', '2026-11-24', '2026-11-23']);
  });
});
