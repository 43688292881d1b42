import type { Session } from '../database/session';
import type { Day } from '../lib/day';

/** What a goal aimed at from an instant on, in its unit, and why it was set. */
export interface TargetVersion {
  readonly recordedAt: Date;
  readonly reason: string;
  readonly start: Day;
  readonly end: Day;
  readonly target: number;
}

/** Every target that goals ever had, the oldest first, by the goal's id. */
export async function readTargetVersions(session: Session, goalIds: readonly number[]): Promise<Map<number, TargetVersion[]>> {
  const rows = await session.query<TargetVersion & { goalId: number }>(
    `SELECT goal_id AS "goalId", recorded_at AS "recordedAt", reason, start_day AS start, end_day AS "end", target::double precision AS target
     FROM hub.goal_target_version WHERE workspace_id = $1 AND goal_id = ANY ($2::integer[]) ORDER BY goal_id, version`,
    [session.workspaceId, goalIds],
  );
  return Map.groupBy(rows, ({ goalId }) => goalId);
}
