import { randomUUID } from 'node:crypto';
import { asSuperuser, type TestServer, withDatabase } from './test-server';

/** A migrated, empty database of one test file's own, as seen by the three roles. */
export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  superuserUrl: string;
  /** Removes the database, cutting off whoever is still connected. */
  drop(): Promise<void>;
}

/** Clones the run's template database. Call it in beforeAll, and drop() in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const passed = process.env.BRANDHUB_TEST_DATABASE;
  if (!passed) throw new Error('BRANDHUB_TEST_DATABASE is not set: run the tests through jest, whose global-setup.ts sets it');
  const server = JSON.parse(passed) as Omit<TestServer, 'stop'>;
  const name = `${server.template}_${randomUUID().replaceAll('-', '')}`;
  const maintenance = withDatabase(server.superuserUrl, 'postgres');
  await asSuperuser(maintenance, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${server.template} STRATEGY file_copy OWNER brandhub_owner`);
    // Rights on a database are not cloned with it.
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO brandhub_app`);
  });
  const { ownerUrl, appUrl, superuserUrl } = server;
  return {
    ownerUrl: withDatabase(ownerUrl, name),
    appUrl: withDatabase(appUrl, name),
    superuserUrl: withDatabase(superuserUrl, name),
    drop: () => asSuperuser(maintenance, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}
