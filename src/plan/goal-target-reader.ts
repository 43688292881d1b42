import type { Session } from '../database/session';
import { addDays, type Day, type DayRange, daysBetween, endOf, lengthOf } from '../lib/day';
import type { Asked } from '../metrics/asked';
import type { DimensionValue, MetricName } from '../metrics/question';
import { snapshotOf } from '../metrics/snapshot';
import type { RowTarget, TargetReader } from '../metrics/target-reader';
import { amount } from './evaluate-goals';
import { planRateTo } from './plan-rate-to';
import { type PlannedGoal, readGoals } from './read-goals';

type AskedRow = { readonly period: Day | null; readonly dimensions: readonly DimensionValue[] };

/**
 * Targets for `compare: TARGET` from the goals in force: a row has a metric's target where a goal has that metric, the very filters of the row
 * (the question's with the row's own values) and days that hold all of the row's. Of several the first in the plan counts. Money in another
 * currency than the plan's is converted at the plan's rates; without one there is no target.
 */
export const goalTargets: TargetReader = {
  async targetsOf(session, asked, rows, today) {
    const goals = (await readGoals(session)).filter(({ goal }) => asked.select.includes(goal.metric));
    const inCurrency = await rateReader(session, asked);
    const found: ReadonlyMap<MetricName, RowTarget>[] = [];
    for (const row of rows) found.push(await targetsOfRow(goals, asked, row, inCurrency, today));
    return found;
  },
};

async function targetsOfRow(
  goals: readonly PlannedGoal[],
  asked: Asked,
  row: AskedRow,
  inCurrency: RateOf,
  today: Day,
): Promise<Map<MetricName, RowTarget>> {
  const targets = new Map<MetricName, RowTarget>();
  const filters = filtersText([...asked.where, ...row.dimensions.map(({ dimension, key }) => ({ dimension, values: [key] }))]);
  if (asked.where.some(({ op }) => op !== 'IN')) return targets;
  const range = rangeOf(asked, row.period);
  for (const planned of goals) {
    const { goal, path } = planned;
    const fits = goal.startDay <= range.from && goal.endDay >= range.to && filtersText(goal.filters) === filters;
    const target = fits && !targets.has(goal.metric) ? path.over(range) : null;
    const rate = target === null ? null : await inCurrency(planned);
    if (target !== null && rate !== null) targets.set(goal.metric, rowTarget(planned, range, amount(target), rate, today));
  }
  return targets;
}

function rowTarget({ target: { aggregation }, path }: PlannedGoal, range: DayRange, target: number, rate: number, today: Day): RowTarget {
  const yesterday = addDays(today, -1);
  const past = { from: range.from, to: range.to < yesterday ? range.to : yesterday };
  const due = past.to < past.from ? null : path.over(past);
  return {
    target: target * rate,
    due: due === null ? null : amount(due) * rate,
    isTotal: aggregation === 'SUM',
    days: lengthOf(range),
    daysLeft: daysBetween(past.to < past.from ? addDays(range.from, -1) : past.to, range.to),
  };
}

/** The days of a row: its bucket, cut to the range. */
function rangeOf({ range, grain }: Asked, period: Day | null): DayRange {
  if (period === null || !grain) return range;
  const end = endOf(grain, period);
  return { from: period > range.from ? period : range.from, to: end < range.to ? end : range.to };
}

/** Filters as one text, the same for the same meaning; two filters on one dimension leave what both admit. */
function filtersText(filters: readonly { readonly dimension: string; readonly values: readonly string[] }[]): string {
  const admitted = new Map<string, string[]>();
  for (const { dimension, values } of filters) {
    const before = admitted.get(dimension);
    admitted.set(dimension, [...new Set(values)].filter((value) => !before || before.includes(value)).sort());
  }
  return JSON.stringify([...admitted].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type RateOf = (planned: PlannedGoal) => Promise<number | null>;

async function rateReader(session: Session, asked: Asked): Promise<RateOf> {
  const currency = asked.currency ?? (await snapshotOf(session)).currency;
  const known = new Map<number, Promise<number | null>>();
  return async ({ goal, plan }) => {
    if (goal.unit !== 'MONEY' || plan.currency === currency) return 1;
    const rate = known.get(plan.id) ?? planRateTo(session, plan, currency);
    known.set(plan.id, rate);
    return rate;
  };
}
