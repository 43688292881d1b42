import { addDays, type Day, type DayRange, daysBetween, lengthOf } from '../lib/day';
import { normalCdf } from '../stats/normal';
import { backtest, blocksOf } from './backtest';
import type { Aggregation, Direction } from './goal-target';
import type { AppliedEffect } from './shipped-effects';

/** The share of outcomes that a forecast's interval is meant to hold, and the normal quantile of its upper end. */
const LEVEL = 0.8;
export const LEVEL_QUANTILE = 1.2815515655446004;

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
}

/** Where a goal is heading. `method` names how; with no value, `reason` says why. */
export interface Forecast {
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
  /** The chance that the goal is met; null without an interval. */
  readonly probabilityToHit: number | null;
  readonly method: string;
  readonly reason: string | null;
  /** What experiments that were shipped add to the value; absent where none move the goal. */
  readonly effects?: readonly AppliedEffect[];
}

/** A way to foresee the value of a block of days from the days before it; null when it cannot. */
interface Method {
  readonly name: string;
  readonly foresee: (block: DayRange) => number | null;
}

/**
 * Forecasts the value at the goal's end. SUM goals: the actual plus the foreseen rest, by phased ratio (the plan's shape at the pace so far)
 * or seasonal naive (the same weekday of the year before), whichever missed less when forecasting the goal's own past blocks. RATIO and
 * AVERAGE: the level to date carried forward; END_OF_PERIOD: the last level with its drift. The interval grows from the misses of the backtest,
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
  return aggregation === 'END_OF_PERIOD' ? forecastDrift(input, actual) : forecastLevel(input, actual);
}

/** The chance that a normal outcome around `value` with standard deviation `sd` meets the target: above it (UP), below it (DOWN) or inside the band. */
export function probabilityToHit(goal: Pick<ForecastInput, 'better' | 'target' | 'band'>, value: number, sd: number): number {
  const below = (bound: number) => (sd > 0 ? normalCdf((bound - value) / sd) : value < bound ? 1 : 0);
  if (goal.better === 'UP') return 1 - below(goal.target);
  if (goal.better === 'DOWN') return sd > 0 ? below(goal.target) : Number(value <= goal.target);
  const { low, high } = goal.band ?? { low: goal.target, high: goal.target };
  return sd > 0 ? below(high) - below(low) : Number(value >= low && value <= high);
}

function forecastSum(input: ForecastInput, actual: number): Forecast {
  const rest = restOf(input);
  const methods = [phasedRatio(input), seasonalNaive(input)].filter((method) => method.foresee(rest) !== null);
  if (methods.length === 0) return nothing('nothing was planned so far and there is no year of history to repeat');
  const blocks = blocksOf(input.range.from, input.through, lengthOf(rest));
  const tested = methods.map((method) => ({ method, miss: backtest(blocks, method.foresee, (block) => sumOver(input.daily, block)) }));
  const [best] = tested.toSorted((a, b) => (a.miss ?? Number.POSITIVE_INFINITY) - (b.miss ?? Number.POSITIVE_INFINITY));
  const { method, miss } = best!;
  return around(
    input,
    method.name,
    actual + method.foresee(rest)!,
    miss === null ? null : miss * Math.sqrt(lengthOf(rest) / blocks.length),
  );
}

function phasedRatio({ range, daily, planned, actual, through }: ForecastInput): Method {
  const foresee = (block: DayRange) => {
    const before = { from: range.from, to: addDays(block.from, -1) };
    const done = before.to === through ? actual! : sumOver(daily, before);
    const due = planned(before);
    return due > 0 ? (done / due) * planned(block) : null;
  };
  return { name: 'phased ratio', foresee };
}

function seasonalNaive({ daily, range }: ForecastInput): Method {
  const first = [...daily.keys()].sort()[0];
  const enough = first !== undefined && first <= addDays(range.from, -364);
  const foresee = (block: DayRange) => (enough ? sumOver(daily, { from: addDays(block.from, -364), to: addDays(block.to, -364) }) : null);
  return { name: 'seasonal naive', foresee };
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
  return around(input, 'level to date', actual, miss === null ? null : miss * Math.sqrt(blocks.length / left) * share);
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
  return around(input, 'last level with drift', value, miss === null ? null : miss * Math.sqrt(lengthOf(rest) / blocks.length));
}

function around(input: ForecastInput, method: string, value: number, sd: number | null): Forecast {
  if (sd === null)
    return {
      value,
      interval: null,
      probabilityToHit: null,
      method,
      reason: 'the goal is too young for a backtest, so no interval is given',
    };
  const reach = LEVEL_QUANTILE * sd;
  return {
    value,
    interval: { low: value - reach, high: value + reach, level: LEVEL },
    probabilityToHit: probabilityToHit(input, value, sd),
    method,
    reason: null,
  };
}

function settled(input: ForecastInput, actual: number): Forecast {
  return { ...around(input, 'final', actual, 0), reason: null };
}

function nothing(reason: string): Forecast {
  return { value: null, interval: null, probabilityToHit: null, method: 'none', reason };
}

function restOf({ range, through }: ForecastInput): DayRange {
  return { from: addDays(through, 1), to: range.to };
}

function sumOver(daily: ReadonlyMap<Day, number>, range: DayRange): number {
  let total = 0;
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) total += daily.get(day) ?? 0;
  return total;
}

function meanOver(daily: ReadonlyMap<Day, number>, range: DayRange): number | null {
  const values: number[] = [];
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    const value = daily.get(day);
    if (value !== undefined) values.push(value);
  }
  return values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length;
}
