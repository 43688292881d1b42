import { addDays, type Day, daysBetween, daysOf, toEpoch } from '../../../src/lib/day';

/** A dated burst of bad news about a brand. `intensity` falls from 1 on the second day to 0 after the last. */
export interface Crisis {
  readonly theme: 'allergy' | 'counterfeit' | 'late-parcels';
  readonly intensity: number;
}

const LUNAR_NEW_YEARS = [
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
  '2031-01-23',
];
const GROWTH_EPOCH = toEpoch('2025-01-01');
/** Monday to Sunday; shops sell more at the weekend. */
const WEEKDAYS = [0.96, 0.93, 0.94, 0.97, 1.02, 1.12, 1.06];
/** How strongly each brand's buyers answer to each occasion: 0 not at all, 1 fully. */
const OCCASIONS: Record<
  string,
  { doubleEleven: number; midYear: number; blackFriday: number; lunar: number; peakMonth: number; swing: number }
> = {
  lumina: { doubleEleven: 0.3, midYear: 0.1, blackFriday: 1, lunar: 0.1, peakMonth: 12, swing: 0.18 },
  verdane: { doubleEleven: 1, midYear: 0.8, blackFriday: 0.1, lunar: 0.9, peakMonth: 6, swing: 0.1 },
  kumo: { doubleEleven: 0.2, midYear: 0, blackFriday: 0.5, lunar: 0.4, peakMonth: 12, swing: 0.25 },
};
const ELSEWHERE = { doubleEleven: 0.3, midYear: 0.2, blackFriday: 0.4, lunar: 0.3, peakMonth: 12, swing: 0.1 };

/**
 * How lively the brand's market is on a day, 1 on a plain day of January 2025: growth of 12 % a year, weekday, time of
 * year and the occasions 11.11, 6.18, Black Friday and Lunar New Year. No noise.
 */
export function demandOn(brand: string, day: Day): number {
  const key = `${brand}/${day}`;
  const known = demand.get(key);
  if (known !== undefined) return known;
  const counted = countDemand(brand, day);
  demand.set(key, counted);
  return counted;
}

/** Asked for over and over, for each customer who might come back; a world has a few thousand days. */
const demand = new Map<string, number>();

function countDemand(brand: string, day: Day): number {
  const taste = OCCASIONS[brand] ?? ELSEWHERE;
  const epoch = toEpoch(day);
  const growth = 1.12 ** ((epoch - GROWTH_EPOCH) / 365.25);
  const weekday = WEEKDAYS[(((epoch + 3) % 7) + 7) % 7] as number;
  const yearly = 1 + taste.swing * Math.cos((2 * Math.PI * (dayOfYear(day) - taste.peakMonth * 30.4 + 15)) / 365.25);
  const lift =
    taste.doubleEleven * doubleEleven(day) + taste.midYear * midYear(day) + taste.blackFriday * blackFriday(day) + taste.lunar * lunar(day);
  return growth * weekday * yearly * Math.max(0.3, 1 + lift);
}

/** The crisis that a brand is in on a day, or null: Verdane's ten days from 2 June and Kumo's five from 14 September, every year. */
export function crisisOn(brand: string, day: Day): Crisis | null {
  const year = day.slice(0, 4);
  if (brand === 'verdane') return episode(`${year}-06-02`, 10, day, Number(year) % 2 === 0 ? 'allergy' : 'counterfeit', 1);
  if (brand === 'kumo') return episode(`${year}-09-14`, 5, day, 'late-parcels', 0.5);
  return null;
}

/** The labelled crises of a brand that begin within a range, each from its first day to its last: what their detection is measured by. */
export function crisesBetween(brand: string, from: Day, to: Day): { from: Day; to: Day; theme: Crisis['theme'] }[] {
  const found: { from: Day; to: Day; theme: Crisis['theme'] }[] = [];
  for (const day of daysOf({ from, to })) {
    const crisis = crisisOn(brand, day);
    if (!crisis) continue;
    const last = found.at(-1);
    if (last && addDays(last.to, 1) === day) last.to = day;
    else found.push({ from: day, to: day, theme: crisis.theme });
  }
  return found;
}

/** The share of its usual sales that a brand keeps on a day: 1 outside a crisis. */
export function salesKept(brand: string, day: Day): number {
  return 1 - 0.7 * (crisisOn(brand, day)?.intensity ?? 0);
}

function episode(start: Day, length: number, day: Day, theme: Crisis['theme'], size: number): Crisis | null {
  const age = daysBetween(start, day);
  if (age < 0 || age >= length) return null;
  return { theme, intensity: size * (age === 0 ? 0.6 : 1 - (age - 1) / length) };
}

function dayOfYear(day: Day): number {
  return daysBetween(`${day.slice(0, 4)}-01-01`, day);
}

function doubleEleven(day: Day): number {
  if (day.slice(5, 7) !== '11') return 0;
  const date = Number(day.slice(8));
  return date === 11 ? 2.2 : date < 11 ? 0.04 * date : date < 16 ? -0.15 : 0;
}

function midYear(day: Day): number {
  if (day.slice(5, 7) !== '06') return 0;
  const date = Number(day.slice(8));
  return date === 18 ? 1.6 : date < 18 ? 0.02 * date : date < 23 ? -0.12 : 0;
}

function blackFriday(day: Day): number {
  const first = `${day.slice(0, 4)}-11-01`;
  const friday = addDays(first, ((10 - ((toEpoch(first) + 3) % 7)) % 7) + 22);
  const age = daysBetween(friday, day);
  return age < -4 || age > 3 ? 0 : ([0.2, 0.25, 0.35, 0.5, 1.9, 1.2, 1, 1.4][age + 4] as number);
}

function lunar(day: Day): number {
  const next = LUNAR_NEW_YEARS.map((eve) => daysBetween(eve, day)).find((age) => age >= -21 && age <= 7);
  if (next === undefined) return 0;
  return next < -3 ? 0.35 : -0.45;
}
