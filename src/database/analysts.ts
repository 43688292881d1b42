import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** Someone who reads one workspace with SQL. */
export interface Analyst {
  readonly id: number;
  readonly workspace: string;
  readonly name: string;
  readonly login: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** A new login, and what else its holder could do because the database lets everyone. */
export interface NewAnalyst extends Pick<Analyst, 'id' | 'name' | 'login'> {
  /** The one time that the password is told. */
  readonly connectionString: string;
  readonly openDoors: readonly string[];
}

/** What a session starts with. All but the connection limit can be set otherwise by the session itself; {@link LONGEST_WORK} cannot. */
const DEFAULTS: Readonly<Record<string, string>> = {
  search_path: 'analytics',
  default_transaction_read_only: 'on',
  statement_timeout: '60s',
  idle_in_transaction_session_timeout: '60s',
  idle_session_timeout: '1h',
};
const CONNECTIONS = 5;

/** How long a transaction of an analyst may last, whatever the session has set: the worker ends it then. */
export const LONGEST_WORK = '5 minutes';

/** Makes a login that reads the workspace, as the owner of the database. */
export async function createAnalyst(ownerUrl: string, workspaceId: number, name: string): Promise<NewAnalyst> {
  const login = `bh_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(24).toString('base64url');
  return asOwner(ownerUrl, async (owner) => {
    await requireDoor(owner);
    const { rows } = await owner.query<{ id: number }>(
      'INSERT INTO hub.analyst (workspace_id, name, login) VALUES ($1, $2, $3) RETURNING id',
      [workspaceId, name, login],
    );
    await owner.query(`SET LOCAL password_encryption = 'scram-sha-256'`);
    for (const statement of roleStatements(login, password, await databaseOf(owner))) await owner.query(statement);
    const openDoors = await openDoorsOf(owner, login);
    return { id: rows[0]?.id as number, name, login, connectionString: urlFor(ownerUrl, login, password), openDoors };
  });
}

/** The analysts of a workspace, also those whose login was taken back. */
export async function analystsOf(ownerUrl: string, workspaceId: number): Promise<Analyst[]> {
  return asOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<Analyst>(
      `SELECT a.id, w.key AS workspace, a.name, a.login, a.created_at AS "createdAt", a.revoked_at AS "revokedAt"
       FROM hub.analyst a JOIN hub.workspace w ON w.id = a.workspace_id WHERE a.workspace_id = $1 ORDER BY a.id`,
      [workspaceId],
    );
    return rows;
  });
}

/** Takes a login back: it sees nothing from now on, whoever is logged in is cut off, and nobody logs in again. False when there is none in force. */
export async function revokeAnalyst(ownerUrl: string, workspaceId: number, id: number): Promise<boolean> {
  return asOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ login: string }>(
      'UPDATE hub.analyst SET revoked_at = now() WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING login',
      [workspaceId, id],
    );
    const login = rows[0]?.login;
    if (login === undefined) return false;
    const role = escapeIdentifier(login);
    await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [login]);
    await owner.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(await databaseOf(owner))} FROM ${role}`);
    await owner.query(`DROP ROLE ${role}`);
    return true;
  });
}

function roleStatements(login: string, password: string, database: string): string[] {
  const role = escapeIdentifier(login);
  return [
    `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT ${CONNECTIONS}
       PASSWORD ${escapeLiteral(password)} IN ROLE brandhub_analyst`,
    // Whoever is to end a login's work has to be a member of it.
    `GRANT ${role} TO CURRENT_USER`,
    `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${role}`,
    ...Object.entries(DEFAULTS).map(([setting, value]) => `ALTER ROLE ${role} SET ${setting} = ${escapeLiteral(value)}`),
  ];
}

async function requireDoor(owner: Client): Promise<void> {
  const { rows } = await owner.query(`SELECT to_regclass('analytics.workspace') IS NOT NULL AS ready`);
  if (rows[0]?.ready) return;
  throw new Error(
    'there are no views for analysts: expected the roles brandhub_door and brandhub_analyst, or an owner that may make roles',
  );
}

/** A database of one's own is closed to everyone else; one that is given may not be. */
async function openDoorsOf(owner: Client, login: string): Promise<string[]> {
  const { rows } = await owner.query<{ temporary: boolean; schemas: string[] }>(
    `SELECT has_database_privilege($1, current_database(), 'TEMPORARY') AS temporary,
       ARRAY(SELECT nspname::text FROM pg_namespace WHERE has_schema_privilege($1, oid, 'CREATE') ORDER BY 1) AS schemas`,
    [login],
  );
  return [
    ...(rows[0]?.temporary ? ['make temporary tables (REVOKE TEMPORARY ON DATABASE … FROM PUBLIC)'] : []),
    ...(rows[0]?.schemas ?? []).map((schema) => `make tables in schema ${schema} (REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC)`),
  ];
}

async function databaseOf(owner: Client): Promise<string> {
  return (await owner.query<{ name: string }>('SELECT current_database() AS name')).rows[0]?.name as string;
}

function urlFor(ownerUrl: string, login: string, password: string): string {
  return Object.assign(new URL(ownerUrl), { username: login, password }).href;
}

/** One transaction over a connection of its own. */
async function asOwner<T>(ownerUrl: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'brandhub' });
  await owner.connect();
  try {
    await owner.query('BEGIN');
    const result = await work(owner);
    await owner.query('COMMIT');
    return result;
  } finally {
    // Ends the transaction too, when it did not come to its end.
    await owner.end();
  }
}
