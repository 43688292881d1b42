import { addDays, type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { roll } from './dice';

/** One reference rate: units of `currency` for one euro, as decimal text. */
export interface RateRow {
  readonly day: Day;
  readonly currency: string;
  readonly rate: string;
}

/** Each currency's mean, the decimals it is written with, and the currency whose waves it moves in. */
const CURRENCIES: readonly (readonly [currency: string, mean: number, decimals: number, waves: string])[] = [
  ['USD', 1.11, 4, 'USD'],
  ['JPY', 164.5, 2, 'JPY'],
  ['GBP', 0.8552, 5, 'GBP'],
  ['CNY', 7.92, 4, 'CNY'],
  ['HKD', 8.66, 4, 'USD'],
  ['TWD', 35.4, 3, 'TWD'],
];

/** Reference rates of an inclusive range, oldest first; none at weekends and on the central bank's holidays. */
export function* ratesBetween(seed: number, from: Day, to: Day): Generator<RateRow> {
  for (const day of daysOf({ from, to })) {
    if (!isFixingDay(day)) continue;
    for (const [currency, mean, decimals, waves] of CURRENCIES) {
      yield { day, currency, rate: (mean * drift(seed, waves, toEpoch(day))).toFixed(decimals) };
    }
  }
}

/** Whether rates are fixed on a day: Monday to Friday, except New Year, Good Friday, Easter Monday, 1 May and Christmas. */
export function isFixingDay(day: Day): boolean {
  if ((toEpoch(day) + 3) % 7 > 4) return false;
  if (['01-01', '05-01', '12-25', '12-26'].includes(day.slice(5))) return false;
  const easter = easterOf(Number(day.slice(0, 4)));
  return day !== addDays(easter, -2) && day !== addDays(easter, 1);
}

/** Slow waves and a little daily noise, within about 6 % of 1. */
function drift(seed: number, currency: string, epoch: number): number {
  const dice = roll(seed, 'rate', currency);
  const wave = (length: number, height: number) => height * Math.sin(2 * Math.PI * (epoch / length + dice.next()));
  return 1 + wave(611, 0.025) + wave(173, 0.012) + wave(47, 0.006) + 0.0015 * roll(seed, 'rate', currency, epoch).bell();
}

/** Easter Sunday of a Gregorian year: the Sunday after the first full moon from 21 March, by the church's tables. */
function easterOf(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const age = (skipped + 19 * golden + 15) % 30;
  const moon = age - (age === 29 || (age === 28 && golden > 10) ? 1 : 0);
  const full = addDays(`${year}-03-21`, moon);
  return addDays(full, 7 - ((toEpoch(full) + 4) % 7));
}
