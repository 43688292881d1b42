import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedule } from 'node-cron';
import { DatabaseTrouble } from '../ingest/errors';
import { release } from '../ingest/give-back';
import type { PullProgress } from '../ingest/pull';
import { type IngestDeps, runPull } from '../ingest/run-pull';
import { type ClaimedRun, LEASE_SECONDS } from '../ingest/runs';
import { scheduleDue } from '../ingest/schedule';
import { sendTo, takeRun } from '../ingest/take-run';
import { claimNextOf, recoverRuns, type SendTickets, SUSPECT_AFTER } from '../ingest/waiting-runs';
import { PullQueue } from './database/queue';
import { Chores } from './worker-chores';

/** What a worker needs, and how many pulls it works at once (8: they mostly wait for their platforms). */
export interface WorkerDeps extends IngestDeps {
  readonly concurrency?: number;
  /** The instant by which slots are due; the database's clock when not given. */
  readonly now?: () => Date;
  /** The folder that exports are written below; none are written when not given. */
  readonly exports?: string;
  /** Told how each pull goes, after every page. */
  readonly onProgress?: (progress: PullProgress) => void;
  /** How long a run stays this worker's without a sign of life; 30 s when not given. */
  readonly leaseSeconds?: number;
  /** How long a stop waits for the pages in hand before it cuts them off; 10 s when not given. */
  readonly patienceMs?: number;
}

/** A worker at work. Any number of them share one queue. */
export interface Worker {
  /** Takes no more runs, lets each finish its page, and gives it back to the queue; when patience is over also in the middle of a wait. */
  stop(): Promise<void>;
  /** Resolves when no run waits or is worked. */
  idle(): Promise<void>;
  /** Looks now for what is due, instead of at the next minute. */
  tick(): Promise<void>;
}

const LOOK_MS = 500;
/** Abandoned runs are looked for six times within a lease. */
const RECOVER_MS_PER_SECOND = 1000 / 6;
const PATIENCE_MS = 10_000;
/** What was cut off has so long to give its run back. */
const LAST_MOMENT_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;

