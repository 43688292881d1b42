import { type Day, type DayRange, startOf, type Unit } from '../lib/day';
import type { Filter } from '../metrics/question';
import { metricOf } from '../metrics/registry';
import type { PlannedGoal } from './read-goals';
import type { Series, SeriesNeed } from './read-series';

/** How a goal's actual over some days comes about: the metric over them, or one number made of its days or months. */
interface ActualRule {
  readonly grain?: 'DAY' | 'MONTH';
  readonly reduce?: (values: readonly number[]) => number;
}

/**
 * SUM and RATIO: the metric over the whole range, a ratio being the sum over the sum. END_OF_PERIOD: the newest level; for a metric that is
 * no level itself, its value in the latest month that has one. AVERAGE: the mean of the days that have a value; of a ratio, the ratio over all of
 * them. MIN and MAX: the lowest and highest day.
 */
function ruleOf({ goal, target }: PlannedGoal): ActualRule {
  const metric = metricOf(goal.metric);
  const isLevel = metric.leaves.every(({ aggregate }) => aggregate === 'last');
  switch (target.aggregation) {
    case 'SUM':
    case 'RATIO':
      return {};
    case 'END_OF_PERIOD':
      return isLevel ? {} : { grain: 'MONTH', reduce: (values) => values.at(-1)! };
    case 'AVERAGE':
      return isLevel || metric.additivity !== 'NONE' ? { grain: 'DAY', reduce: mean } : {};
    case 'MIN':
      return { grain: 'DAY', reduce: (values) => Math.min(...values) };
    case 'MAX':
      return { grain: 'DAY', reduce: (values) => Math.max(...values) };
  }
}

/** Whether the goal's actual over a range is the sum of its days. */
export function addsUp({ goal, target }: PlannedGoal): boolean {
  return target.aggregation === 'SUM' && metricOf(goal.metric).additivity !== 'NONE';
}

/** What has to be asked for a goal's actual over a range; with `cut`, also over the range's buckets. */
export function needOf(planned: PlannedGoal, range: DayRange, cut?: Unit): SeriesNeed {
  const { goal, plan } = planned;
  const grain = finer(ruleOf(planned).grain, cut);
  return { metric: goal.metric, where: filtersOf(planned), range, currency: plan.currency, ...(grain ? { grain } : {}) };
}

/** A goal's actual over the whole range of an answered need. */
export function actualOf(planned: PlannedGoal, series: Series): number | null {
  const { reduce } = ruleOf(planned);
  if (!reduce) return series.whole?.value ?? null;
  return series.buckets.size === 0 ? null : reduce(inOrder(series.buckets));
}

/** The id of the shown number that the actual of an answered need is; null when it is made of several. */
export function lineageOf(planned: PlannedGoal, series: Series): string | null {
  return ruleOf(planned).reduce ? null : (series.whole?.lineage ?? null);
}

/** A goal's actual over each bucket of `cut` by the bucket's first day, of a need that was asked with the same `cut`. */
export function actualsOf(planned: PlannedGoal, series: Series, cut: Unit): ReadonlyMap<Day, number> {
  const { grain, reduce } = ruleOf(planned);
  if (!reduce || grain === cut || cut === finer(grain, cut)) return series.buckets;
  const groups = Map.groupBy([...series.buckets].sort(byDay), ([day]) => startOf(cut, day));
  return new Map([...groups].map(([day, entries]) => [day, reduce(entries.map(([, value]) => value))]));
}

/** A goal's filters as questions have them. */
export function filtersOf({ goal }: PlannedGoal): Filter[] {
  return goal.filters.map(({ dimension, values }) => ({ dimension: dimension as Filter['dimension'], op: 'IN', values: [...values] }));
}

function finer(a: 'DAY' | 'MONTH' | undefined, b: Unit | undefined): Unit | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a === 'DAY' || b === 'QUARTER' || b === 'YEAR' ? a : b;
}

function inOrder(buckets: ReadonlyMap<Day, number>): number[] {
  return [...buckets].sort(byDay).map(([, value]) => value);
}

function byDay([a]: [Day, number], [b]: [Day, number]): number {
  return a < b ? -1 : 1;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b) / values.length;
}
