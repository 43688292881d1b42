import { addDays, type Day, type DayRange, daysBetween } from '../lib/day';

/** The days of a metric in a row, numbered from the first that has a value up to the last that is known; a day without a value is 0. */
export class DayValues {
  readonly values: readonly number[];
  private readonly first: Day;
  private readonly sums: readonly number[];

  constructor(daily: ReadonlyMap<Day, number>, through: Day) {
    let first = addDays(through, 1);
    for (const day of daily.keys()) if (day < first) first = day;
    this.first = first;
    this.values = Array.from({ length: daysBetween(first, through) + 1 }, (_, at) => daily.get(this.day(at)) ?? 0);
    const sums = [0];
    for (const value of this.values) sums.push(sums.at(-1)! + value);
    this.sums = sums;
  }

  /** How many days are known: the number of the first that is not. */
  get end(): number {
    return this.values.length;
  }

  /** A day's number, below 0 before the first. */
  place(day: Day): number {
    return daysBetween(this.first, day);
  }

  day(place: number): Day {
    return addDays(this.first, place);
  }

  /** The sum from one day to before another, by their numbers. */
  sum(from: number, to: number): number {
    return this.sums[Math.max(0, to)]! - this.sums[Math.max(0, from)]!;
  }

  /** The days from one to before another as a range. */
  range(from: number, to: number): DayRange {
    return { from: this.day(from), to: this.day(to - 1) };
  }
}

/** The sum of the days of a range; a day without a value is 0. */
export function sumOver(daily: ReadonlyMap<Day, number>, range: DayRange): number {
  let total = 0;
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) total += daily.get(day) ?? 0;
  return total;
}
