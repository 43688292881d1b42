import type { Session } from '../src/database/session';
import { isSealedAnew, type SecretKey, seal, unseal } from '../src/lib/seal';

/** What a source's secrets are sealed for: they open for no other source and in no other workspace. */
export function sealContext(workspaceId: number, sourceKey: string): string {
  return `workspace ${workspaceId} source ${sourceKey}`;
}

/** The bytes in which a source's secrets are stored; null when it has none. */
export function sealSecrets(secrets: Readonly<Record<string, string>>, key: SecretKey, context: string): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : seal(JSON.stringify(secrets), key, context);
}

/** The secrets of a source by name. Throws when they were sealed with another key or for another source. */
export function openSecrets(sealed: Buffer | null, key: SecretKey, context: string): Record<string, string> {
  return sealed === null ? {} : JSON.parse(unseal(sealed, key, context));
}

/** Replaces one secret of a source, leaving the others. */
export async function saveSecret(
  session: Session,
  sourceId: number,
  key: SecretKey,
  secret: { name: string; value: string },
): Promise<void> {
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

/** Seals the secrets of every source of the workspace under the key that seals now; returns how many were under an earlier one. */
export async function resealSecrets(session: Session, key: SecretKey): Promise<number> {
  const rows = await session.query<{ id: number; key: string; secrets: Buffer }>(
    'SELECT id, key, secrets FROM hub.source WHERE workspace_id = $1 AND secrets IS NOT NULL ORDER BY id FOR UPDATE',
    [session.workspaceId],
  );
  const stale = rows.filter((row) => !isSealedAnew(row.secrets, key, sealContext(session.workspaceId, row.key)));
  for (const { id, key: sourceKey, secrets } of stale) {
    const context = sealContext(session.workspaceId, sourceKey);
    await session.execute('UPDATE hub.source SET secrets = $3 WHERE workspace_id = $1 AND id = $2', [
      session.workspaceId,
      id,
      sealSecrets(openSecrets(secrets, key, context), key, context),
    ]);
  }
  return stale.length;
}
