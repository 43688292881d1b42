import type { Client } from 'pg';
import type { ServerState } from './server-state';
import { DATABASE } from './server-urls';

const ATTRIBUTES = {
  brandhub_owner: 'LOGIN NOSUPERUSER NOCREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS',
  brandhub_app: 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS',
};

/**
 * Makes sure, over a superuser's connection, that the server has the roles `brandhub_owner` and `brandhub_app` and the owner's database
 * `brandhub`, which only these two may enter. Each statement is repeatable: an interrupted first start is completed by the next one.
 */
export async function ensureDatabase(client: Client, passwords: ServerState['passwords']): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT rolname AS name FROM pg_roles UNION ALL SELECT datname FROM pg_database WHERE datname = $1 AND datacl IS NOT NULL',
    [DATABASE],
  );
  const present = new Set(rows.map((row) => row.name));
  for (const [role, attributes] of Object.entries(ATTRIBUTES) as [keyof typeof ATTRIBUTES, string][]) {
    if (!present.has(role)) await client.query(`CREATE ROLE ${role} ${attributes} PASSWORD ${client.escapeLiteral(passwords[role])}`);
  }
  if (!present.has(DATABASE)) await createDatabase(client);
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER brandhub_owner`);
  await client.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE ${DATABASE} TO brandhub_app`);
}
