import { type Day, daysBetween } from '../../../src/lib/day';

/** After so many days a platform no longer restates a day. */
export const MATURE_AFTER = 28;

/** The share of its final conversions that a day shows when it is served `age` days later: 0.55 on the day itself, 1 from day 28 on. */
export function conversionShare(age: number): number {
  return age >= MATURE_AFTER ? 1 : 1 - 0.45 * Math.exp(-Math.max(0, age) / 6);
}

/** The share of a day's final spend that is already booked: corrections of a fraction of a percent on the first three days. */
export function spendShare(age: number, late: number): number {
  return age >= 3 ? 1 : 1 - late * (1 - Math.max(0, age) / 3);
}

/** How old a day is when served, capped where nothing changes any more; negative for days still to come. */
export function ageAt(day: Day, servedOn: Day): number {
  return Math.min(MATURE_AFTER, daysBetween(day, servedOn));
}
