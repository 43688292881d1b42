import type { Session } from '../database/session';

/** An alert that has been over for so many days is forgotten: a year can still be looked back on. */
const KEPT_DAYS = 400;
const DAY_MS = 86_400_000;
/** So many at a time: what is left over goes with the next look. */
const MOST = 1_000;

/** Takes out alerts that ended long ago, with their changes and deliveries, and tests of destinations as old; returns how many alerts went. Those that are not over stay, however old. */
export async function forgetAlerts(session: Session, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const over = await session.query<{ id: number }>(
    `SELECT id FROM hub.alert WHERE workspace_id = $1 AND changed_at < $2 AND ended_at < $2 ORDER BY changed_at LIMIT ${MOST} FOR UPDATE`,
    [session.workspaceId, before],
  );
  await session.execute(
    `DELETE FROM hub.alert_delivery WHERE workspace_id = $1 AND alert_id IS NULL AND status <> 'QUEUED' AND finished_at < $2`,
    [session.workspaceId, before],
  );
  if (over.length === 0) return 0;
  const gone = [session.workspaceId, over.map(({ id }) => id)];
  for (const [table, id] of [
    ['alert_delivery', 'alert_id'],
    ['alert_change', 'alert_id'],
    ['alert', 'id'],
  ])
    await session.execute(`DELETE FROM hub.${table} WHERE workspace_id = $1 AND ${id} = ANY ($2)`, gone);
  return over.length;
}
