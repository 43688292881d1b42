import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** A transaction that sees one workspace's rows and no other's. */
export interface Session {
  readonly workspaceId: number;
  /** TypeORM's view of the transaction, for entities. */
  readonly manager: EntityManager;
  /** The connection itself, for COPY. */
  readonly client: PoolClient;
  /** Rows of one parameterised statement. Whole 64-bit numbers are bigint, days are text, numerics are decimal text. */
  query<T extends object>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** The number of rows that a statement changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
}

/** `snapshot`: read only, and every statement sees the same instant. */
export interface SessionOptions {
  snapshot?: boolean;
}

/**
 * Runs `work` in one transaction of one workspace; commits when it returns and rolls back when it throws.
 * The workspace is set by a SET LOCAL statement, which ends with the transaction (and which Citus carries to its workers; set_config it does not).
 */
export function inWorkspace<T>(
  database: DataSource,
  workspaceId: number,
  work: (session: Session) => Promise<T>,
  options: SessionOptions = {},
): Promise<T> {
  return inTransaction(database, async (_client, enter) => work(await enter(workspaceId)), options);
}

/** {@link inWorkspace} for work that learns of its workspace from what it reads first: until it enters one it sees the rows of none. */
export async function inTransaction<T>(
  database: DataSource,
  work: (client: PoolClient, enter: (workspaceId: number) => Promise<Session>) => Promise<T>,
  options: SessionOptions = {},
): Promise<T> {
  const runner = database.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  const enter = async (workspaceId: number) => {
    if (!Number.isSafeInteger(workspaceId) || workspaceId <= 0) throw new TypeError(`workspace: ${workspaceId} is not an id`);
    await client.query(`SET LOCAL hub.workspace = '${workspaceId}'`);
    return sessionOf(runner, client, workspaceId);
  };
  try {
    // TypeORM has to know of a transaction that writes: its save() would begin and commit one of its own in the middle of ours.
    await (options.snapshot ? client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY') : runner.startTransaction());
    const result = await work(client, enter);
    await (options.snapshot ? client.query('COMMIT') : runner.commitTransaction());
    return result;
  } catch (error) {
    // A connection that is gone cannot roll back, and has: the first error is the one to tell.
    await (options.snapshot ? client.query('ROLLBACK') : runner.rollbackTransaction()).catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

function sessionOf(runner: QueryRunner, client: PoolClient, workspaceId: number): Session {
  return {
    workspaceId,
    manager: runner.manager,
    client,
    query: async <T extends object>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query<T>(sql, parameters as unknown[])).rows,
    execute: async (sql, parameters = []) => (await client.query(sql, parameters as unknown[])).rowCount ?? 0,
  };
}
