import { hostname } from 'node:os';
import { schedule } from 'node-cron';
import { type Job, PgBoss } from 'pg-boss';
import type { PullProgress } from '../ingest/pull';
import { type IngestDeps, runPull } from '../ingest/run-pull';
import { claimRun } from '../ingest/runs';
import { recoverRuns, type ScheduleDeps, scheduleDue, type WaitingRun } from '../ingest/schedule';
import { PULL_QUEUE, QUEUE_SCHEMA } from './database/queue';
import { inWorkspace } from './database/session';

/** What a worker needs: how to reach the queue as the application, and how many pulls it works at once (8: they mostly wait for their platforms). */
export interface WorkerDeps extends IngestDeps {
  readonly appUrl: string;
  readonly role?: string;
  readonly concurrency?: number;
  /** The time by which slots are due; the machine's when not given. */
  readonly now?: () => Date;
  /** Told how each pull goes, after every page. */
  readonly onProgress?: (progress: PullProgress) => void;
}

/** A worker at work. Any number of them share one queue. */
export interface Worker {
  /** Takes no more runs, lets each finish its page, and gives it back to the queue; after ten seconds also in the middle of a wait. */
  stop(): Promise<void>;
  /** Resolves when no run waits or is worked. */
  idle(): Promise<void>;
  /** Looks now for what is due, instead of at the next minute. */
  tick(): Promise<void>;
}

const RECOVER_MS = 10_000;
const PATIENCE_MS = 10_000;

/** Starts a worker: it queues what is due every minute, picks up runs that were abandoned every ten seconds, and pulls. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const worker = new PullWorker(deps);
  await worker.start();
  return worker;
}

class PullWorker implements Worker {
  readonly #boss: PgBoss;
  readonly #scheduling: ScheduleDeps;
  readonly #cut = new AbortController();
  readonly #timers: { stop(): void }[] = [];
  #stopping = false;

  constructor(private readonly deps: WorkerDeps) {
    this.#boss = new PgBoss({
      connectionString: deps.appUrl,
      ...(deps.role && { options: `-c role=${deps.role}` }),
      schema: QUEUE_SCHEMA,
      max: 4,
      // The application's role may not change the schema, which is the owner's to migrate.
      ...{ migrate: false, createSchema: false, reindex: false, monitorVacuum: false, schedule: false },
    });
    this.#boss.on('error', (error) => deps.log.error({ error }, 'the queue'));
    this.#scheduling = {
      database: deps.database,
      log: deps.log,
      now: deps.now ?? (() => new Date()),
      enqueue: async (session, run) => {
        const db = { executeSql: (text: string, values?: unknown[]) => session.client.query(text, values) };
        await this.#boss.send(PULL_QUEUE, run, { db, singletonKey: `${run.workspaceId}:${run.runId}:${run.epoch}` });
      },
    };
  }

  async start(): Promise<void> {
    await this.#boss.start();
    const options = { localConcurrency: this.deps.concurrency ?? 8, pollingIntervalSeconds: 0.5 };
    await this.#boss.work<WaitingRun>(PULL_QUEUE, options, ([job]) => this.#work(job!));
    const cron = schedule('* * * * *', () => this.#watched(() => this.tick()), { timezone: 'UTC' });
    const recovery = setInterval(() => this.#watched(() => this.#recover()), RECOVER_MS);
    this.#timers.push({ stop: () => void cron.destroy() }, { stop: () => clearInterval(recovery) });
    await this.#watched(() => this.tick());
  }

  tick(): Promise<void> {
    return scheduleDue(this.#scheduling);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) timer.stop();
    const patience = setTimeout(() => this.#cut.abort(new Error('the worker stops')), PATIENCE_MS);
    try {
      await this.#boss.stop({ graceful: true, timeout: 3 * PATIENCE_MS });
    } finally {
      clearTimeout(patience);
    }
  }

  async idle(): Promise<void> {
    while ((await this.#unfinished()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async #work({ data }: Job<WaitingRun>): Promise<void> {
    if (this.#stopping) return;
    const { deps } = this;
    const run = await claimRun(deps.database, data.workspaceId, data.runId, `${hostname()}-${process.pid}`);
    // Ended, in other hands, or its source is being pulled: the next recovery looks again.
    if (!run) return;
    const { onProgress } = deps;
    const end = await runPull(deps, run, { stopping: () => this.#stopping, signal: this.#cut.signal, ...(onProgress && { onProgress }) });
    deps.log.info({ runId: run.runId, status: end?.status ?? 'released', error: end?.error }, 'pulled');
  }

  async #recover(): Promise<void> {
    for (const { id } of await this.#workspaces()) await recoverRuns(this.#scheduling, id);
  }

  async #unfinished(): Promise<number> {
    let count = 0;
    for (const { id } of await this.#workspaces()) {
      const rows = await inWorkspace(this.deps.database, id, (session) =>
        session.query(`SELECT 1 FROM hub.ingest_run WHERE workspace_id = $1 AND status IN ('QUEUED', 'RUNNING') AND file_sha256 IS NULL`, [
          id,
        ]),
      );
      count += rows.length;
    }
    return count;
  }

  #workspaces(): Promise<{ id: number }[]> {
    return this.deps.database.query('SELECT id FROM hub.workspaces()');
  }

  /** A database that is away for a while must not end the process: what is due stays due. */
  async #watched(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.deps.log.error({ error }, 'the schedule could not be kept; it is tried again');
    }
  }
}
