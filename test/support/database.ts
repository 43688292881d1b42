import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { type TestServer, withDatabase } from './test-server';

/** A migrated, empty database of one test file's own, as seen by the three roles. */
export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  superuserUrl: string;
  /** Rows of a statement that the superuser runs, whom no row-level security holds, over connections that stay open until the end. */
  sql<T extends object = Record<string, unknown>>(text: string, parameters?: unknown[]): Promise<T[]>;
  /** Removes the database, cutting off whoever is still connected. */
  drop(): Promise<void>;
}

/** Clones the run's template database. Call it in beforeAll, and drop() in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const passed = process.env.BRANDHUB_TEST_DATABASE;
  if (!passed) throw new Error('BRANDHUB_TEST_DATABASE is not set: run the tests through jest, whose global-setup.ts sets it');
  const server = JSON.parse(passed) as Omit<TestServer, 'stop'>;
  const name = `${server.template}_${randomUUID().replaceAll('-', '')}`;
  const maintenance = new Pool({ connectionString: withDatabase(server.superuserUrl, 'postgres'), max: 1, idleTimeoutMillis: 0 });
  await maintenance.query(`CREATE DATABASE ${name} TEMPLATE ${server.template} STRATEGY file_copy OWNER brandhub_owner`);
  // Rights on a database are not cloned with it.
  await maintenance.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO brandhub_app`);
  const { ownerUrl, appUrl, superuserUrl } = server;
  const superuser = new Pool({ connectionString: withDatabase(superuserUrl, name), max: 4, idleTimeoutMillis: 0 });
  // A test may cut off everybody; whoever asks next hears of it.
  superuser.on('error', () => undefined);
  return {
    ownerUrl: withDatabase(ownerUrl, name),
    appUrl: withDatabase(appUrl, name),
    superuserUrl: withDatabase(superuserUrl, name),
    sql: async <T extends object>(text: string, parameters: unknown[] = []) => (await superuser.query<T>(text, parameters)).rows,
    async drop() {
      await superuser.end();
      await maintenance.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await maintenance.end();
    },
  };
}
