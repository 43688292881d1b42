import type { Session } from '../database/session';
import { addDays, type Day, daysBetween } from '../lib/day';
import type { AlertSettings } from './alert-rules';
import { type Condition, detailsOf, plainly } from './condition';

interface SourceRow {
  readonly key: string;
  readonly name: string;
}

/** Sources whose last runs have all failed. */
export async function findFailing(session: Session, { runs }: AlertSettings['SOURCE_FAILING']): Promise<Condition[]> {
  const rows = await session.query<SourceRow & { failed: number; run: number; error: string | null }>(
    `SELECT s.key, s.name, f.failed, f.run, f.error FROM hub.source s CROSS JOIN LATERAL (
       SELECT count(*)::integer AS failed, max(r.id) AS run, (array_agg(r.error ORDER BY r.id DESC))[1] AS error FROM hub.ingest_run r
       WHERE r.workspace_id = s.workspace_id AND r.source_id = s.id AND r.status = 'FAILED' AND r.id > coalesce((
         SELECT max(w.id) FROM hub.ingest_run w
         WHERE w.workspace_id = s.workspace_id AND w.source_id = s.id AND w.status IN ('SUCCEEDED', 'PARTIAL')), 0)) f
     WHERE s.workspace_id = $1 AND s.enabled AND s.schedule <> '' AND f.failed >= $2 ORDER BY s.key`,
    [session.workspaceId, runs],
  );
  return rows.map(({ key, name, failed, run, error }) => ({
    kind: 'SOURCE_FAILING',
    thing: key,
    level: 'FAILING',
    details: detailsOf({ subject: plainly(name), source: key, value: failed, expected: runs, numbers: { run }, said: error }),
  }));
}

/** Sources on a schedule whose last complete day lies too far back; of one that never had any, since it was connected. */
export async function findStale(session: Session, { days }: AlertSettings['SOURCE_STALE'], today: Day): Promise<Condition[]> {
  const rows = await session.query<SourceRow & { day: Day }>(
    `SELECT key, name, coalesce(fresh_to, created_at::date) AS day FROM hub.source
     WHERE workspace_id = $1 AND enabled AND schedule <> '' AND coalesce(fresh_to, created_at::date) < $2 ORDER BY key`,
    [session.workspaceId, addDays(today, -days)],
  );
  return rows.map(({ key, name, day }) => ({
    kind: 'SOURCE_STALE',
    thing: key,
    level: 'STALE',
    details: detailsOf({ subject: plainly(name), source: key, day, value: daysBetween(day, today), expected: days }),
  }));
}

/** Sources of which many records were quarantined lately and still wait. */
export async function findQuarantine(session: Session, rule: AlertSettings['QUARANTINE'], now: Date): Promise<Condition[]> {
  const rows = await session.query<SourceRow & { waiting: number; reason: string }>(
    `SELECT s.key, s.name, q.waiting, q.reason FROM hub.source s JOIN (
       SELECT source_id, count(*)::integer AS waiting, (array_agg(reason ORDER BY id))[1] AS reason FROM hub.quarantine
       WHERE workspace_id = $1 AND replayed_at IS NULL AND quarantined_at > $3 GROUP BY source_id HAVING count(*) >= $2) q ON q.source_id = s.id
     WHERE s.workspace_id = $1 ORDER BY s.key`,
    [session.workspaceId, rule.records, new Date(now.getTime() - rule.hours * 3_600_000)],
  );
  return rows.map(({ key, name, waiting, reason }) => ({
    kind: 'QUARANTINE',
    thing: key,
    level: 'GROWING',
    details: detailsOf({
      ...{ subject: plainly(name), source: key, value: waiting, expected: rule.records, numbers: { hours: rule.hours } },
      said: reason,
    }),
  }));
}
