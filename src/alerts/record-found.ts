import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../database/session';
import { type AlertDetails, type AlertKind, type Condition, type Found, OVER, rankOf } from './condition';
import { type AlertState, addChange, type Change } from './record-change';

interface Standing {
  readonly id: number;
  readonly kind: AlertKind;
  readonly thing: string;
  readonly level: string;
  readonly state: AlertState;
  readonly details: AlertDetails;
}

/**
 * Records what a look at some kinds found: what is new opens an alert, one for each thing; what got worse or better changes it; what is not there any more,
 * and was judged, ends it. Each change is recorded, and told unless a person had closed the alert. The same again changes nothing.
 */
export async function recordFound(session: Session, kinds: readonly AlertKind[], found: Found, now: Date): Promise<void> {
  const standing = await session.query<Standing>(
    `SELECT id, kind, thing, level, state, details FROM hub.alert WHERE workspace_id = $1 AND ended_at IS NULL AND kind = ANY ($2) ORDER BY id FOR UPDATE`,
    [session.workspaceId, kinds],
  );
  const left = new Map(standing.map((alert) => [`${alert.kind} ${alert.thing}`, alert]));
  for (const condition of found.conditions) {
    const name = `${condition.kind} ${condition.thing}`;
    const alert = left.get(name);
    left.delete(name);
    await (alert ? goOn(session, alert, condition, now) : open(session, condition, now));
  }
  const unsure = new Set(found.unsure);
  for (const [name, alert] of left) if (!unsure.has(name) && !unsure.has(`${alert.kind} *`)) await end(session, alert, now);
}

async function open(session: Session, { kind, thing, level, details, silentUntil }: Condition, now: Date): Promise<void> {
  const [made] = await session.query<{ id: number }>(
    `INSERT INTO hub.alert (workspace_id, kind, thing, level, state, details, opened_at, changed_at) VALUES ($1, $2, $3, $4, 'OPEN', $5, $6, $6)
     ON CONFLICT (workspace_id, kind, thing) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
    [session.workspaceId, kind, thing, level, JSON.stringify(details), now],
  );
  // Whoever looked at the same moment has opened and told it.
  if (made) await addChange(session, made.id, { at: now, level, state: 'OPEN', details, silentUntil: silentUntil ?? null, isTold: true });
}

async function goOn(session: Session, alert: Standing, { kind, level, details, silentUntil }: Condition, now: Date): Promise<void> {
  // Of a thing that a person has closed, only what is worse, or another day, is news.
  const isNews = rankOf(kind, level) > rankOf(kind, alert.level) || (kind === 'UNUSUAL_DAY' && details.day !== alert.details.day);
  const state = alert.state === 'CLOSED' && isNews ? 'OPEN' : alert.state;
  if (level !== alert.level || state !== alert.state) {
    const told = state !== 'CLOSED';
    return move(session, alert.id, { at: now, level, state, details, silentUntil: silentUntil ?? null, isTold: told });
  }
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(details)), alert.details)) return;
  await session.execute('UPDATE hub.alert SET details = $3 WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    alert.id,
    JSON.stringify(details),
  ]);
}

/** The numbers stay those by which it was last wrong. */
async function end(session: Session, { id, state, details }: Standing, now: Date): Promise<void> {
  await session.execute('UPDATE hub.alert SET ended_at = $3 WHERE workspace_id = $1 AND id = $2', [session.workspaceId, id, now]);
  await move(session, id, { at: now, level: OVER, state: 'CLOSED', details, isTold: state !== 'CLOSED' });
}

async function move(session: Session, id: number, change: Change): Promise<void> {
  await session.execute('UPDATE hub.alert SET level = $3, state = $4, details = $5, changed_at = $6 WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    id,
    change.level,
    change.state,
    JSON.stringify(change.details),
    change.at,
  ]);
  await addChange(session, id, change);
}
