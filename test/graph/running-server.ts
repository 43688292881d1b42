import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { Role } from '../../entities/tenancy/ApiKey';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace } from '../../src/database/session';
import { createLog, type Logger } from '../../src/lib/log';
import { rebuildRollups } from '../../src/metrics/refresh-rollups';
import { type RunningServer, type ServerConfig, startServer } from '../../src/server';
import { type TestDatabase, testDatabase } from '../support/database';
import { lockTable, type TableLock } from '../support/table-lock';

/** A server over a database of its own, and what a test asks it with. */
export interface ServerUnderTest {
  url: string;
  database: DataSource;
  ownerUrl: string;
  /** Makes a workspace and returns its id. */
  workspace(key: string): Promise<number>;
  /** Makes an API key of a workspace and returns it. */
  key(workspaceId: number, role?: Role, expiresAt?: Date | null): Promise<string>;
  /** Runs a statement as the database's superuser, whom no row-level security holds. */
  run(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Locks a table until it is released. */
  lock(table: string): Promise<TableLock>;
  /** How many statements with parameters the readings and writings have sent, but for those that ask who calls: so many are `lookups`. */
  statements(): number;
  lookups(): number;
  /** Computes the rollups of workspace 1 anew. */
  rebuild(): Promise<void>;
  /** Asks a query and returns status and body. */
  ask(query: string, options?: AskOptions): Promise<{ status: number; body: Body; text: string }>;
  close(): Promise<void>;
}

export interface AskOptions {
  key?: string;
  variables?: Record<string, unknown>;
  headers?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: the body is whatever the query asked for.
export type Body = { data?: any; errors?: { message: string; path?: unknown[]; extensions: { code: string } }[] };

/** Starts a server on a free port, over a database of its own or the one that is given. 2026-11-23 09:00 in Shanghai is its present unless `config` says otherwise. */
export async function serverUnderTest(
  config: Partial<ServerConfig> = {},
  { log = createLog('silent'), on, ...more }: { log?: Logger; secretKey?: Buffer; on?: TestDatabase } = {},
): Promise<ServerUnderTest> {
  const made = on ?? (await testDatabase());
  const database = applicationDataSource(made.appUrl, { poolSize: 4 });
  await database.initialize();
  const now = () => new Date('2026-11-23T01:00:00Z');
  const server: RunningServer = await startServer({
    database,
    config: { host: '127.0.0.1', port: 0, oidc: null, now, ...config },
    log,
    listenUrl: made.appUrl,
    ...more,
  });
  const counted = countStatements(database);
  const run = made.sql;
  return {
    url: server.url,
    database,
    ownerUrl: made.ownerUrl,
    statements: () => counted.statements,
    lookups: () => counted.lookups,
    rebuild: () => inWorkspace(database, 1, rebuildRollups),
    run,
    lock: (table) => lockTable(made.superuserUrl, table),
    async workspace(key) {
      const [row] = await run('INSERT INTO hub.workspace (key, name) VALUES ($1, $1) RETURNING id', [key]);
      return Number(row?.id);
    },
    key: (workspaceId, role = 'viewer', expiresAt = null) => makeKey(database, workspaceId, role, expiresAt),
    ask: (query, options) => ask(server.url, query, options),
    async close() {
      await server.close();
      await database.destroy();
      await made.drop();
    },
  };
}

interface Bound {
  bind(asked: { statement?: string }): void;
}

/** Counts what the pool's connections send, from now on. */
function countStatements(database: DataSource): { statements: number; lookups: number } {
  const { master } = database.driver as unknown as { master: Pool };
  const count = { statements: 0, lookups: 0 };
  const counted = new WeakSet<PoolClient>();
  master.on('acquire', (client) => {
    if (counted.has(client)) return;
    counted.add(client);
    const { connection } = client as unknown as { connection: Bound };
    const { bind } = connection;
    // Statements that are sent together are bound on something that inherits from the connection.
    connection.bind = function counting(asked) {
      count[asked.statement?.endsWith('-callers') ? 'lookups' : 'statements'] += 1;
      bind.call(this, asked);
    };
  });
  return count;
}

async function makeKey(database: DataSource, workspaceId: number, role: Role, expiresAt: Date | null): Promise<string> {
  const key = `bhk_${randomBytes(32).toString('base64url')}`;
  const row = [workspaceId, `${role} of a test`, role, key.slice(0, 10), createHash('sha256').update(key).digest(), expiresAt];
  await inWorkspace(database, workspaceId, (session) =>
    session.execute('INSERT INTO hub.api_key (workspace_id, name, role, prefix, sha256, expires_at) VALUES ($1, $2, $3, $4, $5, $6)', row),
  );
  return key;
}

async function ask(url: string, query: string, { key, variables, headers }: AskOptions = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }), ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Body, text };
}
