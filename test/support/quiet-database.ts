import { Pool } from 'pg';
import { migrate } from '../../src/database/migrate';
import type { TestDatabase } from './database';
import { TemporaryHomes } from './temporary-homes';

/** A migrated, empty database on a server of its own, where nobody writes but the test: on the one that test files share somebody does all the time. */
export async function quietDatabase(): Promise<TestDatabase> {
  const homes = new TemporaryHomes();
  const { ownerUrl, appUrl, superuserUrl } = await homes.start(await homes.make(), { settings: { fsync: 'off', autovacuum: 'off' } });
  await migrate(ownerUrl);
  const superuser = new Pool({ connectionString: superuserUrl, max: 1 });
  // A pool has ended before its connections have, which the server's end then cuts off.
  superuser.on('error', () => undefined);
  return {
    ownerUrl,
    appUrl,
    superuserUrl,
    sql: async <T extends object>(text: string, parameters: unknown[] = []) => (await superuser.query<T>(text, parameters)).rows,
    async drop() {
      await superuser.end();
      await homes.clear();
    },
  };
}
