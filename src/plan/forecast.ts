import { addDays, type Day, type DayRange, daysBetween, lengthOf } from '../lib/day';
import type { Asker } from '../metrics/question';
import { type Misses, missOver, rollingMisses } from '../stats/forecast/rolling-origin';
import { studentUpperQuantile } from '../stats/student';
import { sumOver } from './day-values';
import { type Foreseen, foreseeRest } from './forecast-methods';
import { FORECAST_WORDS } from './forecast-words';
import type { Aggregation } from './goal-target';
import { type Aim, probabilityToHit } from './probability-to-hit';
import type { AppliedEffect } from './shipped-effects';

/** The share of outcomes that a forecast's interval is meant to hold. */
const LEVEL = 0.8;
/** A level is tried on its past from the second week on. */
const FIRST_STRETCH = 7;

/** How far off the outcome may be, and by how many degrees of freedom that is known: one less than the misses it was learnt from. */
export interface Spread {
  readonly sd: number;
  readonly df: number;
}

/** What a goal's end is forecast from. Amounts in the goal's unit. */
export interface ForecastInput extends Aim {
  /** The language of reasons; English when absent. */
  readonly locale?: Asker['locale'];
  readonly aggregation: Aggregation;
  readonly range: DayRange;
  /** The last complete day of data. */
  readonly through: Day;
  /** The actual from the goal's start to `through`. */
  readonly actual: number | null;
  /** What was planned for a range inside the goal (SUM goals: its share of the target). */
  readonly planned: (range: DayRange) => number;
  /** The metric's value on single days, up to `through` and as far back as there is history; days without a value are absent. */
  readonly daily: ReadonlyMap<Day, number>;
  /** RATIO goals: the sums that the metric is the ratio of, on single days as far back as there is history; it is `factor` × over / under. */
  readonly sides?: RatioSides;
}

/** What a ratio is made of, by day. */
export interface RatioSides {
  readonly over: ReadonlyMap<Day, number>;
  readonly under: ReadonlyMap<Day, number>;
  readonly factor: number;
}

/** Where a goal is heading. `method` names how; with no value, `reason` says why. */
export interface Forecast {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
  /** The chance that the goal is met; null without an interval. */
  readonly probabilityToHit: number | null;
  readonly method: string;
  readonly reason: string | null;
  /** What the interval was made from; null without one. */
  readonly spread: Spread | null;
  /** The part of what is foreseen that repeats last year; absent where none does. */
  readonly repeated?: number;
  /** What experiments that were shipped add to the value; absent where none move the goal. */
  readonly effects?: readonly AppliedEffect[];
}

/**
 * Forecasts the value at the goal's end. SUM goals: the actual plus the foreseen rest, by phased ratio (the plan's shape at the pace so far),
 * seasonal naive (the same weekday of the year before) and damped Holt–Winters (level, dying trend and weekdays), each weighed by what it missed when
 * it was made at earlier days. RATIO: its sides foreseen so, where they add up, else like AVERAGE the level to date carried forward;
 * END_OF_PERIOD: the last level with its drift. The interval is as wide as what was missed over as many days as are left; where the past is too short for
 * that, over fewer, grown. Extremes (MIN, MAX) are not forecast.
 */
export function forecastOf(input: ForecastInput): Forecast {
  const { actual, range, through, aggregation } = input;
  const words = wordsOf(input);
  if (through < range.from) return nothing(words.notStarted(range.from, through));
  if (actual === null) return nothing(words.noValue());
  if (through >= range.to) return settled(input, actual);
  if (aggregation === 'SUM') return forecastSum(input, actual);
  if (aggregation === 'MIN' || aggregation === 'MAX') return nothing(words.extreme(aggregation));
  if (aggregation === 'END_OF_PERIOD') return forecastDrift(input, actual);
  return (aggregation === 'RATIO' ? forecastSides(input, actual) : null) ?? forecastLevel(input, actual);
}

function forecastSum(input: ForecastInput, actual: number): Forecast {
  const rest = foreseeRest({ ...input, actual });
  if (!rest) return nothing(wordsOf(input).nothingToFollow());
  const { name, value, spread, repeated } = rest;
  return { ...around(input, name, actual + value, spread && { sd: spread.sd, df: spread.count - 1 }), repeated };
}

/**
 * The sides of a ratio are foreseen apart, each by its own weights. The misses are those of the ratio of whole blocks; in the end only the part of the
 * denominator that is still to come can move it. Null where the sides are not known or are not what the ratio to date was made of.
 */
