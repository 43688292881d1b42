import { addDays, type Day, type DayRange, lengthOf } from '../lib/day';
import { ahead, bestSmoothing, type Smoothing, smoothed } from '../stats/forecast/holt-winters';
import { type Blocks, backtest, blocksOf, type Misses } from './backtest';

/** The days of a week, and how many days a season of them has to be learnt from. */
const WEEK = 7;
const FEWEST_SMOOTHED = 56;
const CHOSEN_ANEW = 28;

/** A total that is on its way: its days so far and as far back as there is history, what it has come to, and what was planned for a range of it. */
export interface Underway {
  readonly range: DayRange;
  readonly through: Day;
  readonly daily: ReadonlyMap<Day, number>;
  readonly actual: number;
  readonly planned: (range: DayRange) => number;
}

/** A way to foresee the value of a block of days from the days before it; null when it cannot. */
export interface Method {
  readonly name: string;
  readonly foresee: (block: DayRange) => number | null;
}

/** The way that missed least on the total's own past blocks, with its misses (null where it is too young for a test); null where none can foresee the rest. */
export function bestMethod(input: Underway, rest: DayRange): { method: Method; miss: Misses | null; blocks: Blocks } | null {
  const methods = [phasedRatio(input), seasonalNaive(input), holtWinters(input)].filter((method) => method.foresee(rest) !== null);
  if (methods.length === 0) return null;
  const blocks = blocksOf(input.range.from, input.through, lengthOf(rest));
  const tested = methods.map((method) => ({
    method,
    blocks,
    miss: backtest(blocks, method.foresee, (block) => sumOver(input.daily, block)),
  }));
  return tested.toSorted((a, b) => (a.miss?.root ?? Number.POSITIVE_INFINITY) - (b.miss?.root ?? Number.POSITIVE_INFINITY))[0]!;
}

function phasedRatio({ range, daily, planned, actual, through }: Underway): Method {
  const foresee = (block: DayRange) => {
    const before = { from: range.from, to: addDays(block.from, -1) };
    const done = before.to === through ? actual : sumOver(daily, before);
    const due = planned(before);
    return due > 0 ? (done / due) * planned(block) : null;
  };
  return { name: 'phased ratio', foresee };
}

function seasonalNaive({ daily, range }: Underway): Method {
  const first = [...daily.keys()].sort()[0];
  const enough = first !== undefined && first <= addDays(range.from, -364);
  const foresee = (block: DayRange) => (enough ? sumOver(daily, { from: addDays(block.from, -364), to: addDays(block.to, -364) }) : null);
  return { name: 'seasonal naive', foresee };
}

/** Each block is foreseen from the days before it alone, by a smoothing that is chosen anew every four weeks. */
function holtWinters({ daily }: Underway): Method {
  const first = [...daily.keys()].sort()[0];
  const chosen = new Map<number, Smoothing>();
  const foresee = (days: DayRange) => {
    const known = first === undefined ? [] : valuesOf(daily, { from: first, to: addDays(days.from, -1) });
    if (known.length < FEWEST_SMOOTHED) return null;
    const month = Math.floor(known.length / CHOSEN_ANEW);
    const smoothing = chosen.get(month) ?? bestSmoothing(known.slice(0, month * CHOSEN_ANEW), WEEK);
    chosen.set(month, smoothing);
    const total = ahead(smoothed(known, WEEK, smoothing), lengthOf(days)).reduce((sum, value) => sum + value, 0);
    return known.some((value) => value < 0) ? total : Math.max(0, total);
  };
  return { name: 'damped Holt-Winters', foresee };
}

function valuesOf(daily: ReadonlyMap<Day, number>, { from, to }: DayRange): number[] {
  const values: number[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) values.push(daily.get(day) ?? 0);
  return values;
}

/** The sum of the days of a range; a day without a value is 0. */
export function sumOver(daily: ReadonlyMap<Day, number>, range: DayRange): number {
  let total = 0;
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) total += daily.get(day) ?? 0;
  return total;
}
