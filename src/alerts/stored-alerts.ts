import type { Session } from '../database/session';
import type { AlertDetails, AlertKind } from './condition';
import type { AlertState } from './record-change';

/** An alert as it stands. */
export interface StoredAlert {
  readonly id: number;
  readonly kind: AlertKind;
  readonly thing: string;
  readonly level: string;
  readonly state: AlertState;
  readonly details: AlertDetails;
  readonly owner: string | null;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly endedAt: Date | null;
}

/** A change of an alert as it was recorded. */
export interface StoredChange {
  readonly alertId: number;
  readonly no: number;
  readonly at: Date;
  readonly level: string;
  readonly state: AlertState;
  readonly by: string | null;
  readonly note: string | null;
  readonly details: AlertDetails;
}

/** How a change, or a test, goes out to a destination. */
export interface StoredDelivery {
  readonly id: number;
  readonly alertId: number | null;
  readonly changeNo: number | null;
  readonly destination: string;
  readonly status: 'QUEUED' | 'DELIVERED' | 'DEAD';
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly nextAt: Date;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

/** Which alerts: those that meet every demand that is made. `since` is the instant of the last change, `after` the place of the last that was shown. */
export interface AlertFilter {
  readonly states?: readonly AlertState[] | null;
  readonly kinds?: readonly AlertKind[] | null;
  readonly since?: Date | null;
  readonly id?: number;
  readonly after?: { readonly changedAt: string; readonly id: number } | null;
}

/** An alert and its place among all. */
export type PlacedAlert = StoredAlert & { readonly place: string };

const WHERE = `workspace_id = $1 AND ($2::text[] IS NULL OR state = ANY ($2)) AND ($3::text[] IS NULL OR kind = ANY ($3))
  AND ($4::timestamptz IS NULL OR changed_at >= $4) AND ($5::integer IS NULL OR id = $5)`;

/** At most `most` alerts, those that changed last first. */
export function alertsOf(session: Session, filter: AlertFilter, most: number): Promise<PlacedAlert[]> {
  return session.query<PlacedAlert>(
    `SELECT id, kind, thing, level, state, details, owner, opened_at AS "openedAt", changed_at AS "changedAt", ended_at AS "endedAt", changed_at::text AS place
     FROM hub.alert WHERE ${WHERE} AND ($6::timestamptz IS NULL OR (changed_at, id) < ($6, $7)) ORDER BY changed_at DESC, id DESC LIMIT $8`,
    [...demands(session, filter), filter.after?.changedAt ?? null, filter.after?.id ?? null, most],
  );
}

/** How many alerts meet the demands, whatever page they are on. */
export async function countAlerts(session: Session, filter: AlertFilter): Promise<number> {
  const [row] = await session.query<{ count: bigint }>(`SELECT count(*) AS count FROM hub.alert WHERE ${WHERE}`, demands(session, filter));
  return Number(row!.count);
}

function demands({ workspaceId }: Session, { states, kinds, since, id }: AlertFilter): unknown[] {
  return [workspaceId, states ?? null, kinds ?? null, since ?? null, id ?? null];
}

/** The changes of some alerts, each from the first. */
export function changesOf(session: Session, ids: readonly number[]): Promise<StoredChange[]> {
  return session.query<StoredChange>(
    `SELECT alert_id AS "alertId", no, at, level, state, by, note, details FROM hub.alert_change WHERE workspace_id = $1 AND alert_id = ANY ($2) ORDER BY alert_id, no`,
    [session.workspaceId, ids],
  );
}

const DELIVERY = `id, alert_id AS "alertId", change_no AS "changeNo", destination, status, attempts, queued_at AS "queuedAt", next_at AS "nextAt",
  finished_at AS "finishedAt", error`;

/** The deliveries of some alerts, the oldest first. */
export function deliveriesOf(session: Session, ids: readonly number[]): Promise<StoredDelivery[]> {
  return session.query<StoredDelivery>(
    `SELECT ${DELIVERY} FROM hub.alert_delivery WHERE workspace_id = $1 AND alert_id = ANY ($2) ORDER BY id`,
    [session.workspaceId, ids],
  );
}

/** One delivery by its id; null when there is none. */
export async function deliveryOf(session: Session, id: number): Promise<StoredDelivery | null> {
  const [row] = await session.query<StoredDelivery>(`SELECT ${DELIVERY} FROM hub.alert_delivery WHERE workspace_id = $1 AND id = $2`, [
    session.workspaceId,
    id,
  ]);
  return row ?? null;
}
