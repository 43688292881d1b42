import type { Session } from '../database/session';
import { addDays, type Day } from '../lib/day';

/** Yesterday is pulled in the course of today, and search platforms take up to three days more to answer for a day in full. */
const LATE_AFTER_DAYS = 4;

/** The names of sources that are late, by the fact's table that they feed. */
export type LateSources = ReadonlyMap<string, readonly string[]>;

/** The sources on a schedule that have given rows of a fact and have not answered for the last days; one statement. */
export async function lateSources(session: Session, today: Day): Promise<LateSources> {
  const rows = await session.query<{ fact: string; names: string[] }>(
    `SELECT d.fact, array_agg(DISTINCT s.name ORDER BY s.name) AS names
     FROM (SELECT DISTINCT fact, source_id FROM rollup.source_day WHERE workspace_id = $1) d
     JOIN hub.source s ON s.workspace_id = $1 AND s.id = d.source_id
     WHERE s.enabled AND s.schedule <> '' AND (s.fresh_to IS NULL OR s.fresh_to < $2) GROUP BY d.fact`,
    [session.workspaceId, addDays(today, -LATE_AFTER_DAYS)],
  );
  return new Map(rows.map(({ fact, names }) => [fact, names]));
}

/** Those of them that feed one of some tables. */
export function lateOf(late: LateSources, tables: readonly string[]): string[] {
  return [...new Set(tables.flatMap((table) => late.get(table) ?? []))].sort();
}

/** Whether the first pull of a source is under way: numbers are then no evidence of anything. */
export async function isBeingFilled(session: Session): Promise<boolean> {
  const [row] = await session.query<{ filling: boolean }>(
    `SELECT EXISTS (SELECT FROM hub.source s JOIN hub.ingest_run r ON r.workspace_id = s.workspace_id AND r.source_id = s.id
       WHERE s.workspace_id = $1 AND s.enabled AND s.schedule <> '' AND s.fresh_to IS NULL AND r.status IN ('QUEUED', 'RUNNING')) AS filling`,
    [session.workspaceId],
  );
  return row!.filling;
}
