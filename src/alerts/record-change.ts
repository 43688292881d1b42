import type { Session } from '../database/session';
import type { Day } from '../lib/day';
import { BadQuestion } from '../metrics/BadQuestion';
import type { AlertDetails } from './condition';

/** How an alert stands with people. CLOSED: a person has done with it, or it is over. */
export const ALERT_STATES = ['OPEN', 'ACKNOWLEDGED', 'CLOSED'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** A change of an alert; `by` is null where the numbers made it. One that is told waits for the end of a silence. */
export interface Change {
  readonly at: Date;
  readonly level: string;
  readonly state: AlertState;
  readonly details: AlertDetails;
  readonly by?: string;
  readonly note?: string | null;
  readonly silentUntil?: Day | null;
  readonly isTold: boolean;
}

/** Records a change of an alert and, where it is told, queues it for every destination of its kind: in one transaction, so that neither is without the other. */
export async function addChange(session: Session, alertId: number, change: Change): Promise<void> {
  const { at, level, state, details, by = null, note = null, silentUntil = null, isTold } = change;
  const [{ no } = { no: 0 }] = await session.query<{ no: number }>(
    `INSERT INTO hub.alert_change (workspace_id, alert_id, no, at, level, state, by, note, details)
     SELECT $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7, $8 FROM hub.alert_change WHERE workspace_id = $1 AND alert_id = $2 RETURNING no`,
    [session.workspaceId, alertId, at, level, state, by, note, JSON.stringify(details)],
  );
  if (!isTold) return;
  await session.execute(
    `INSERT INTO hub.alert_delivery (workspace_id, destination, alert_id, change_no, next_at)
     SELECT $1, d.key, a.id, $3, greatest($4::timestamptz, ($5::date + 1)::timestamp AT TIME ZONE w.time_zone)
     FROM hub.alert a JOIN hub.workspace w ON w.id = a.workspace_id
     JOIN hub.alert_destination d ON d.workspace_id = a.workspace_id AND d.enabled AND (d.kinds = '{}' OR a.kind = ANY (d.kinds))
     WHERE a.workspace_id = $1 AND a.id = $2 ON CONFLICT DO NOTHING`,
    [session.workspaceId, alertId, no, at, silentUntil],
  );
}

/** A person takes an alert in hand, or has done with it; one that is over stays so. Throws a BadQuestion when there is no such alert. */
export async function decideAlert(
  session: Session,
  id: number,
  { state, by, note, at }: { state: Exclude<AlertState, 'OPEN'>; by: string; note: string | null; at: Date },
): Promise<void> {
  const [alert] = await session.query<{ level: string; state: AlertState; details: AlertDetails; ended: boolean }>(
    'SELECT level, state, details, ended_at IS NOT NULL AS ended FROM hub.alert WHERE workspace_id = $1 AND id = $2 FOR UPDATE',
    [session.workspaceId, id],
  );
  if (!alert) throw new BadQuestion('id', String(id), 'the id of an alert');
  if (alert.ended) throw new BadQuestion('id', String(id), 'an alert that is not over');
  await session.execute('UPDATE hub.alert SET state = $3, owner = $4, changed_at = $5 WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    id,
    state,
    by,
    at,
  ]);
  await addChange(session, id, { at, level: alert.level, state, details: alert.details, by, note, isTold: false });
}
