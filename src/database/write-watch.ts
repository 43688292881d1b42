import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Asks the database one thing, which it says is so or not. */
type Ask = (sql: string, name: string) => Promise<boolean>;

/** A write that changes nothing. */
const WRITE = { name: 'write-nothing', sql: `SELECT pg_logical_emit_message(true, 'brandhub', '') IS NOT NULL` };
/** Who has written and is not yet seen by others holds the lock of his transaction. */
const NOBODY_WRITES = { name: 'nobody-writes', sql: `SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'transactionid')` };

/** How long it is left at that when somebody was about to write. */
const PAUSE_MS = 50;

/** Waits until the event loop has heard all that there was to hear when it was called: a first turn may already be past that. */
export function wholeTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/**
 * Hears whether PostgreSQL has written anything, without asking it. Whatever changes what answers or callers follow from is written to a file of the write-ahead log before
 * anybody sees it (migration 0067), and Linux tells of a write to a file before the write returns. So nothing has changed since an instant when nothing has been heard since, and all
 * that the kernel had to tell has been heard: after a {@link wholeTurn}.
 */
export class WriteWatch {
  private hearing: FSWatcher | undefined;
  private settled: FSWatcher | undefined;
  private isTried = false;
  private isDeaf = false;
  private isSettling = false;
  private pausedUntil = 0;

  private constructor(private readonly folder: string) {}

  /** Of the server that the URL reaches by a Unix socket in its data directory; undefined for any other, and on other systems, which tell of writes when they like. */
  static of(url: string): WriteWatch | undefined {
    const socket = new URLSearchParams(url.split('?')[1]).get('host');
    const folder = socket?.startsWith('/') ? join(socket, 'pg_wal') : undefined;
    return process.platform === 'linux' && folder !== undefined && existsSync(folder) ? new WriteWatch(folder) : undefined;
  }

  /**
   * The same object as long as nothing has been heard; undefined while that says nothing. What the database is asked after it was first given holds as long as it is. To be
   * looked at after a {@link wholeTurn}.
   */
  get stillness(): object | undefined {
    return this.settled;
  }

  /** Begins to listen, where it does not, and asks whether anybody is about to be seen who wrote before. Believes only what has been heard of a write of its own. */
  async settle(ask: Ask): Promise<void> {
    if (this.hearing || this.isSettling || this.isDeaf || performance.now() < this.pausedUntil) return;
    this.isSettling = true;
    try {
      if (!this.isTried) await this.try(ask);
      const heard = this.isDeaf ? undefined : this.listen();
      if (heard && (await ask(NOBODY_WRITES.sql, NOBODY_WRITES.name)) && this.hearing === heard) this.settled = heard;
      else this.stop();
    } catch {
      // Whoever asks the database next hears what is the matter with it. Who may not write cannot hear himself, and a statement that fails costs its connection.
      this.isDeaf ||= !this.isTried;
      this.stop();
    }
    this.isSettling = false;
    if (!this.settled) this.pausedUntil = performance.now() + PAUSE_MS;
  }

  /** Nothing is heard any more. */
  close(): void {
    this.isDeaf = true;
    this.stop();
  }

  private stop(): void {
    this.hearing?.close();
    this.hearing = undefined;
    this.settled = undefined;
  }

  private async try(ask: Ask): Promise<void> {
    this.listen();
    await ask(WRITE.sql, WRITE.name);
    await wholeTurn();
    this.isDeaf ||= this.hearing !== undefined;
    this.isTried = true;
    this.stop();
  }

  /** The first thing that is heard ends it: where much is written nobody listens. */
  private listen(): FSWatcher | undefined {
    try {
      const heard = watch(this.folder, { persistent: false }, () => this.stop());
      heard.once('error', () => this.stop());
      this.hearing = heard;
    } catch {
      // No more files may be watched, or not this one.
      this.isDeaf = true;
    }
    return this.hearing;
  }
}
