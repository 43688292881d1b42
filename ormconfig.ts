import 'reflect-metadata';
import { ENTITIES } from './entities';
import { createDataSource } from './src/database/data-source';
import { sqlMigrations } from './src/database/migrate';

/** The DataSource of the application: its role owns nothing and sees a workspace's rows only inside `inWorkspace`. */
export function applicationDataSource(url: string, options: { role?: string; poolSize?: number; statementTimeoutMs?: number } = {}) {
  return createDataSource({ url, ...options, entities: ENTITIES });
}

/** The DataSource of the owner, which only migrates. */
export function ownerDataSource(url: string) {
  return createDataSource({ url, poolSize: 1, migrations: sqlMigrations() });
}
