import { addDays, type Day, type DayRange, daysBetween, lengthOf } from '../lib/day';
import { normalCdf } from '../stats/normal';
import { studentCdf, studentUpperQuantile } from '../stats/student';
import { backtest, blocksOf, type Misses } from './backtest';
import { bestMethod, sumOver } from './forecast-methods';
import type { Aggregation, Direction } from './goal-target';
import type { AppliedEffect } from './shipped-effects';

/** The share of outcomes that a forecast's interval is meant to hold. */
const LEVEL = 0.8;

/** How far off the outcome may be, and over how many misses that was learnt; one is spent on choosing the method. */
export interface Spread {
  readonly sd: number;
  readonly df: number;
}

/** What a goal's end is forecast from. Amounts in the goal's unit. */
export interface ForecastInput {
  readonly aggregation: Aggregation;
  readonly better: Direction;
  readonly range: DayRange;
  /** The last complete day of data. */
  readonly through: Day;
  readonly target: number;
  readonly band: { readonly low: number; readonly high: number } | null;
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
  /** What experiments that were shipped add to the value; absent where none move the goal. */
  readonly effects?: readonly AppliedEffect[];
}

/**
 * Forecasts the value at the goal's end. SUM goals: the actual plus the foreseen rest, by phased ratio (the plan's shape at the pace so far),
 * seasonal naive (the same weekday of the year before) or damped Holt–Winters (level, dying trend and weekdays), whichever missed least when
 * forecasting the goal's own past blocks. RATIO: its sides foreseen so, where they add up, else like AVERAGE the level to date carried forward;
 * END_OF_PERIOD: the last level with its drift. The interval grows from the misses of the backtest,
 * taken as independent from block to block. Extremes (MIN, MAX) are not forecast.
 */
export function forecastOf(input: ForecastInput): Forecast {
  const { actual, range, through, aggregation } = input;
  if (through < range.from) return nothing(`the goal starts on ${range.from} and the data end on ${through}`);
  if (actual === null) return nothing('the metric has no value in the goal so far');
  if (through >= range.to) return settled(input, actual);
  if (aggregation === 'SUM') return forecastSum(input, actual);
  if (aggregation === 'MIN' || aggregation === 'MAX')
    return nothing(`a ${aggregation} goal hangs on one extreme day, which is not forecast`);
  if (aggregation === 'END_OF_PERIOD') return forecastDrift(input, actual);
  return (aggregation === 'RATIO' ? forecastSides(input, actual) : null) ?? forecastLevel(input, actual);
}

/**
 * The chance that an outcome around `value` with standard deviation `sd` meets the target: above it (UP), below it (DOWN) or inside the band. The outcome is
 * normal where the deviation is known, and Student's where it was learnt, with as many degrees of freedom `df`.
 */
export function probabilityToHit(
  goal: Pick<ForecastInput, 'better' | 'target' | 'band'>,
  value: number,
  sd: number,
  df = Number.POSITIVE_INFINITY,
): number {
  const cdf = (z: number) => (df === Number.POSITIVE_INFINITY ? normalCdf(z) : studentCdf(z, df));
  const below = (bound: number) => (sd > 0 ? cdf((bound - value) / sd) : value < bound ? 1 : 0);
  if (goal.better === 'UP') return 1 - below(goal.target);
  if (goal.better === 'DOWN') return sd > 0 ? below(goal.target) : Number(value <= goal.target);
  const { low, high } = goal.band ?? { low: goal.target, high: goal.target };
  return sd > 0 ? below(high) - below(low) : Number(value >= low && value <= high);
}

function forecastSum(input: ForecastInput, actual: number): Forecast {
  const rest = restOf(input);
  const best = bestMethod({ ...input, actual }, rest);
  if (!best) return nothing('nothing was planned so far, and there is neither a year to repeat nor eight weeks to follow');
  const { method, miss, blocks } = best;
  return around(input, method.name, actual + method.foresee(rest)!, grown(miss, Math.sqrt(lengthOf(rest) / blocks.length)));
}

