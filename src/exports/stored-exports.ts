import { SavedQuery } from '../../entities/research/SavedQuery';
import type { Session } from '../database/session';
import type { Asker } from '../metrics/question';
import type { Format } from './formats';

/** An export as it is asked for. */
export interface ExportDraft {
  readonly savedQueryId: number;
  readonly version: number | null;
  readonly format: Format;
  readonly locale: Asker['locale'];
  /** A cron expression; empty: only by hand. */
  readonly schedule: string;
}

/** An export with what became of its last run. */
export interface StoredExport extends ExportDraft {
  readonly id: number;
  readonly key: string;
  readonly settledTo: Date;
  readonly status: string | null;
  readonly file: string | null;
  readonly rows: number | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

/** Keeps an export; returns its id. */
export async function addExport(session: Session, draft: ExportDraft, now: Date): Promise<number> {
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.export (workspace_id, saved_query_id, version, format, locale, schedule, settled_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [session.workspaceId, draft.savedQueryId, draft.version, draft.format, draft.locale, draft.schedule, now],
  );
  return row?.id as number;
}

/** The exports of the workspace, the oldest first. */
export function storedExports(session: Session): Promise<StoredExport[]> {
  return session.query<StoredExport>(
    `SELECT e.id, q.key, e.saved_query_id AS "savedQueryId", e.version, e.format, e.locale, e.schedule, e.settled_to AS "settledTo",
       r.status, r.file, r.rows, r.finished_at AS "finishedAt", r.error
     FROM hub.export e JOIN hub.saved_query q ON q.workspace_id = e.workspace_id AND q.id = e.saved_query_id
     LEFT JOIN LATERAL (SELECT * FROM hub.export_run r WHERE r.workspace_id = e.workspace_id AND r.export_id = e.id ORDER BY r.id DESC LIMIT 1) r ON true
     WHERE e.workspace_id = $1 AND e.removed_at IS NULL ORDER BY e.id`,
    [session.workspaceId],
  );
}

/** Ends an export; its files stay. False when there is none. */
export async function removeExport(session: Session, id: number): Promise<boolean> {
  const sql = 'UPDATE hub.export SET removed_at = now() WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL';
  return (await session.execute(sql, [session.workspaceId, id])) > 0;
}

/** A saved query by its id, unless it was deleted. */
export async function savedQueryOf({ manager, workspaceId }: Session, id: number): Promise<SavedQuery | null> {
  const found = await manager.findOne(SavedQuery, { where: { workspaceId, id } });
  return found?.deletedAt ? null : found;
}
