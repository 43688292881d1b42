import type { Session } from '../database/session';

/** Throws when the workspace tracks no brand of that key: an empty list would look like a brand of which nothing is known. */
export async function assertBrand(session: Session, key: string): Promise<void> {
  const rows = await session.query<{ key: string }>('SELECT key FROM hub.brand WHERE workspace_id = $1 ORDER BY key', [
    session.workspaceId,
  ]);
  const keys = rows.map((row) => row.key);
  if (!keys.includes(key))
    throw new Error(`brand: there is no brand "${key}"; expected one of ${keys.join(', ') || 'none yet: a plan names them'}`);
}
