import type { Session } from './session';

/** Takes the workspace's row: waits for its other writers, keeps them out until the transaction ends, and returns the instant of this change, as text to keep its microseconds. */
export async function becomeOnlyWriter(session: Session): Promise<string> {
  const [row] = await session.query<{ instant: string }>(
    `SELECT greatest(clock_timestamp(), recorded_at + interval '1 microsecond')::text AS instant FROM hub.workspace WHERE id = $1 FOR UPDATE`,
    [session.workspaceId],
  );
  if (!row) throw new Error(`workspace: there is no workspace ${session.workspaceId}`);
  return row.instant;
}

/** Tells readers that there is something new, recorded at that instant. */
export async function moveVersion(session: Session, recordedAt: string): Promise<void> {
  await session.execute('UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = $2::timestamptz WHERE id = $1', [
    session.workspaceId,
    recordedAt,
  ]);
}
