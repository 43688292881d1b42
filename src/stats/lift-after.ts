import { normalQuantile } from './normal';

/** What days after something came to against what the same weekdays came to before; 0.1 is a tenth more. */
export interface LiftAfter {
  readonly lift: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** How many days before and after it rests on. */
  readonly before: number;
  readonly after: number;
}

/** A value on a day of the week (0 to 6). */
export interface WeekdayValue {
  readonly weekday: number;
  readonly value: number;
}

/**
 * The lift of the days after over the mean of the same weekdays before. Its interval is a normal one on the logarithm of the ratio, from the
 * spread of the days around their weekdays' means. A before-and-after: whatever else happened then is in it. Null where a weekday has fewer
 * than two values before, or its mean is 0.
 */
export function liftAfter(before: readonly WeekdayValue[], after: readonly WeekdayValue[], level = 0.9): LiftAfter | null {
  const means = new Map<number, number>();
  for (const { weekday } of after) {
    const same = before.filter((each) => each.weekday === weekday).map(({ value }) => value);
    if (same.length < 2) return null;
    means.set(weekday, same.reduce((sum, value) => sum + value, 0) / same.length);
  }
  const expected = after.map(({ weekday }) => means.get(weekday) as number);
  if (after.length === 0 || expected.some((each) => each <= 0)) return null;
  const used = before.filter(({ weekday }) => means.has(weekday));
  const freedom = used.length - means.size;
  const squares = used.reduce((sum, { weekday, value }) => sum + (value / (means.get(weekday) as number) - 1) ** 2, 0);
  const variance = freedom > 0 ? squares / freedom : Number.NaN;
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const ratio = total(after.map(({ value }) => value)) / total(expected);
  const error = Math.sqrt(variance * (1 / after.length + 1 / used.length));
  const half = normalQuantile((1 + level) / 2) * error;
  return {
    lift: ratio - 1,
    low: ratio * Math.exp(-half) - 1,
    high: ratio * Math.exp(half) - 1,
    level,
    before: used.length,
    after: after.length,
  };
}
