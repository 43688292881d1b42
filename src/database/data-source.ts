import { type ClientBase, Pool, type PoolConfig } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { exactTypes } from './exact-types';

/** What a connection pool is made of. `role` is taken by every connection at its start; `statementTimeoutMs` cuts off any longer statement. */
export interface DatabaseOptions {
  url: string;
  role?: string;
  poolSize?: number;
  statementTimeoutMs?: number;
  entities?: (new () => object)[];
  migrations?: (new () => MigrationInterface)[];
}

/** A TypeORM DataSource over one pool of PostgreSQL connections; not yet connected. */
export function createDataSource(options: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.role ? asRole(options.url, options.role) : options.url,
    poolSize: options.poolSize ?? 10,
    entities: options.entities ?? [],
    migrations: options.migrations ?? [],
    migrationsTableName: 'hub_migration',
    synchronize: false,
    // A pool that is used up answers within a second instead of waiting for ever.
    connectTimeoutMS: 5_000,
    extra: {
      types: exactTypes,
      application_name: 'brandhub',
      // A process that stands still in the middle of a transaction must not keep others from its rows; less than the lease of a run.
      idle_in_transaction_session_timeout: 20_000,
      // A server whose machine is gone says nothing at all.
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
      // A new one has everything to learn: where tables are, and each statement that is planned once. Between two looks at a dashboard none is closed.
      idleTimeoutMillis: 600_000,
      onConnect: hearAlways,
      ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
    },
  });
}

/** The URL with the role behind what it sets itself: settings given beside a URL give way to its own, and connections would keep the rights of their login. */
function asRole(url: string, role: string): string {
  const [address = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('options', [parameters.get('options') ?? '', `-c role=${role}`].join(' ').trim());
  return `${address}?${parameters}`;
}

/**
 * A pool hears of the loss of a connection that waits, and whoever has taken one hears it a moment later than he is given it: what comes in between, such as the word of a dying server
 * that lies behind its greeting in one packet, would end the process. The next statement on the connection rejects, and the pool throws it away.
 */
function hearAlways(client: ClientBase): void {
  client.on('error', () => undefined);
}

/** A few connections like those of a DataSource and beside them: for what must not wait until one of its own is free. Opened when they are first asked. */
export function connectionsBeside(database: DataSource, max: number): Pool {
  const { options } = (database.driver as unknown as { master: { options: PoolConfig } }).master;
  // The password does not show when options are copied.
  const beside = new Pool({ ...options, password: options.password, max, idleTimeoutMillis: 0 });
  // Whoever asks next hears of it.
  beside.on('error', () => undefined);
  return beside;
}
