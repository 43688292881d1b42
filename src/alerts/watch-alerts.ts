import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../database/session';
import { type Day, dayIn } from '../lib/day';
import type { Asker } from '../metrics/question';
import { type AlertRule, type AlertSettings, alertRules } from './alert-rules';
import type { AlertKind, Found } from './condition';
import { findCrises } from './find-crises';
import { findGoals } from './find-goals';
import { findFailing, findQuarantine, findStale } from './find-sources';
import { findUnusualDays } from './find-unusual-days';
import { forgetAlerts } from './forget-alerts';
import { isBeingFilled, type LateSources, lateSources } from './late-sources';
import { recordFound } from './record-found';

/** What watching works with; the machine's clock when none is given. */
export interface WatchDeps {
  readonly database: DataSource;
  readonly log: Logger;
  readonly now?: () => Date;
  /** Numbers that changed are judged again after so long; five minutes when not given. */
  readonly everyMs?: number;
}

interface Workspace {
  readonly id: number;
  readonly key: string;
  readonly time_zone: string;
}

const USUALLY_EVERY_MS = 5 * 60_000;
/** A look whose worker has gone is taken up by another one after so long. */
const LEASE = '10 minutes';
/** Kinds that follow from the record of pulling, which is cheap to look at; the others follow from facts. */
const OF_PULLING = new Set<AlertKind>(['SOURCE_FAILING', 'SOURCE_STALE', 'QUARANTINE']);

/** Looks in every workspace for what is wrong, and records it. A workspace that somebody else looks at is left to them, one that fails keeps no other waiting. */
export async function watchAlerts(deps: WatchDeps): Promise<void> {
  const workspaces: Workspace[] = await deps.database.query('SELECT id, key, time_zone FROM hub.workspaces()');
  for (const workspace of workspaces) {
    const last = await inWorkspace(deps.database, workspace.id, claim);
    if (!last) continue;
    const inside = (work: (session: Session) => Promise<unknown>) => inWorkspace(deps.database, workspace.id, work);
    try {
      await look(deps, workspace, last);
    } catch (error) {
      deps.log.error({ error, workspace: workspace.key }, 'alerts could not be watched for; it is tried again');
    } finally {
      await inside(({ execute, workspaceId }) =>
        execute('UPDATE hub.alert_watch SET lease_until = NULL WHERE workspace_id = $1', [workspaceId]),
      );
    }
  }
}

interface LastLook {
  readonly state: string;
  readonly lookedAt: Date | null;
}

async function claim(session: Session): Promise<LastLook | undefined> {
  await session.execute('INSERT INTO hub.alert_watch (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING', [session.workspaceId]);
  const [last] = await session.query<LastLook>(
    `UPDATE hub.alert_watch SET lease_until = clock_timestamp() + $2::interval
     WHERE workspace_id = $1 AND coalesce(lease_until < clock_timestamp(), true) RETURNING state, looked_at AS "lookedAt"`,
    [session.workspaceId, LEASE],
  );
  return last;
}

async function look(deps: WatchDeps, { id, key, time_zone: timeZone }: Workspace, last: LastLook): Promise<void> {
  const { database, log, everyMs = USUALLY_EVERY_MS } = deps;
  const now = deps.now?.() ?? new Date();
  const today = dayIn(timeZone, now);
  const [row] = await database.query('SELECT state FROM hub.find_callers(ARRAY[]::bytea[], ARRAY[$1])', [key]);
  const state = `${today} ${row.state}`;
  const isDue = state !== last.state && (last.lookedAt === null || Math.abs(now.getTime() - last.lookedAt.getTime()) >= everyMs);
  const { rules, late, judged } = await inWorkspace(database, id, (session) => toBeWatched(session, today, isDue));
  let failures = 0;
  for (const rule of rules) {
    // Each for itself: what cannot be looked at keeps nothing else from being told.
    try {
      const found = await inWorkspace(database, id, (session) => find(session, rule, { today, locale: 'EN' }, now, late), {
        snapshot: true,
      });
      await inWorkspace(database, id, (session) => recordFound(session, [rule.kind], found, now));
    } catch (error) {
      failures += 1;
      log.error({ error, workspace: key, kind: rule.kind }, 'alerts of a kind could not be watched for; it is tried again');
    }
  }
  // What failed is tried again, but no more often than what is new.
  if (judged)
    await inWorkspace(database, id, async (session) => {
      await forgetAlerts(session, now);
      await session.execute('UPDATE hub.alert_watch SET state = $2, looked_at = $3 WHERE workspace_id = $1', [
        id,
        failures === 0 ? state : '',
        now,
      ]);
    });
}

/** The rules that are looked at now: those of numbers only where they are due and no source is pulled for the first time. */
async function toBeWatched(
  session: Session,
  today: Day,
  isDue: boolean,
): Promise<{ rules: AlertRule[]; late: LateSources; judged: boolean }> {
  const judged = isDue && !(await isBeingFilled(session));
  const rules = (await alertRules(session)).filter(({ enabled, kind }) => enabled && (judged || OF_PULLING.has(kind)));
  return { rules, late: judged ? await lateSources(session, today) : new Map(), judged };
}

async function find(session: Session, { kind, settings }: AlertRule, asker: Asker, now: Date, late: LateSources): Promise<Found> {
  const sure = async (conditions: Promise<Found['conditions']>) => ({ conditions: await conditions, unsure: [] });
  switch (kind) {
    case 'CRISIS':
      return findCrises(session, settings as AlertSettings['CRISIS'], asker, late);
    case 'GOAL':
      return findGoals(session, settings as AlertSettings['GOAL'], asker, late);
    case 'UNUSUAL_DAY':
      return findUnusualDays(session, settings as AlertSettings['UNUSUAL_DAY'], asker, late);
    case 'SOURCE_FAILING':
      return sure(findFailing(session, settings as AlertSettings['SOURCE_FAILING']));
    case 'SOURCE_STALE':
      return sure(findStale(session, settings as AlertSettings['SOURCE_STALE'], asker.today));
    case 'QUARANTINE':
      return sure(findQuarantine(session, settings as AlertSettings['QUARANTINE'], now));
  }
}
