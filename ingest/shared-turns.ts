import type { DataSource } from 'typeorm';
import type { Logger } from '../src/lib/log';
import type { Pace } from './pace';
import { OwnTurns, type Turns } from './turns';

/** So long the database is waited for. */
const PATIENCE_MS = 2_000;
/** Without the database a worker takes this part of the rate, as others may do too. */
const SHARE_ALONE = 4;
const TELL_EVERY_MS = 60_000;

/**
 * Turns that all workers of a database share, whatever their workspaces: a platform counts what comes from the hub's address and application. The
 * database's clock decides. While it does not answer in time, this process goes on alone, four times slower, and goes on keeping to what it was
 * told to wait.
 */
export class SharedTurns implements Turns {
  readonly #alone = new OwnTurns(() => performance.now());
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: DataSource,
    private readonly name: string,
    private readonly log: Logger,
  ) {}

  async take(pace: Pace): Promise<number> {
    const { chunks, windowMs } = pace;
    try {
      const [row] = await inTime(
        this.database.query('SELECT hub.take_turns($1, $2, $3) AS wait', [this.name, chunks, windowMs]) as Promise<{ wait: number }[]>,
      );
      return row!.wait;
    } catch (error) {
      this.#tell(error);
      return this.#alone.take({ ...pace, chunks: 1, windowMs: (SHARE_ALONE * windowMs) / chunks });
    }
  }

  async hold(ms: number): Promise<void> {
    await this.#alone.hold(ms);
    try {
      await inTime(this.database.query('SELECT hub.hold_host($1, $2)', [this.name, ms]));
    } catch (error) {
      this.log.warn({ name: this.name, ms, error }, 'other workers could not be told to leave the platform alone; this one does');
    }
  }

  async held(): Promise<number> {
    try {
      const [row] = await inTime(this.database.query('SELECT hub.host_held($1) AS ms', [this.name]) as Promise<{ ms: number }[]>);
      return row!.ms;
    } catch (error) {
      this.#tell(error);
      return this.#alone.held();
    }
  }

  #tell(error: unknown): void {
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.log.warn({ name: this.name, error }, 'the rate cannot be shared; this worker goes on alone, at a quarter of it');
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  // Whichever comes second is not waited for; it must not end the process.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
