import type { Writable } from 'node:stream';
import type { PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

/** A connection on which statements are sent without waiting for the answers of those before. */
export interface Reader {
  readonly runner: QueryRunner;
  readonly client: PoolClient;
  /** Whether its last transaction has still to be ended, by a COMMIT before whatever is sent next. */
  isOpen: boolean;
}

/** What the driver has and does not declare. */
export interface Pipelined {
  pipeline: boolean;
  readonly connection?: { readonly stream?: Writable };
}

/**
 * How long a transaction that has read everything waits for the next one on its connection, at most: the end of one and the beginning of the other are then one
 * message.
 */
const LINGER_MS = 4;

/** Connections that wait, the last used last, and whether their end is set. */
interface Waiting {
  readonly readers: Reader[];
  isEndSet: boolean;
}
const waiting = new WeakMap<DataSource, Waiting>();

/** A connection to read on; `isOpen` where the transaction before is to be ended first. */
export async function takeReader(database: DataSource): Promise<Reader> {
  const readers = waiting.get(database)?.readers;
  for (let found = readers?.pop(); found; found = readers?.pop()) {
    // One that broke meanwhile has been released by what heard of it.
    if (!found.runner.isReleased) return found;
  }
  const runner = database.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  (client as unknown as Pipelined).pipeline = true;
  return { runner, client, isOpen: false };
}

/** Gives a connection back whose transaction has read all that it will; it is ended with the next one, or soon. */
export async function giveBackReader(database: DataSource, reader: Reader): Promise<void> {
  reader.isOpen = true;
  // Somebody waits for a connection.
  if (poolOf(database).waitingCount > 0) return endReader(reader, 'COMMIT');
  const others = waiting.get(database) ?? { readers: [], isEndSet: false };
  waiting.set(database, others);
  others.readers.push(reader);
  if (others.isEndSet) return;
  others.isEndSet = true;
  setTimeout(() => void endAll(others), LINGER_MS);
}

/** Ends a connection's transaction and gives the connection to the pool. Rejects when it was lost. */
export async function endReader({ runner, client }: Reader, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  try {
    await client.query(how);
  } finally {
    (client as unknown as Pipelined).pipeline = false;
    await runner.release();
  }
}

/** Holds back what is sent until the end of this turn, so that it goes out at once. */
export function sendTogether(client: PoolClient): void {
  const { pipeline, connection } = client as unknown as Pipelined;
  if (!pipeline) return;
  const stream = connection?.stream;
  stream?.cork();
  process.nextTick(() => stream?.uncork());
}

async function endAll(others: Waiting): Promise<void> {
  others.isEndSet = false;
  // What a transaction read has been told; that it was lost since is nobody's loss.
  await Promise.all(
    others.readers.splice(0).map((reader) => (reader.runner.isReleased ? undefined : endReader(reader, 'COMMIT').catch(() => undefined))),
  );
}

function poolOf(database: DataSource): { readonly waitingCount: number } {
  return (database.driver as unknown as { master: { readonly waitingCount: number } }).master;
}
