import { type Day, type DayRange, lengthOf } from '../lib/day';
import { combine, type Estimate, isExact } from '../stats/forecast/combine';
import { ahead, bestSmoothings, smoothed } from '../stats/forecast/holt-winters';
import { missOver, rollingMisses } from '../stats/forecast/rolling-origin';
import { DayValues } from './day-values';

/** The days of a week, of a year of whole weeks, and from how many on a season of weeks is learnt, anew after as many more. */
const WEEK = 7;
const YEAR = 364;
const EIGHT_WEEKS = 56;
/** What is over sooner lies within one season of the year. */
const SEASON = 91;

/** The method that repeats last year, which knows nothing of what has changed since. */
export const SEASONAL_NAIVE = 'seasonal naive';

/** A total that is on its way: its days so far and as far back as there is history, what it has come to, and what was planned for a range of it. */
export interface Underway {
  readonly range: DayRange;
  readonly through: Day;
  readonly daily: ReadonlyMap<Day, number>;
  readonly actual: number;
  readonly planned: (range: DayRange) => number;
}

/** A way to foresee a total; days are those of {@link DayValues}. */
interface Method {
  readonly name: string;
  /** The first day from which it is tried on the past. */
  readonly first: number;
  /** The total of `length` days from `origin` on, from the days before it alone; null when it cannot. */
  readonly foresee: (origin: number, length: number) => number | null;
  /** What it would have missed of the next `length` days if they went as a year ago, at the level of now; null where that is not known. */
  readonly yearBefore?: (length: number) => number | null;
}

/** The methods of a total together: what they foresee of its rest, how far that may be off, and by how many misses that is known. */
export interface Foreseen extends Method {
  readonly days: DayValues;
  readonly value: number;
  /** Null where the total is too young to be tested. */
  readonly spread: { readonly sd: number; readonly count: number } | null;
  /** The part of the value that repeats last year. */
  readonly repeated: number;
}

/**
 * Foresees the rest of a total by every method that can, each weighed by what it missed on the total's own past, over as many days as are left; the first alone
 * where none can be tested. Null where none can foresee it.
 */
export function foreseeRest(input: Underway): Foreseen | null {
  const { daily, through, range } = input;
  const days = new DayValues(daily, through);
  const left = lengthOf({ from: through, to: range.to }) - 1;
  const able = [phasedRatio(input, days), seasonalNaive(days), holtWinters(days)].flatMap((method) => {
    const value = method.foresee(days.end, left);
    return value === null ? [] : [{ method, value, misses: missesOf(method, days, left) }];
  });
  if (able.length === 0) return null;
  const tested = able.flatMap(({ method, value, misses }) =>
    misses ? [{ method, estimate: withYearBefore(method, left, { value, sd: missOver(misses, left), count: misses.count }) }] : [],
  );
  if (tested.length === 0) return { ...together([able[0]!.method], [1]), days, value: able[0]!.value, spread: null };
  const { value, sd, count, weights } = combine(tested.map(({ estimate }) => estimate));
  return {
    ...together(
      tested.map(({ method }) => method),
      weights,
    ),
    ...{ days, value, spread: { sd, count } },
  };
}

/** A young total knows no season but its own first weeks: what the season of the year before would have made of the rest is one miss more. What never missed repeats by rule. */
function withYearBefore({ yearBefore }: Method, left: number, estimate: Estimate): Estimate {
  const miss = isExact(estimate) ? null : (yearBefore?.(left) ?? null);
  if (miss === null) return estimate;
  const { value, sd, count } = estimate;
  return { value, sd: Math.sqrt((count * sd * sd + miss * miss) / (count + 1)), count: count + 1 };
}

function missesOf({ first, foresee }: Method, days: DayValues, horizon: number) {
  return rollingMisses({ first: Math.max(0, first), end: days.end }, horizon, (origin, length) => {
    const foreseen = foresee(origin, length);
    return foreseen === null ? null : days.sum(origin, origin + length) - foreseen;
  });
}

/** Methods as one by their weights; at an origin where some cannot foresee, the others speak for them. */
function together(methods: readonly Method[], weights: readonly number[]): Method & { readonly repeated: number } {
  const parts = methods.map((method, at) => ({ ...method, weight: weights[at]! })).sort((a, b) => b.weight - a.weight);
  const foresee = (origin: number, length: number) => {
    let [total, weighed] = [0, 0];
    for (const { weight, ...part } of parts) {
      const value = weight > 0 ? part.foresee(origin, length) : null;
      if (value === null) continue;
      total += weight * value;
      weighed += weight;
    }
    return weighed > 0 ? total / weighed : null;
  };
  const said = parts.map(({ name, weight }) => ({ name, percent: Math.round(100 * weight) })).filter(({ percent }) => percent > 0);
  return {
    name: said.length === 1 ? said[0]!.name : said.map(({ name, percent }) => `${name} ${percent} %`).join(', '),
    first: Math.min(...parts.map(({ first }) => first)),
    foresee,
    repeated: parts.find(({ name }) => name === SEASONAL_NAIVE)?.weight ?? 0,
  };
}

/** The plan's shape at the pace so far. */
function phasedRatio({ range, planned, actual }: Underway, days: DayValues): Method {
  const start = days.place(range.from);
  const foresee = (origin: number, length: number) => {
    const done = origin === days.end ? actual : days.sum(start, origin);
    const due = origin > start ? planned(days.range(start, origin)) : 0;
    return due > 0 ? (done / due) * planned(days.range(origin, origin + length)) : null;
  };
  const yearBefore = (length: number) => {
    const [from, origin] = [start - YEAR, days.end - YEAR];
    const rest = foresee(days.end, length);
    const done = days.sum(from, origin);
    if (from < 0 || length <= SEASON || length > YEAR || rest === null || done <= 0) return null;
    return (actual / done) * days.sum(origin, origin + length) - rest;
  };
  return { name: 'phased ratio', first: start + WEEK, foresee, yearBefore };
}

function seasonalNaive(days: DayValues): Method {
  const foresee = (origin: number, length: number) =>
    origin >= YEAR && length <= YEAR ? days.sum(origin - YEAR, origin - YEAR + length) : null;
  return { name: SEASONAL_NAIVE, first: YEAR, foresee };
}

/** Each block is foreseen from the days before it alone, by a smoothing that is chosen anew every eight weeks. */
function holtWinters({ values, end }: DayValues): Method {
  const turns = Array.from({ length: Math.floor(end / EIGHT_WEEKS) }, (_, at) => (at + 1) * EIGHT_WEEKS);
  const floor = values.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  const chosen = turns.length > 0 ? bestSmoothings(values, WEEK, turns) : [];
  // By the number of the day before which the series ends, from the first turn on.
  const followed = turns.flatMap((turn, at) => {
    const ends = Array.from({ length: Math.min(EIGHT_WEEKS, end + 1 - turn) }, (_, day) => turn + day);
    return smoothed(values, WEEK, chosen[at]!, ends);
  });
  const foresee = (origin: number, length: number) => {
    const known = followed[origin - EIGHT_WEEKS];
    return known
      ? Math.max(
          floor,
          ahead(known, length).reduce((sum, value) => sum + value, 0),
        )
      : null;
  };
  return { name: 'damped Holt-Winters', first: EIGHT_WEEKS, foresee };
}
