import type { Session } from '../../src/database/session';

/** The last state of a source that was told, as JSON text; null when none was. */
export async function lastState(session: Session, sourceKey: string): Promise<string | null> {
  const [row] = await session.query<{ state: string }>(
    `SELECT (r.position->'state')::text AS state FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id
     WHERE r.workspace_id = $1 AND s.key = $2 AND jsonb_typeof(r.position->'state') <> 'null' ORDER BY r.id DESC LIMIT 1`,
    [session.workspaceId, sourceKey],
  );
  return row?.state ?? null;
}
