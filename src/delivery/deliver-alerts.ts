import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { alertText } from '../alerts/alert-text';
import { ALERT_WORDS } from '../alerts/alert-words';
import type { AlertDetails, AlertKind } from '../alerts/condition';
import { type DestinationFormat, openDestination } from '../alerts/destinations';
import { inWorkspace, type Session } from '../database/session';
import type { SecretKey } from '../lib/seal';
import type { Asker } from '../metrics/question';
import { type Message, requestOf } from './request-of';
import { sendTelling } from './send-telling';

/** What delivering works with; `key` opens destinations; the machine's clock when none is given. */
export interface DeliverDeps {
  readonly database: DataSource;
  readonly key: SecretKey;
  readonly log: Logger;
  readonly now?: () => Date;
}

interface Workspace {
  readonly id: number;
  readonly key: string;
}

/** A delivery that is due, with what it says and where it goes. */
interface Due {
  readonly id: number;
  readonly attempts: number;
  readonly destination: string;
  readonly format: DestinationFormat;
  readonly secrets: Buffer;
  readonly private_hosts: string[];
  readonly locale: Asker['locale'];
  readonly alert_id: number | null;
  readonly kind: AlertKind | null;
  readonly thing: string | null;
  readonly level: string | null;
  readonly state: string | null;
  readonly details: AlertDetails | null;
  readonly at: Date | null;
  readonly opened_at: Date | null;
  readonly no: number | null;
}

/** A minute, doubled each time, six hours at most: after twelve attempts a day has passed. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** So often it is tried before it is given up. */
export const MOST_ATTEMPTS = 12;
/** A delivery whose worker has gone is taken up by another one after so long. */
const LEASE = '2 minutes';

/** Sends what is due in every workspace, until nothing more is; returns how many messages were taken by their receivers. */
export async function deliverAlerts(deps: DeliverDeps): Promise<number> {
  const now = () => deps.now?.() ?? new Date();
  const workspaces: Workspace[] = await deps.database.query('SELECT id, key FROM hub.workspaces_to_tell($1)', [now()]);
  let taken = 0;
  for (const workspace of workspaces) {
    // A receiver that is down keeps the others waiting once, not once for each of its messages.
    const down: string[] = [];
    for (;;) {
      const due = await inWorkspace(deps.database, workspace.id, (session) => claim(session, now(), down));
      if (!due) break;
      if (await deliver(deps, workspace, due, now())) taken += 1;
      else down.push(due.destination);
    }
  }
  return taken;
}

/** The changes of an alert reach a destination in their order: none is claimed while an earlier one waits. */
async function claim(session: Session, now: Date, down: readonly string[]): Promise<Due | undefined> {
  const [due] = await session.query<Due>(
    `UPDATE hub.alert_delivery d SET lease_until = clock_timestamp() + $2::interval, attempts = attempts + 1
     FROM (
       SELECT n.id FROM hub.alert_delivery n JOIN hub.alert_destination t ON t.workspace_id = n.workspace_id AND t.key = n.destination AND t.enabled
       WHERE n.workspace_id = $1 AND n.status = 'QUEUED' AND n.next_at <= $3 AND coalesce(n.lease_until < clock_timestamp(), true) AND n.destination <> ALL ($4)
         AND NOT EXISTS (SELECT FROM hub.alert_delivery e WHERE e.workspace_id = n.workspace_id AND e.destination = n.destination
           AND e.alert_id = n.alert_id AND e.change_no < n.change_no AND e.status = 'QUEUED')
       ORDER BY n.id LIMIT 1 FOR UPDATE OF n SKIP LOCKED) c,
       hub.workspace w
     WHERE d.workspace_id = $1 AND d.id = c.id AND w.id = $1 RETURNING d.id, d.attempts, d.destination, d.alert_id, d.change_no AS no, w.locale`,
    [session.workspaceId, LEASE, now, down],
  );
  if (!due) return undefined;
  const [more] = await session.query<Due>(
    `SELECT t.format, t.secrets, t.private_hosts, a.kind, a.thing, a.opened_at, c.level, c.state, c.details, c.at
     FROM hub.alert_destination t LEFT JOIN hub.alert a ON a.workspace_id = t.workspace_id AND a.id = $3
     LEFT JOIN hub.alert_change c ON c.workspace_id = a.workspace_id AND c.alert_id = a.id AND c.no = $4 WHERE t.workspace_id = $1 AND t.key = $2`,
    [session.workspaceId, due.destination, due.alert_id, due.no],
  );
  return { ...more!, ...due };
}

async function deliver(deps: DeliverDeps, workspace: Workspace, due: Due, now: Date): Promise<boolean> {
  const error = await attempt(deps, workspace, due, now);
  await inWorkspace(deps.database, workspace.id, (session) => finish(session, due, error, now));
  if (error !== null)
    deps.log.warn({ destination: due.destination, delivery: due.id, attempt: due.attempts, error }, 'an alert was not taken');
  return error === null;
}

/** Why it was not taken; null when it was. What cannot even be sent (a key that does not open the destination) is told like any other failure. */
async function attempt({ key }: DeliverDeps, workspace: Workspace, due: Due, now: Date): Promise<string | null> {
  try {
    const secrets = openDestination(workspace.id, key, due.destination, due.secrets);
    return await sendTelling(requestOf(due.format, secrets, messageOf(workspace, due), now), secrets, due.private_hosts);
  } catch (error) {
    return (error as Error).message;
  }
}

async function finish(session: Session, { id, attempts }: Due, error: string | null, now: Date): Promise<void> {
  const status = error === null ? 'DELIVERED' : attempts >= MOST_ATTEMPTS ? 'DEAD' : 'QUEUED';
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
  await session.execute(
    `UPDATE hub.alert_delivery SET status = $3, error = $4, lease_until = NULL, next_at = CASE WHEN $3 = 'QUEUED' THEN $5::timestamptz ELSE next_at END,
       finished_at = CASE WHEN $3 = 'QUEUED' THEN NULL ELSE $6::timestamptz END
     WHERE workspace_id = $1 AND id = $2`,
    [session.workspaceId, id, status, error, new Date(now.getTime() + wait), now],
  );
}

function messageOf(workspace: Workspace, due: Due): Message {
  const id = `alert-${workspace.id}-${due.id}`;
  const { alert_id: alertId, kind, level, details, locale } = due;
  if (alertId === null || kind === null || level === null || details === null)
    return { id, ...ALERT_WORDS[locale].test, document: { event: 'TEST', workspace: workspace.key } };
  const { subject: _, ...numbers } = details;
  const event = due.no === 1 ? 'OPENED' : due.state === 'CLOSED' ? 'CLOSED' : 'CHANGED';
  const alert = { id: alertId, kind, thing: due.thing, level, state: due.state, openedAt: due.opened_at, at: due.at, ...numbers };
  return { id, ...alertText({ id: alertId, kind, level, details }, locale), document: { event, workspace: workspace.key, alert } };
}
