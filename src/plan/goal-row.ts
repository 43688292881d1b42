import type { Goal } from '../../entities/plan/Goal';
import type { Aggregation, Direction, GoalTarget, Phasing, TargetPeriod } from './goal-target';
import { localNames } from './local-names';
import type { PlanGoal } from './plan-file';

/** What a plan file says of a goal, as its row keeps it; where it stands in the tree is not part of it. */
export type GoalRow = Omit<Goal, 'workspaceId' | 'id' | 'planId' | 'parentId' | 'position'>;

/** The row of a goal of a plan file. */
export function goalRowOf(goal: PlanGoal): GoalRow {
  return {
    key: goal.key,
    title: localNames(goal.title),
    section: goal.section && { key: goal.section.key, title: localNames(goal.section.title) },
    owner: goal.owner,
    metric: goal.metric,
    unit: goal.unit,
    aggregation: goal.aggregation,
    filters: goal.where.map(({ dimension, values }) => ({ dimension, values: [...values] })),
    better: goal.better,
    startDay: goal.range.from,
    endDay: goal.range.to,
    target: goal.target,
    baseline: goal.baseline,
    bandLow: goal.band?.low ?? null,
    bandHigh: goal.band?.high ?? null,
    phasing: goal.split.phasing,
    calendar: {
      weekend: [...goal.calendar.weekend].sort(),
      holidays: [...goal.calendar.holidays].sort(),
      workdays: [...goal.calendar.workdays].sort(),
    },
    partial: goal.partial,
    archivedAt: null,
  };
}

/** The target that a stored goal and its months make. The months are as they were stored, whichever split once gave them. */
export function goalTargetOf(goal: Goal, months: readonly TargetPeriod[]): GoalTarget {
  const { bandLow, bandHigh, calendar } = goal;
  return {
    range: { from: goal.startDay, to: goal.endDay },
    aggregation: goal.aggregation as Aggregation,
    better: goal.better as Direction,
    target: goal.target,
    baseline: goal.baseline,
    band: bandLow === null || bandHigh === null ? null : { low: bandLow, high: bandHigh },
    step: 1n,
    split: { method: 'MANUAL', phasing: goal.phasing as Phasing, months: months.map(({ target }) => target) },
    calendar: { weekend: new Set(calendar.weekend), holidays: new Set(calendar.holidays), workdays: new Set(calendar.workdays) },
  };
}
