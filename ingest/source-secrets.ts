import type { Session } from '../src/database/session';
import { seal, unseal } from '../src/lib/seal';

/** What a source's secrets are sealed for: they open for no other source and in no other workspace. */
export function sealContext(workspaceId: number, sourceKey: string): string {
  return `workspace ${workspaceId} source ${sourceKey}`;
}

/** The bytes in which a source's secrets are stored; null when it has none. */
export function sealSecrets(secrets: Readonly<Record<string, string>>, key: Buffer, context: string): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : seal(JSON.stringify(secrets), key, context);
}

/** The secrets of a source by name. Throws when they were sealed with another key or for another source. */
export function openSecrets(sealed: Buffer | null, key: Buffer, context: string): Record<string, string> {
  return sealed === null ? {} : JSON.parse(unseal(sealed, key, context));
}

/** Replaces one secret of a source, leaving the others. */
export async function saveSecret(session: Session, sourceId: number, key: Buffer, secret: { name: string; value: string }): Promise<void> {
  const [row] = await session.query<{ key: string; secrets: Buffer | null }>(
    'SELECT key, secrets FROM hub.source WHERE workspace_id = $1 AND id = $2 FOR UPDATE',
    [session.workspaceId, sourceId],
  );
  if (!row) throw new Error(`source: there is no source ${sourceId}`);
  const context = sealContext(session.workspaceId, row.key);
  const secrets = { ...openSecrets(row.secrets, key, context), [secret.name]: secret.value };
  await session.execute('UPDATE hub.source SET secrets = $3 WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    sourceId,
    sealSecrets(secrets, key, context),
  ]);
}
