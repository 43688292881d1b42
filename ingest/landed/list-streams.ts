import type { Session } from '../../src/database/session';

/** A stream whose records others send. */
export interface StreamView {
  readonly source: string;
  readonly stream: string;
  readonly keys: readonly string[];
  /** The fact that its records become; null while they are kept as they came. */
  readonly target: string | null;
  /** Records that are kept as they came, without those that are deleted. */
  readonly rows: number;
  readonly deleted: number;
  /** Records that wait in quarantine. */
  readonly quarantined: number;
  readonly schemas: number;
  readonly activeVersion: bigint | null;
}

/** The streams of the workspace by source and name, or those of the source with that key. */
export function listStreams(session: Session, sourceKey?: string): Promise<StreamView[]> {
  return session.query(
    `SELECT s.key AS source, t.stream, t.key_properties AS keys, t.mapping->>'target' AS target, r.rows, r.deleted, q.quarantined, t.schemas,
       t.active_version AS "activeVersion"
     FROM hub.landed_stream t JOIN hub.source s ON s.workspace_id = t.workspace_id AND s.id = t.source_id
     CROSS JOIN LATERAL (
       SELECT (count(*) FILTER (WHERE r.deleted_at IS NULL))::float8 AS rows, (count(*) FILTER (WHERE r.deleted_at IS NOT NULL))::float8 AS deleted
       FROM hub.landed_record r WHERE r.workspace_id = t.workspace_id AND r.source_id = t.source_id AND r.stream = t.stream) r
     CROSS JOIN LATERAL (
       SELECT count(*)::float8 AS quarantined FROM hub.quarantine q
       WHERE q.workspace_id = t.workspace_id AND q.source_id = t.source_id AND q.stream = t.stream AND q.replayed_at IS NULL) q
     WHERE t.workspace_id = $1 AND ($2::text IS NULL OR s.key = $2) ORDER BY s.key, t.stream`,
    [session.workspaceId, sourceKey ?? null],
  );
}
