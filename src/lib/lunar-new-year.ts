import type { Day } from './day';

const FIRST_YEAR = 2000;

/**
 * As the official calendar of China has or will have it. The runtime's own calendar is computed less exactly: where the new moon falls
 * on midnight in Beijing, as in 2027, it is a day off.
 */
const DATES = `
  02-05 01-24 02-12 02-01 01-22 02-09 01-29 02-18 02-07 01-26
  02-14 02-03 01-23 02-10 01-31 02-19 02-08 01-28 02-16 02-05
  01-25 02-12 02-01 01-22 02-10 01-29 02-17 02-06 01-26 02-13
  02-03 01-23 02-11 01-31 02-19 02-08 01-28 02-15 02-04 01-24
  02-12 02-01 01-22 02-10 01-30 02-17 02-06 01-26 02-14 02-02
  01-23
`
  .trim()
  .split(/\s+/);

/** The first day of the Chinese calendar's year that begins in this year of ours; null outside 2000 to 2050. */
export function lunarNewYear(year: number): Day | null {
  const date = DATES[year - FIRST_YEAR];
  return date ? `${year}-${date}` : null;
}
