import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPostmaster, stopPostmaster } from '../../src/database/embedded/postmaster';
import { isAlive } from '../../src/database/embedded/process-identity';
import { readState } from '../../src/database/embedded/server-state';
import { startEmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { createLog } from '../../src/lib/log';

/** The PostgreSQL of one Jest run: its three roles' URLs with `*` for the database's name, the template's name, and the end of it all. */
export interface TestServer {
  ownerUrl: string;
  appUrl: string;
  superuserUrl: string;
  template: string;
  stop(): Promise<void>;
}

const HOME = 'brandhub-jest-';
/** Tests may lose their data to a power cut, and are over before housekeeping pays. */
const HASTY = {
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '1h',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  max_connections: '200',
  // Passwords of tests need not withstand guessing, and every connection of a test pays for the rounds.
  scram_iterations: '1',
};

/** Starts an embedded PostgreSQL in a temporary home folder and removes those of runs that were killed. */
export async function embeddedServer(): Promise<TestServer> {
  await removeAbandoned();
  const home = await mkdtemp(join(tmpdir(), HOME));
  // Root's server runs as another user, who has to reach it.
  await chmod(home, 0o755);
  const forget = () => rm(home, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({ home, log: createLog('warn'), settings: HASTY });
    const anyDatabase = (url: string) => withDatabase(url, '*');
    const stop = () => server.stop().finally(forget);
    const { ownerUrl, appUrl, superuserUrl } = server;
    return {
      ownerUrl: anyDatabase(ownerUrl),
      appUrl: anyDatabase(appUrl),
      superuserUrl: anyDatabase(superuserUrl),
      template: 'brandhub',
      stop,
    };
  } catch (error) {
    await forget();
    throw error;
  }
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const home = join(tmpdir(), name);
    const state = name.startsWith(HOME) ? await readState(home).catch(() => undefined) : undefined;
    if (!state || state.users.length === 0 || state.users.some(isAlive)) continue;
    const running = await findPostmaster(join(home, 'postgres'));
    if (running) await stopPostmaster(running.process);
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * Uses the server that TEST_DATABASE_URL names, which must be one for tests only: the roles brandhub_owner and brandhub_app get a known password.
 * Everything of this run has a name of its own, and is dropped at the end.
 */
export async function givenServer(url: string): Promise<TestServer> {
  const password = 'brandhub-test';
  const template = `brandhub_test_${randomUUID().slice(0, 8)}`;
  await asSuperuser(url, async (client) => {
    for (const [role, attributes] of [
      ['brandhub_owner', 'CREATEROLE'],
      ['brandhub_app', 'NOCREATEROLE'],
    ]) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(`${verb} ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB ${attributes} PASSWORD '${password}'`);
    }
    await client.query(`CREATE DATABASE ${template} OWNER brandhub_owner TEMPLATE template0`);
  });
  const as = (user: string) => withDatabase(Object.assign(new URL(url), { username: user, password }).href, '*');
  const urls = { ownerUrl: as('brandhub_owner'), appUrl: as('brandhub_app'), superuserUrl: withDatabase(url, '*') };
  return { ...urls, template, stop: () => asSuperuser(url, (client) => dropAll(client, template)) };
}

async function dropAll(client: Client, template: string): Promise<void> {
  await client.query(`ALTER DATABASE ${template} IS_TEMPLATE false`);
  const { rows } = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)', [
    template,
  ]);
  for (const { name } of rows) await client.query(`DROP DATABASE "${name}" WITH (FORCE)`);
}

/** The same URL for another database. */
export function withDatabase(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

/** Runs `work` over a connection of its own. */
export async function asSuperuser<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
