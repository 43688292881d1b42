import type { Session } from '../database/session';

/** A goal's id and the key of an experiment that serves it. */
export interface GoalExperiment {
  readonly goalId: number;
  readonly experiment: string;
}

/** The pairs of goals and experiments with one of these goals, the newest experiment first. */
export function experimentsOfGoals(session: Session, goalIds: readonly number[]): Promise<GoalExperiment[]> {
  return session.query<GoalExperiment>(
    `SELECT v.goal_id AS "goalId", v.experiment FROM hub.goal_experiment v
     JOIN hub.experiment e ON e.workspace_id = v.workspace_id AND e.key = v.experiment
     WHERE v.workspace_id = $1 AND v.goal_id = ANY ($2::integer[]) ORDER BY e.last_day DESC, e.key`,
    [session.workspaceId, goalIds],
  );
}

/** The pairs of goals and experiments with one of these experiments, in the plan's order. */
export function goalsOfExperiments(session: Session, experiments: readonly string[]): Promise<GoalExperiment[]> {
  return session.query<GoalExperiment>(
    `SELECT v.goal_id AS "goalId", v.experiment FROM hub.goal_experiment v
     JOIN hub.goal g ON g.workspace_id = v.workspace_id AND g.id = v.goal_id
     JOIN hub.plan p ON p.workspace_id = g.workspace_id AND p.id = g.plan_id
     WHERE v.workspace_id = $1 AND v.experiment = ANY ($2::text[]) ORDER BY p.year, g.position`,
    [session.workspaceId, experiments],
  );
}
