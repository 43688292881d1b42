import { type FindOptionsWhere, In, IsNull } from 'typeorm';
import { Goal } from '../../entities/plan/Goal';
import { Plan } from '../../entities/plan/Plan';
import type { Session } from '../database/session';
import { goalTargetOf } from './goal-row';
import type { GoalTarget } from './goal-target';
import { readMonths } from './read-months';
import { type TargetPath, targetPath } from './target-path';

/** A stored goal with its plan and its target over time. */
export interface PlannedGoal {
  readonly goal: Goal;
  readonly plan: Plan;
  readonly target: GoalTarget;
  readonly path: TargetPath;
}

/** Goals in force (not archived) that meet the demands, by year and in the order of their plans. */
export async function readGoals(session: Session, demands: FindOptionsWhere<Goal> = {}): Promise<PlannedGoal[]> {
  const { workspaceId, manager } = session;
  const goals = await manager.find(Goal, { where: { workspaceId, archivedAt: IsNull(), ...demands }, order: { position: 'ASC' } });
  const plans = await manager.find(Plan, { where: { workspaceId, id: In([...new Set(goals.map(({ planId }) => planId))]) } });
  const months = await readMonths(
    session,
    goals.map(({ id }) => id),
  );
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  return goals.map((goal) => planned(goal, planOf.get(goal.planId)!, months.get(goal.id) ?? [])).sort((a, b) => a.plan.year - b.plan.year);
}

function planned(goal: Goal, plan: Plan, months: Parameters<typeof goalTargetOf>[1]): PlannedGoal {
  const target = goalTargetOf(goal, months);
  return { goal, plan, target, path: targetPath(target) };
}
