import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';

/** The views for analysts, written from the registry: this floor knows no metrics, and so reads what was written. */
export const DOOR_SCRIPT = path.join(__dirname, 'door.sql');

/**
 * Makes the views of schema `analytics` as the script says, unless they are so already. They follow the registry and not a numbered migration,
 * so that a metric stays one statement. Where the roles are missing, or are not the owner's to use, there is no SQL for analysts, and everything else works.
 */
export async function applyDoor(owner: DataSource, log?: Logger): Promise<void> {
  const script = readFileSync(DOOR_SCRIPT, 'utf8');
  const version = `brandhub ${createHash('sha256').update(script).digest('hex')}`;
  const [found] = await owner.query(
    `SELECT obj_description('analytics'::regnamespace, 'pg_namespace') AS version,
       (SELECT count(*) FROM pg_roles WHERE rolname IN ('brandhub_door', 'brandhub_analyst'))::integer AS roles,
       EXISTS (SELECT FROM pg_roles d, pg_roles me WHERE d.rolname = 'brandhub_door' AND me.rolname = current_user AND NOT me.rolsuper
         AND pg_has_role(d.oid, 'USAGE')) AS inherits`,
  );
  if (found.version === version) return;
  if (found.roles < 2) {
    log?.warn('no SQL for analysts: expected the roles brandhub_door and brandhub_analyst, or an owner that may make roles');
    return;
  }
  if (found.inherits) {
    // The policies of the door would hold for the owner too, which then sees no workspace at all.
    log?.warn('no SQL for analysts: the owner inherits the role brandhub_door; expected a grant WITH INHERIT FALSE, or none');
    return;
  }
  try {
    await makeViews(owner, script, version);
  } catch (error) {
    // The roles belong to another hub of the same server: this one goes without.
    if ((error as { code?: unknown }).code !== '42501') throw error;
    log?.warn(
      { error },
      'no SQL for analysts: the owner may not take the role brandhub_door; expected a grant of it WITH ADMIN TRUE, INHERIT FALSE',
    );
    return;
  }
  log?.info('views for analysts made');
}

async function makeViews(owner: DataSource, script: string, version: string): Promise<void> {
  await owner.transaction(async (manager) => {
    // Only while views change hands: a member for good would inherit the door's policies, which let an owner see nothing.
    await manager.query('GRANT brandhub_door TO CURRENT_USER; GRANT CREATE ON SCHEMA analytics TO brandhub_door');
    await manager.query(script);
    await manager.query('REVOKE CREATE ON SCHEMA analytics FROM brandhub_door; REVOKE brandhub_door FROM CURRENT_USER');
    await manager.query(`COMMENT ON SCHEMA analytics IS '${version}'`);
  });
}
