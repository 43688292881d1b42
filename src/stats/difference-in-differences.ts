import { type Effect, effectOf, type Refusal, refusalOf } from './effect';
import { meanSample } from './sample';
import { totalsOf } from './totals';
import { type TestResult, welchTest } from './welch';

/** One region, shop or other unit: a value for each period, in order, the same periods for all. */
export type Series = readonly number[];

/** How much more the treated units changed than the others, with its test. */
export interface Difference extends TestResult {
  readonly effect: Effect;
}

/** A test before anything happened: what it finds is not the treatment. */
export interface Placebo extends Difference {
  /** The period that the treatment was made up to begin at. */
  readonly start: number;
}

export type DifferenceRefusal = Refusal | 'NO_PERIODS';

/**
 * The difference in differences: how far the means of the treated units moved from before `start` to after it, less how far the others' did. Each unit is
 * one observation, its change of means, so that periods of one unit, which resemble each other, do not count as independent (Bertrand, Duflo &
 * Mullainathan, Quarterly Journal of Economics 119, 2004: the collapsed estimator), and changes are compared by Welch's test. Where there is nothing to
 * compare, the reason. Throws a RangeError when series differ in length.
 */
export function differenceInDifferences(
  treated: readonly Series[],
  others: readonly Series[],
  start: number,
  alpha = 0.05,
): Difference | DifferenceRefusal {
  const periods = (treated[0] ?? others[0])?.length ?? 0;
  if ([...treated, ...others].some((series) => series.length !== periods))
    throw new RangeError(`differenceInDifferences: series of different lengths; the first has ${periods} periods`);
  if (!(start >= 1 && start < periods)) return 'NO_PERIODS';
  const [baseline, changed] = [others, treated].map((units) => meanSample(totalsOf(units.map((series) => change(series, start)))));
  const refusal = refusalOf(baseline!, changed!, 'ABSOLUTE');
  if (refusal) return refusal;
  const effect = effectOf(baseline!, changed!, 'ABSOLUTE');
  return { effect, ...welchTest(effect, alpha) };
}

/**
 * The same for each period at which nothing began, with the periods before `start` only and at least `least` of them on either side. If the groups ran
 * alike, about α of these are significant; if many are, they did not, and neither is the real difference to be believed.
 */
export function placebos(
  treated: readonly Series[],
  others: readonly Series[],
  start: number,
  { least = 2, alpha = 0.05 } = {},
): Placebo[] {
  const before = (units: readonly Series[]) => units.map((series) => series.slice(0, start));
  const starts = Array.from({ length: Math.max(start - 2 * least + 1, 0) }, (_, at) => at + least);
  return starts.flatMap((at) => {
    const found = differenceInDifferences(before(treated), before(others), at, alpha);
    return typeof found === 'string' ? [] : { ...found, start: at };
  });
}

function change(series: Series, start: number): number {
  return mean(series.slice(start)) - mean(series.slice(0, start));
}

function mean(values: Series): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
