import type { Session } from '../database/session';
import type { Day } from '../lib/day';
import { microsFromDecimal } from '../lib/money';
import type { TargetPeriod } from './goal-target';

/** The months of goals with their targets, in order, by the goal's id. */
export async function readMonths(session: Session, goalIds: readonly number[]): Promise<Map<number, TargetPeriod[]>> {
  const rows = await session.query<{ goal_id: number; from: Day; to: Day; target: string }>(
    `SELECT goal_id, start_day AS "from", end_day AS "to", target::text AS target FROM hub.goal_period
     WHERE workspace_id = $1 AND goal_id = ANY ($2::integer[]) ORDER BY goal_id, start_day`,
    [session.workspaceId, goalIds],
  );
  const months = new Map<number, TargetPeriod[]>();
  for (const { goal_id, from, to, target } of rows) {
    const known = months.get(goal_id);
    const month = { from, to, target: microsFromDecimal(target) };
    if (known) known.push(month);
    else months.set(goal_id, [month]);
  }
  return months;
}
