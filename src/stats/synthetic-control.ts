import type { Series } from './difference-in-differences';

/** What would have become of a treated unit, made up from others that were not treated. */
export interface SyntheticControl {
  /** How much each donor counts: 0 to 1, adding up to 1. */
  readonly weights: readonly number[];
  /** The made-up series, for all periods. */
  readonly series: readonly number[];
  /** Treated less made up, for each period from the start on. */
  readonly effects: readonly number[];
  readonly averageEffect: number;
  /** The root of the mean squared error before the start: a fit that is poor here says nothing later. */
  readonly errorBefore: number;
  /** The same from the start on, over that before. */
  readonly errorRatio: number;
}

const MOST_STEPS = 20_000;
const CLOSE = 1e-13;

/**
 * Weights of donors, none negative and 1 together, whose mean follows the treated unit best before the period `start` (Abadie, Diamond & Hainmueller,
 * Journal of the American Statistical Association 105, 2010, on the outcomes alone). By accelerated projected gradients, as the problem is convex.
 * Throws a RangeError without donors, or without periods on either side, or when series differ in length.
 */
export function syntheticControl(treated: Series, donors: readonly Series[], start: number): SyntheticControl {
  if (donors.length === 0) throw new RangeError('syntheticControl: no donors');
  if (donors.some((donor) => donor.length !== treated.length)) throw new RangeError('syntheticControl: series of different lengths');
  if (!(start >= 1 && start < treated.length)) throw new RangeError(`syntheticControl: start ${start} of ${treated.length} periods`);
  const weights = fitted(
    treated.slice(0, start),
    donors.map((donor) => donor.slice(0, start)),
  );
  const series = treated.map((_, period) => dot(weights, donors, period));
  const gaps = treated.map((value, period) => value - series[period]!);
  const effects = gaps.slice(start);
  const errorBefore = rootMeanSquare(gaps.slice(0, start));
  const averageEffect = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
  return { weights, series, effects, averageEffect, errorBefore, errorRatio: rootMeanSquare(effects) / errorBefore };
}

/**
 * The share of units, the treated one included, that stand out as much as it does when each donor is treated in pretence and the others make it up: the
 * p-value of the permutation of error ratios. With n donors it cannot be below 1 / (n + 1).
 */
export function placeboPValue(treated: Series, donors: readonly Series[], start: number): number {
  const own = syntheticControl(treated, donors, start).errorRatio;
  const pretended = donors.map((donor, at) => syntheticControl(donor, donors.toSpliced(at, 1), start).errorRatio);
  return (1 + pretended.filter((ratio) => ratio >= own).length) / (donors.length + 1);
}

/** What placebos make of an average effect. */
export interface PlaceboInterval {
  readonly low: number;
  readonly high: number;
  /** What the interval holds at least; below 1 − α where there are too few donors for that. */
  readonly level: number;
  /** As of {@link placeboPValue}. */
  readonly pValue: number;
}

/**
 * The average effect with an interval from the donors' own: each donor is treated in pretence, and what it then seems to have gained, over its error
 * before, is what chance does. The k-th largest of n holds the truth with k / (n + 1) where the treated unit is like the donors. Null below two donors.
 */
export function placeboInterval(treated: Series, donors: readonly Series[], start: number, alpha = 0.05): PlaceboInterval | null {
  if (donors.length < 2) return null;
  const own = syntheticControl(treated, donors, start);
  const pretended = donors.map((donor, at) => syntheticControl(donor, donors.toSpliced(at, 1), start));
  const spreads = pretended.map(({ averageEffect, errorBefore }) => Math.abs(averageEffect) / errorBefore).sort((a, b) => a - b);
  const [n, wanted] = [donors.length, Math.ceil((1 - alpha) * (donors.length + 1))];
  const place = Math.min(wanted, n);
  const margin = spreads[place - 1]! * own.errorBefore;
  const pValue = (1 + pretended.filter(({ errorRatio }) => errorRatio >= own.errorRatio).length) / (n + 1);
  return { low: own.averageEffect - margin, high: own.averageEffect + margin, level: Math.min(place / (n + 1), 1 - alpha), pValue };
}

/** Least squares on the simplex. */
function fitted(target: Series, donors: readonly Series[]): number[] {
  const gram = donors.map((a) => donors.map((b) => inner(a, b)));
  const wanted = donors.map((donor) => inner(donor, target));
  // No step longer than one over the largest eigenvalue, which the largest row sum bounds.
  const step = 1 / Math.max(...gram.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)), Number.MIN_VALUE);
  let weights = donors.map(() => 1 / donors.length);
  let ahead = weights;
  let momentum = 1;
  for (let at = 0; at < MOST_STEPS; at += 1) {
    const next = ontoSimplex(ahead.map((weight, row) => weight - step * (inner(gram[row]!, ahead) - wanted[row]!)));
    const moved = Math.max(...next.map((weight, row) => Math.abs(weight - weights[row]!)));
    const growing = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    // Momentum that leads uphill is given up, so that the steps settle.
    const uphill = next.reduce((sum, weight, row) => sum + (ahead[row]! - weight) * (weight - weights[row]!), 0) > 0;
    ahead = uphill ? next : next.map((weight, row) => weight + ((momentum - 1) / growing) * (weight - weights[row]!));
    momentum = uphill ? 1 : growing;
    weights = next;
    if (moved < CLOSE) break;
  }
  return weights;
}

/** The nearest point whose parts are not negative and add up to 1 (Duchi, Shalev-Shwartz, Singer & Chandra, ICML 2008). */
function ontoSimplex(point: readonly number[]): number[] {
  const sorted = [...point].sort((a, b) => b - a);
  let sum = 0;
  let cut = 0;
  for (const [at, value] of sorted.entries()) {
    sum += value;
    const candidate = (sum - 1) / (at + 1);
    if (value > candidate) cut = candidate;
  }
  return point.map((value) => Math.max(value - cut, 0));
}

function dot(weights: readonly number[], donors: readonly Series[], period: number): number {
  return donors.reduce((sum, donor, at) => sum + weights[at]! * donor[period]!, 0);
}

function inner(a: Series, b: Series): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

function rootMeanSquare(values: Series): number {
  return Math.sqrt(inner(values, values) / values.length);
}