function forecastSides(input: ForecastInput, actual: number): Forecast | null {
  const { range, through, sides } = input;
  if (!sides) return null;
  const side = (daily: ReadonlyMap<Day, number>) => {
    const done = sumOver(daily, { from: range.from, to: through });
    return { done, rest: foreseeRest({ range, through, daily, actual: done, planned: lengthOf }) };
  };
  const [over, under] = [side(sides.over), side(sides.under)];
  const near = Math.abs((sides.factor * over.done) / under.done - actual) <= 1e-6 * Math.abs(actual);
  if (!over.rest || !under.rest || !near || under.done + under.rest.value === 0) return null;
  const base = under.rest.value / (under.done + under.rest.value);
  const value = (sides.factor * (over.done + over.rest.value)) / (under.done + under.rest.value);
  const misses = ratioMisses(over.rest, under.rest, sides.factor, daysLeft(input));
  return around(input, `${over.rest.name} over ${under.rest.name}`, value, spreadOfMean(misses, base));
}

/** What the quotient of two foreseen sums missed on the past. The days of the two are numbered apart. */
function ratioMisses(over: Foreseen, under: Foreseen, factor: number, horizon: number): Misses | null {
  const shift = over.days.place(under.days.day(0));
  const past = { first: Math.max(0, -shift, under.first, over.first - shift), end: under.days.end };
  return rollingMisses(past, horizon, (origin, length) => {
    const [more, base] = [over.foresee(origin + shift, length), under.foresee(origin, length)];
    const seen = under.days.sum(origin, origin + length);
    if (more === null || !base || seen === 0) return null;
    return factor * (over.days.sum(origin + shift, origin + shift + length) / seen - more / base);
  });
}

/** Only the days left can still move the level to date, so its uncertainty shrinks with their share of the goal. */
function forecastLevel(input: ForecastInput, actual: number): Forecast {
  const { from } = input.range;
  const misses = rollingMisses({ first: FIRST_STRETCH, end: lengthOf({ from, to: input.through }) }, daysLeft(input), (origin, length) => {
    const before = meanOver(input.daily, { from, to: addDays(from, origin - 1) });
    const seen = meanOver(input.daily, { from: addDays(from, origin), to: addDays(from, origin + length - 1) });
    return before === null || seen === null ? null : seen - before;
  });
  return around(input, 'level to date', actual, spreadOfMean(misses, daysLeft(input) / lengthOf(input.range)));
}

function forecastDrift(input: ForecastInput, actual: number): Forecast {
  const { daily, range, through } = input;
  const known = [...daily.keys()].filter((day) => day >= range.from && day <= through).sort();
  const foresee = (last: Day, length: number) => {
    const days = known.filter((day) => day <= last);
    const [first, end] = [days[0], days.at(-1)];
    if (first === undefined || end === undefined || first === end) return null;
    const level = daily.get(end)!;
    return level + ((level - daily.get(first)!) / daysBetween(first, end)) * (daysBetween(end, last) + length);
  };
  const left = daysLeft(input);
  const value = foresee(through, left);
  if (value === null) return around(input, 'last level', actual, null);
  const misses = rollingMisses({ first: FIRST_STRETCH, end: lengthOf({ from: range.from, to: through }) }, left, (origin, length) => {
    const foreseen = foresee(addDays(range.from, origin - 1), length);
    const seen = daily.get(addDays(range.from, origin + length - 1));
    return foreseen === null || seen === undefined ? null : seen - foreseen;
  });
  return around(input, 'last level with drift', value, misses && { sd: missOver(misses, left), df: misses.count - 1 });
}

/** The spread of a mean of which `share` is still to come, from what means of blocks missed. */
function spreadOfMean(misses: Misses | null, share: number): Spread | null {
  return misses && { sd: misses.root * share, df: misses.count - 1 };
}

function around(input: ForecastInput, method: string, value: number, spread: Spread | null): Forecast {
  if (spread === null) return { value, interval: null, probabilityToHit: null, method, reason: wordsOf(input).tooYoung(), spread: null };
  return { value, ...rangeAround(input, value, spread), method, reason: null };
}

/** The interval around a value that is so far off, and the chance to hit with it. */
export function rangeAround(
  input: ForecastInput,
  value: number,
  spread: Spread,
): Pick<Forecast, 'interval' | 'probabilityToHit' | 'spread'> {
  const { sd, df } = spread;
  const reach = sd === 0 ? 0 : studentUpperQuantile((1 - LEVEL) / 2, df) * sd;
  return {
    interval: { low: value - reach, high: value + reach, level: LEVEL },
    probabilityToHit: probabilityToHit(input, value, sd, df),
    spread,
  };
}

function settled(input: ForecastInput, actual: number): Forecast {
  return { ...around(input, 'final', actual, { sd: 0, df: 1 }), reason: null };
}

function wordsOf({ locale = 'EN' }: ForecastInput) {
  return FORECAST_WORDS[locale];
}

function nothing(reason: string): Forecast {
  return { value: null, interval: null, probabilityToHit: null, method: 'none', reason, spread: null };
}

function daysLeft({ range, through }: ForecastInput): number {
  return daysBetween(through, range.to);
}

function meanOver(daily: ReadonlyMap<Day, number>, range: DayRange): number | null {
  const values: number[] = [];
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    const value = daily.get(day);
    if (value !== undefined) values.push(value);
  }
  return values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
}
