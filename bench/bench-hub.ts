import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../ormconfig';
import { startEmbeddedPostgres } from '../src/database/embedded/start-embedded-postgres';
import { migrate } from '../src/database/migrate';
import { createLog } from '../src/lib/log';
import { withTemporaryHome } from './temporary-home';

/** An embedded PostgreSQL of the bench's own, at the current schema. `superuser` may do what the application may not. */
export interface BenchHub {
  readonly appUrl: string;
  readonly superuserUrl: string;
  readonly database: DataSource;
  readonly superuser: Client;
  /** PostgreSQL's version. */
  readonly version: string;
}

/** The workspace that the benches work in: the one that every new database has. */
export const WORKSPACE = 1;

/** Runs `work` on a {@link BenchHub} and removes it afterwards. */
export function withBenchHub<T>(work: (hub: BenchHub) => Promise<T>): Promise<T> {
  return withTemporaryHome(async (home) => {
    const log = createLog('error');
    const server = await startEmbeddedPostgres({ home, log });
    const { appUrl, superuserUrl } = server;
    const database = applicationDataSource(appUrl);
    const superuser = new Client({ connectionString: superuserUrl });
    try {
      await migrate(server.ownerUrl, log);
      await database.initialize();
      await superuser.connect();
      const { rows } = await superuser.query<{ server_version: string }>('SHOW server_version');
      return await work({ appUrl, superuserUrl, database, superuser, version: rows[0]!.server_version });
    } finally {
      await superuser.end();
      if (database.isInitialized) await database.destroy();
      await server.stop();
    }
  });
}