/** Starts a worker: it queues what is due every minute, picks up runs that were abandoned every five seconds (a sixth of a lease), and pulls. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const worker = new PullWorker(deps, await PullQueue.open(deps.database, deps.log));
  await worker.start();
  return worker;
}

class PullWorker implements Worker {
  readonly #name = `${hostname()}-${process.pid}`;
  readonly #send: SendTickets;
  readonly #stop = new AbortController();
  readonly #cut = new AbortController();
  readonly #busy = new Set<string>();
  readonly #timers: { stop(): void }[] = [];
  readonly #inHand = new Set<Promise<void>>();
  readonly #chores: Chores;
  /** The run that is worked alone until it has committed a page. */
  #alone: number | null = null;
  #troubles = 0;
  /** Whether the last look at the schedule failed: it is made up for as soon as the database is back. */
  #owesTick = true;
  #taking: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(
    private readonly deps: WorkerDeps,
    private readonly queue: PullQueue,
  ) {
    this.#send = sendTo(queue);
    this.#chores = new Chores(deps, (what, work) => this.#watched(what, work));
  }

  async start(): Promise<void> {
    const tick = () => this.#watched('schedule', () => this.tick());
    const recover = async () => {
      await this.#watched('recovery', () => recoverRuns(this.deps.database, this.#send));
      if (this.#owesTick) await tick();
    };
    // A tick that is missed is no loss: the next finds what was due.
    const cron = schedule('* * * * *', tick, { timezone: 'UTC', suppressMissedWarning: true });
    const recovery = setInterval(recover, (this.deps.leaseSeconds ?? LEASE_SECONDS) * RECOVER_MS_PER_SECOND);
    this.#timers.push({ stop: () => void cron.destroy() }, { stop: () => clearInterval(recovery) }, this.#chores);
    this.#chores.start();
    await recover();
    this.#taking = this.#takeRuns();
  }

  async tick(): Promise<void> {
    const { database, log, now } = this.deps;
    this.#owesTick = true;
    await scheduleDue({ database, log, send: this.#send, ...(now && { now }) });
    this.#owesTick = false;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) timer.stop();
    this.#wake();
    await this.#taking;
    const patienceMs = this.deps.patienceMs ?? PATIENCE_MS;
    const patience = setTimeout(() => this.#cut.abort(new Error('the worker stops')), patienceMs);
    // What even then does not end is left to its lease: a stop must come to an end.
    await Promise.race([
      Promise.all([...this.#inHand, this.#chores.finished()]),
      sleep(patienceMs + LAST_MOMENT_MS, undefined, { ref: false }),
    ]);
    clearTimeout(patience);
    await this.queue.close();
  }

  async idle(): Promise<void> {
    for (;;) {
      const [row] = await this.deps.database.query('SELECT hub.open_runs() AS open');
      if (row.open === 0) return;
      await sleep(50);
    }
  }

  async #takeRuns(): Promise<void> {
    while (!this.#stopping) {
      const pause = await this.#takeOne().catch((error) =>
        this.#inTrouble(error, 'no run could be taken; it is tried again', 10 * LOOK_MS),
      );
      if (pause > 0 && !this.#stopping) await this.#rest(pause);
    }
  }

  /** Takes a run when there is a place for it; returns how long to wait before the next. */
  async #takeOne(): Promise<number> {
    const { database, concurrency = 8, leaseSeconds = LEASE_SECONDS } = this.deps;
    if (this.#inHand.size >= concurrency || this.#alone !== null) return LOOK_MS;
    const run = await takeRun(database, this.queue, { worker: this.#name, leaseSeconds, hasOthers: this.#inHand.size > 0 });
    if (run === 'none') return LOOK_MS;
    if (run !== 'torn') this.#begin(run);
    return 0;
  }

  #begin(run: ClaimedRun): void {
    if (run.attempts > SUSPECT_AFTER) this.#alone = run.runId;
    const work = this.#work(run).finally(() => {
      this.#inHand.delete(work);
      if (this.#alone === run.runId) this.#alone = null;
      this.#wake();
    });
    this.#inHand.add(work);
  }

  /** Works a run, and then those of its source that have waited for it. */
  async #work(taken: ClaimedRun): Promise<void> {
    try {
      for (let run: ClaimedRun | null = taken; run; run = await claimNextOf(this.deps.database, run, this.#name)) {
        // Claimed in the moment in which the worker was told to stop.
        if (this.#stopping) return void (await release(this.deps.database, run));
        const end = await runPull(this.deps, run, {
          stopping: () => this.#stopping,
          signal: this.#cut.signal,
          onProgress: (progress) => this.#progress(progress),
        });
        this.deps.log.info({ runId: run.runId, status: end?.status ?? 'released', error: end?.error }, 'pulled');
        if (end === null) return;
      }
    } catch (error) {
      const pause = this.#inTrouble(error, 'a run could not be worked to its end', LONGEST_PAUSE_MS);
      if (error instanceof DatabaseTrouble) await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #progress(progress: PullProgress): void {
    this.#troubles = 0;
    if (progress.runId === this.#alone) this.#alone = null;
    this.deps.onProgress?.(progress);
  }

  /** Resolves after a while, or as soon as there may be something to take. */
  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** A database that is away or full must not be asked, nor the platforms for what it cannot keep, more and more; returns how long to wait. */
  #inTrouble(error: unknown, what: string, longest: number): number {
    this.#troubles += 1;
    const pause = Math.min(longest, LOOK_MS * 2 ** this.#troubles);
    this.deps.log.error({ error, pauseMs: pause }, what);
    return pause;
  }

  /** A database that is away for a while must not end the process: what is due stays due. */
  async #watched(what: string, work: () => Promise<void>): Promise<void> {
    if (this.#busy.has(what)) return;
    this.#busy.add(what);
    try {
      await work();
    } catch (error) {
      this.deps.log.error({ error }, `the ${what} could not be kept; it is tried again`);
    } finally {
      this.#busy.delete(what);
    }
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }
}
