import { extname } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';

/** Functions that a thread runs for others: what goes in and what comes out is copied, so it is data and holds no function. */
export type ThreadWork = Readonly<Record<string, (...given: never[]) => unknown>>;

/** How much a thread takes on: jobs that may wait beside the one it works at, and milliseconds from when a job is asked for until it is cut off. */
export interface ThreadLimits {
  readonly waiting: number;
  readonly deadlineMs: number;
}

/** What was not worked out: too many others wait, or it would take too long. `extensions` is what GraphQL tells a caller. */
export class ThreadRefusal extends Error {
  constructor(
    message: string,
    readonly extensions: { readonly code: 'SERVICE_UNAVAILABLE' | 'TIMEOUT' },
  ) {
    super(message);
  }
}

interface Job {
  readonly name: string;
  readonly given: readonly unknown[];
  readonly done: PromiseWithResolvers<unknown>;
  readonly deadline: NodeJS.Timeout;
}

type Told = { readonly value: unknown } | { readonly error: Pick<Error, 'name' | 'message' | 'stack'> };

/** After so long without a job a thread ends, and the next job starts another. */
const IDLE_MS = 30_000;
/** A job that wants more memory than this ends with its thread, and not with the process. */
const MEMORY_MB = 512;

/**
 * One thread beside the process's own, for what would hold its event loop: one job at a time, in turn. It starts with the first job and keeps no process
 * from ending. `file` is the path of the module that calls {@link serveThread}, without its extension, which is that of this file: built or not.
 */
export class Thread<W extends ThreadWork> {
  /** What Node is started with in a thread; nothing for a built program. */
  static readonly execArgv: string[] = [];
  #worker: Worker | null = null;
  /** The first is the one at work. */
  #jobs: Job[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: string,
    private readonly limits: ThreadLimits,
  ) {}

  /** What the function makes of what it is given; rejects with its own error, or with a {@link ThreadRefusal} when there are too many jobs or no time is left. */
  run<K extends keyof W & string>(name: K, ...given: Parameters<W[K]>): Promise<ReturnType<W[K]>> {
    const { waiting, deadlineMs } = this.limits;
    if (this.#jobs.length > waiting)
      return Promise.reject(
        new ThreadRefusal(`${name}: ${waiting} others wait to be worked out; try again in a moment`, { code: 'SERVICE_UNAVAILABLE' }),
      );
    const deadline = setTimeout(() => this.#cutOff(job), deadlineMs);
    const job: Job = { name, given, done: Promise.withResolvers(), deadline };
    this.#jobs.push(job);
    if (this.#jobs.length === 1) this.#begin(job);
    return job.done.promise as Promise<ReturnType<W[K]>>;
  }

  /** Ends the thread when the jobs that are there are done. A job that is asked for afterwards starts another. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#jobs.map(({ done }) => done.promise));
    if (this.#jobs.length === 0) await this.#stop();
  }

  #begin({ name, given }: Job): void {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage({ name, given });
  }

  #start(): Worker {
    const worker = new Worker(`${this.file}${extname(__filename)}`, {
      execArgv: Thread.execArgv,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const isOurs = () => this.#worker === worker;
    const lost = (error: Error) => {
      if (!isOurs()) return;
      this.#worker = null;
      this.#finish(this.#jobs[0], (done) => done.reject(error));
    };
    worker.on('message', (told: Told) => {
      if (!isOurs()) return;
      this.#finish(this.#jobs[0], (done) => ('value' in told ? done.resolve(told.value) : done.reject(asError(told.error))));
    });
    worker.on('error', lost);
    worker.on('exit', (code) => lost(new Error(`thread: it ended with ${code} in the middle of its work`)));
    return worker;
  }

  #finish(job: Job | undefined, tell: (done: PromiseWithResolvers<unknown>) => void): void {
    if (job) {
      clearTimeout(job.deadline);
      this.#jobs = this.#jobs.filter((each) => each !== job);
      tell(job.done);
    }
    const next = this.#jobs[0];
    if (next) this.#begin(next);
    else {
      this.#worker?.unref();
      this.#idle = setTimeout(() => void this.#stop(), IDLE_MS).unref();
    }
  }

  #cutOff(job: Job): void {
    const refusal = new ThreadRefusal(`${job.name}: not worked out within ${this.limits.deadlineMs / 1000} s; ask for less`, {
      code: 'TIMEOUT',
    });
    if (this.#jobs[0] === job) {
      void this.#stop();
      this.#finish(job, (done) => done.reject(refusal));
    } else {
      this.#jobs = this.#jobs.filter((each) => each !== job);
      job.done.reject(refusal);
    }
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** Called by the module that a thread is made of: from then on it runs these functions for whoever started it. */
export function serveThread(work: ThreadWork): void {
  const port = parentPort;
  if (!port) throw new Error('serveThread: this is no thread');
  port.on('message', ({ name, given }: Pick<Job, 'name' | 'given'>) => {
    try {
      port.postMessage({ value: work[name]!(...(given as never[])) } satisfies Told);
    } catch (error) {
      const { name: kind, message, stack } = error as Error;
      port.postMessage({ error: { name: kind, message, ...(stack !== undefined && { stack }) } } satisfies Told);
    }
  });
}

function asError({ name, message, stack }: Pick<Error, 'name' | 'message' | 'stack'>): Error {
  return Object.assign(new Error(message), { name, ...(stack !== undefined && { stack }) });
}
