import type { Session } from '../database/session';

/** Throws when the workspace has no source of that key: an empty list would look like a source without anything to list. */
export async function assertSource(session: Session, key: string | undefined): Promise<void> {
  if (key === undefined) return;
  const found = await session.query('SELECT FROM hub.source WHERE workspace_id = $1 AND key = $2', [session.workspaceId, key]);
  if (found.length === 0) throw new Error(`source: there is no source "${key}"`);
}