/**
 * The sides of a ratio are foreseen apart, each as it did best so far. The misses are those of the ratio of whole blocks; in the end only the part of the
 * denominator that is still to come can move it. Null where the sides are not known or are not what the ratio to date was made of.
 */
function forecastSides(input: ForecastInput, actual: number): Forecast | null {
  const { range, through, sides } = input;
  if (!sides) return null;
  const sofar = { from: range.from, to: through };
  const rest = restOf(input);
  const side = (daily: ReadonlyMap<Day, number>) => {
    const done = sumOver(daily, sofar);
    return { done, daily, best: bestMethod({ range, through, daily, actual: done, planned: lengthOf }, rest) };
  };
  const [over, under] = [side(sides.over), side(sides.under)];
  const near = Math.abs((sides.factor * over.done) / under.done - actual) <= 1e-6 * Math.abs(actual);
  if (!over.best || !under.best || !near) return null;
  const ratioOf = (above: number | null, below: number | null) => (above !== null && below ? (sides.factor * above) / below : null);
  const [more, base] = [over.best.method.foresee(rest)!, under.best.method.foresee(rest)!];
  const value = ratioOf(over.done + more, under.done + base);
  if (value === null) return null;
  const { blocks } = over.best;
  const miss = backtest(
    blocks,
    (block) => ratioOf(over.best!.method.foresee(block), under.best!.method.foresee(block)),
    (block) => ratioOf(sumOver(over.daily, block), sumOver(under.daily, block)),
  );
  const share = base / (under.done + base);
  const name = `${over.best.method.name} over ${under.best.method.name}`;
  return around(input, name, value, grown(miss, Math.sqrt(blocks.length / lengthOf(rest)) * share));
}

/** Only the days left can still move the level to date, so its uncertainty shrinks with their share of the goal. */
function forecastLevel(input: ForecastInput, actual: number): Forecast {
  const left = lengthOf(restOf(input));
  const blocks = blocksOf(input.range.from, input.through, left);
  const miss = backtest(
    blocks,
    (block) => meanOver(input.daily, { from: input.range.from, to: addDays(block.from, -1) }),
    (block) => meanOver(input.daily, block),
  );
  const share = left / lengthOf(input.range);
  return around(input, 'level to date', actual, grown(miss, Math.sqrt(blocks.length / left) * share));
}

function forecastDrift(input: ForecastInput, actual: number): Forecast {
  const { daily, range, through } = input;
  const rest = restOf(input);
  const known = [...daily.keys()].filter((day) => day >= range.from && day <= through).sort();
  const foresee = (block: DayRange) => {
    const days = known.filter((day) => day < block.from);
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined || first === last) return null;
    const level = daily.get(last)!;
    return level + ((level - daily.get(first)!) / daysBetween(first, last)) * daysBetween(last, block.to);
  };
  const value = foresee(rest);
  if (value === null) return around(input, 'last level', actual, null);
  const blocks = blocksOf(range.from, through, lengthOf(rest));
  const miss = backtest(blocks, foresee, (block) => daily.get(block.to) ?? null);
  return around(input, 'last level with drift', value, grown(miss, Math.sqrt(lengthOf(rest) / blocks.length)));
}

function grown(misses: Misses | null, factor: number): Spread | null {
  return misses && { sd: misses.root * factor, df: misses.count - 1 };
}

function around(input: ForecastInput, method: string, value: number, spread: Spread | null): Forecast {
  if (spread === null)
    return {
      value,
      interval: null,
      probabilityToHit: null,
      method,
      reason: 'the goal is too young for a backtest, so no interval is given',
      spread: null,
    };
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

function nothing(reason: string): Forecast {
  return { value: null, interval: null, probabilityToHit: null, method: 'none', reason, spread: null };
}

function restOf({ range, through }: ForecastInput): DayRange {
  return { from: addDays(through, 1), to: range.to };
}

function meanOver(daily: ReadonlyMap<Day, number>, range: DayRange): number | null {
  const values: number[] = [];
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    const value = daily.get(day);
    if (value !== undefined) values.push(value);
  }
  return values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
}
