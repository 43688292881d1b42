import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Preamble } from './preamble';
import { endReader, giveBackReader, makeRoom, takeReader } from './readers';
import { StatementBatch } from './statement-batch';
import { TextQuery, type TextTable } from './text-query';

/** A transaction that sees one workspace's rows and no other's. */
export interface Session {
  readonly workspaceId: number;
  /** TypeORM's view of the transaction, for entities. */
  readonly manager: EntityManager;
  /** The connection itself, for COPY. */
  readonly client: PoolClient;
  /** Resolves when the transaction has begun: what was read is to be trusted only then. */
  readonly begun: Promise<unknown>;
  /**
   * Rows of one parameterised statement. Whole 64-bit numbers are bigint, days are text, numerics are decimal text. A statement with a `name` is
   * planned once a connection: for texts that are always the same, and fit every value alike.
   */
  query<T extends object>(sql: string, parameters?: readonly unknown[], name?: string): Promise<T[]>;
  /** Rows like those of `query`, as the texts that the server sends: for many rows of which all is read once. */
  texts(sql: string, parameters?: readonly unknown[], name?: string): Promise<TextTable>;
  /** The number of rows that a statement changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
  /** Statements one after the other, none of which waits for the answer to the one before. Throws what the first that fails throws. */
  executeAll(statements: readonly Statement[]): Promise<void>;
}

/** A statement and its parameters. */
export type Statement = readonly [sql: string, parameters: readonly unknown[]];

/** `snapshot`: read only, and every statement sees the same instant. `statementTimeoutMs` cuts off any longer statement of a snapshot. */
export interface SessionOptions {
  snapshot?: boolean;
  statementTimeoutMs?: number;
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
  if (options.snapshot) return inSnapshot(database, workspaceId, work, options.statementTimeoutMs);
  return inTransaction(database, async (_client, enter) => work(await enter(workspaceId)));
}

/** One round trip opens it, and the one before on the same connection ends with it. */
async function inSnapshot<T>(
  database: DataSource,
  workspaceId: number,
  work: (session: Session) => Promise<T>,
  statementTimeoutMs: number | undefined,
): Promise<T> {
  const reader = await takeReader(database);
  const { runner, client } = reader;
  const begin = [reader.isOpen ? 'COMMIT AND CHAIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', setWorkspace(workspaceId)];
  // A connection that reads again nearly always has the limit already.
  if (reader.statementTimeoutMs !== statementTimeoutMs) {
    begin.push(statementTimeoutMs === undefined ? 'RESET statement_timeout' : `SET statement_timeout = ${Math.round(statementTimeoutMs)}`);
    reader.statementTimeoutMs = statementTimeoutMs;
  }
  const preamble = new Preamble(begin);
  let result: T;
  try {
    client.query(preamble);
    preamble.answer.catch(() => undefined);
    const session = sessionOf(runner, client, workspaceId, preamble.answer);
    // Here each statement is sent by itself, with its parameters; where nothing is read together a text may hold several.
    result = await work({
      ...session,
      query: (sql, parameters = [], name) => ask(client, new TextQuery(sql, parameters, name, true)).objects(),
    });
    await preamble.answer;
  } catch (error) {
    // A connection that is gone cannot roll back, and has: the first error is the one to tell.
    await endReader(reader, 'ROLLBACK').catch(() => undefined);
    throw error;
  }
  await giveBackReader(database, reader);
  return result;
}

/** {@link inWorkspace} for work that learns of its workspace from what it reads first: until it enters one it sees the rows of none. */
export async function inTransaction<T>(
  database: DataSource,
  work: (client: PoolClient, enter: (workspaceId: number) => Promise<Session>) => Promise<T>,
): Promise<T> {
  await makeRoom(database);
  const runner = database.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  const enter = async (workspaceId: number) => {
    await client.query(setWorkspace(workspaceId));
    return sessionOf(runner, client, workspaceId, Promise.resolve());
  };
  try {
    // TypeORM has to know of a transaction that writes: its save() would begin and commit one of its own in the middle of ours.
    await runner.startTransaction();
    const result = await work(client, enter);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // A connection that is gone cannot roll back, and has: the first error is the one to tell.
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** The statement takes no parameter: only an id becomes part of it. */
function setWorkspace(workspaceId: number): string {
  if (!Number.isSafeInteger(workspaceId) || workspaceId <= 0) throw new TypeError(`workspace: ${workspaceId} is not an id`);
  return `SET LOCAL hub.workspace = '${workspaceId}'`;
}

function sessionOf(runner: QueryRunner, client: PoolClient, workspaceId: number, begun: Promise<unknown>): Session {
  return {
    workspaceId,
    manager: runner.manager,
    client,
    begun,
    query: async <T extends object>(sql: string, parameters: readonly unknown[] = [], name?: string) => {
      const values = parameters as unknown[];
      return (await client.query<T>(name === undefined ? { text: sql, values } : { name, text: sql, values })).rows;
    },
    texts: (sql, parameters = [], name) => ask(client, new TextQuery(sql, parameters, name)).answer,
    execute: async (sql, parameters = []) => (await client.query(sql, parameters as unknown[])).rowCount ?? 0,
    executeAll: (statements) => sendAll(client, statements),
  };
}

function ask(client: PoolClient, query: TextQuery): TextQuery {
  client.query(query);
  return query;
}

async function sendAll(client: PoolClient, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return;
  const batch = client.query(new StatementBatch());
  await Promise.all(statements.map(([text, values]) => batch.add({ text, values: values as unknown[] })));
}
