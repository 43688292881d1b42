import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Driven } from './driven';
import { StatementBatch } from './statement-batch';

/** A connection on which the statements of one turn of the loop are sent together, whoever asks them. */
export interface Reader {
  readonly runner: QueryRunner;
  readonly client: PoolClient;
  /** Makes the connection an ordinary one again. */
  readonly restore: () => void;
  /** Whether its last transaction has still to be ended, by a COMMIT before whatever is sent next. */
  isOpen: boolean;
  /** After how many milliseconds a statement of this connection is cut off; undefined for the pool's own limit. */
  statementTimeoutMs: number | undefined;
}

/** What the driver has and does not declare. */
interface Pipelined {
  pipeline: boolean;
}

/**
 * How long a transaction that has read everything waits for the next one on its connection, at least, and twice that at most: the end of one and the beginning of the
 * other are then one message.
 */
const LINGER_MS = 20;

/** Connections that wait, the last used last, and since when; whether somebody will look after them. */
interface Waiting {
  readonly readers: { readonly reader: Reader; readonly since: number }[];
  isWatched: boolean;
}
const waiting = new WeakMap<DataSource, Waiting>();

/** A connection to read on; `isOpen` where the transaction before is to be ended first. */
export async function takeReader(database: DataSource): Promise<Reader> {
  const found = lastOf(waiting.get(database));
  if (found) return found;
  const runner = database.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  return { runner, client, restore: sendTogether(client), isOpen: false, statementTimeoutMs: undefined };
}

/** Gives a connection back whose transaction has read all that it will; it is ended with the next one, or soon. */
export async function giveBackReader(database: DataSource, reader: Reader): Promise<void> {
  reader.isOpen = true;
  // Somebody waits for a connection.
  if (poolOf(database).waitingCount > 0) return endReader(reader, 'COMMIT');
  const others = waiting.get(database) ?? { readers: [], isWatched: false };
  waiting.set(database, others);
  others.readers.push({ reader, since: performance.now() });
  if (!others.isWatched) watch(others);
}

/** Has a connection that only waits for a reading make room, where there is no other for somebody who will not read. */
export async function makeRoom(database: DataSource): Promise<void> {
  const { idleCount, totalCount, options } = poolOf(database);
  if (idleCount > 0 || totalCount < options.max) return;
  const found = lastOf(waiting.get(database));
  if (found) await endUnheard(found);
}

/** The one that was used last; one that broke meanwhile has been released by what heard of it. */
function lastOf(others: Waiting | undefined): Reader | undefined {
  for (let found = others?.readers.pop(); found; found = others?.readers.pop()) {
    if (!found.reader.runner.isReleased) return found.reader;
  }
  return undefined;
}

/** Ends a connection's transaction and gives the connection to the pool. Rejects when it was lost. */
export async function endReader({ runner, client, restore, statementTimeoutMs }: Reader, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  restore();
  try {
    await client.query(statementTimeoutMs === undefined ? how : `${how}; RESET statement_timeout`);
  } finally {
    await runner.release();
  }
}

/** Has a connection send its statements in batches. Returns what ends that. */
function sendTogether(client: PoolClient): () => void {
  const pipelined = client as unknown as Pipelined & { query: unknown };
  const { query } = client;
  const isOwn = Object.hasOwn(client, 'query');
  let batch: StatementBatch | undefined;
  pipelined.pipeline = true;
  pipelined.query = (statement: string | QueryConfig | Driven, values?: unknown[]) => {
    if (!batch || batch.isSealed) {
      batch = new StatementBatch();
      (query as (batch: StatementBatch) => unknown).call(client, batch);
    }
    if (isDriven(statement)) return batch.take(statement);
    return batch.add(typeof statement === 'string' ? { text: statement, ...(values ? { values } : {}) } : statement);
  };
  return () => {
    batch?.seal();
    pipelined.pipeline = false;
    if (isOwn) pipelined.query = query;
    else delete pipelined.query;
  };
}

function isDriven(statement: string | QueryConfig | Driven): statement is Driven {
  return typeof statement === 'object' && 'submit' in statement;
}

/** Ends what has waited long enough, as long as there is anything. */
function watch(others: Waiting): void {
  others.isWatched = true;
  setTimeout(() => {
    const old = others.readers.findLastIndex(({ since }) => since <= performance.now() - LINGER_MS) + 1;
    for (const { reader } of others.readers.splice(0, old)) void endUnheard(reader);
    if (others.readers.length > 0) watch(others);
    else others.isWatched = false;
  }, LINGER_MS);
}

/** What a transaction read has been told; that it was lost since is nobody's loss. */
async function endUnheard(reader: Reader): Promise<void> {
  if (!reader.runner.isReleased) await endReader(reader, 'COMMIT').catch(() => undefined);
}

function poolOf(database: DataSource): Pool {
  return (database.driver as unknown as { master: Pool }).master;
}
