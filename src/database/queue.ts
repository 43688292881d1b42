import type { PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import type { DataSource } from 'typeorm';
import type { Logger } from '../lib/log';
import { createDataSource } from './data-source';
import type { Session } from './session';

/** The queue of pulls that are due. A job names a run; the run itself, in `hub.ingest_run`, is what is worked. */
const PULL_QUEUE = 'pull';
/** The schema that the queue lives in. */
const QUEUE_SCHEMA = 'pgboss';
/** Nothing goes on in the background: the queue is only filled and emptied. */
const QUIET = { supervise: false, schedule: false, registerInstance: false, reindex: false, monitorVacuum: false };

/** One job to put into the queue; of two with the same key the second does nothing while the first is there. */
export interface QueuedJob {
  readonly key: string;
  readonly data: object;
  /** Taken before all others, and only by those who ask for it. */
  readonly isUrgent: boolean;
}

/** A job that was taken. */
export interface TakenJob<T> {
  readonly id: string;
  readonly data: T;
}

/**
 * The queue as the application uses it: jobs come and go within the transactions of what they are about, so that a process that dies has neither
 * lost nor kept one.
 */
export class PullQueue {
  private constructor(private readonly boss: PgBoss) {}

  /** Opens the queue over the application's own connections. Throws when the database has another version of it than the installed package. */
  static async open(database: DataSource, log: Logger): Promise<PullQueue> {
    const db = { executeSql: (text: string, values?: unknown[]) => rowsOf(database, text, values) };
    // The application's role may not change the schema, which is the owner's to migrate.
    const boss = new PgBoss({ db, schema: QUEUE_SCHEMA, ...QUIET, migrate: false, createSchema: false });
    boss.on('error', (error) => log.error({ error }, 'the queue'));
    await boss.start();
    return new PullQueue(boss);
  }

  /** Puts jobs into the queue, in one statement of the session's transaction. */
  async send(session: Session, jobs: readonly QueuedJob[]): Promise<void> {
    const rows = jobs.map(({ key, data, isUrgent }) => ({ data, singletonKey: key, priority: isUrgent ? 1 : 0 }));
    await this.boss.insert(PULL_QUEUE, rows, { db: within(session.client) });
  }

  /** Takes the next job and destroys it with the end of the connection's transaction; null when there is none. */
  async take<T>(client: PoolClient, options: { urgentToo: boolean }): Promise<TakenJob<T> | null> {
    const db = within(client);
    const [job] = await this.boss.fetch<T>(PULL_QUEUE, { db, ...(!options.urgentToo && { maxPriority: 0 }) });
    if (!job) return null;
    await this.boss.deleteJob(PULL_QUEUE, job.id, { db });
    return { id: job.id, data: job.data };
  }

  close(): Promise<void> {
    return this.boss.stop({ graceful: false, close: false });
  }
}

function within(client: PoolClient) {
  return { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
}

async function rowsOf(database: DataSource, text: string, values?: unknown[]) {
  const runner = database.createQueryRunner();
  try {
    return await ((await runner.connect()) as PoolClient).query(text, values);
  } finally {
    await runner.release();
  }
}

/** Creates the job queue, or brings it to the version of the installed package, as the database's owner; the application may then only fill and empty it. */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: QUEUE_SCHEMA, max: 1, ...QUIET });
  let failure: Error | null = null;
  boss.on('error', (error) => {
    failure = error;
  });
  await boss.start();
  try {
    // One job a run and epoch: sending it again while it waits does nothing.
    await boss.createQueue(PULL_QUEUE, { policy: 'exclusive', retryLimit: 0 });
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failure) throw failure;
  const owner = await createDataSource({ url: ownerUrl, poolSize: 1 }).initialize();
  try {
    await owner.query(`GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO brandhub_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO brandhub_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO brandhub_app`);
  } finally {
    await owner.destroy();
  }
}
