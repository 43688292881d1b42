import type { Session } from '../../src/database/session';

/** A version of a stream that its sender has declared complete. */
export interface ActivatedVersion {
  readonly sourceId: number;
  readonly runId: number;
  readonly stream: string;
  /** A whole number, as text. */
  readonly version: string;
  /** Removes what the version leaves out; otherwise it is marked as deleted, once. */
  readonly hardDelete: boolean;
}

/** Deletes the records of older versions, and those without one; returns how many. The caller holds the source. */
export async function activateVersion(
  session: Session,
  { sourceId, runId, stream, version, hardDelete }: ActivatedVersion,
): Promise<number> {
  const place = [session.workspaceId, sourceId, stream, version];
  await session.execute(
    `UPDATE hub.landed_stream SET active_version = greatest(active_version, $4::bigint)
     WHERE workspace_id = $1 AND source_id = $2 AND stream = $3`,
    place,
  );
  const older = 'workspace_id = $1 AND source_id = $2 AND stream = $3 AND (version IS NULL OR version < $4::bigint)';
  if (hardDelete) return session.execute(`DELETE FROM hub.landed_record WHERE ${older}`, place);
  return session.execute(`UPDATE hub.landed_record SET deleted_at = clock_timestamp(), run_id = $5 WHERE ${older} AND deleted_at IS NULL`, [
    ...place,
    runId,
  ]);
}
