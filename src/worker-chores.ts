import { schedule } from 'node-cron';
import { deriveDue } from '../ingest/derive/derive-due';
import { watchAlerts } from './alerts/watch-alerts';
import { LONGEST_WORK } from './database/analysts';
import { deliverAlerts } from './delivery/deliver-alerts';
import { exportDue } from './exports/due-exports';
import type { WorkerDeps } from './worker';

const LOOK_AT_ANALYSTS_MS = 10_000;
const TELL_MS = 5_000;

/** What a worker does beside pulling: it works out facts that follow from others, writes the exports that are due, watches for alerts and tells them, and ends what analysts have open for too long. */
export class Chores {
  /** What is under way; it keeps no pull waiting. */
  readonly #working = new Set<Promise<void>>();
  #stops: (() => void)[] = [];

  constructor(
    private readonly deps: WorkerDeps,
    /** Runs work that may fail without ending the process, and not twice at once. */
    private readonly watched: (what: string, work: () => Promise<void>) => Promise<void>,
  ) {}

  start(): void {
    const exporting = schedule('* * * * *', () => this.#export(), { timezone: 'UTC', suppressMissedWarning: true });
    const deriving = schedule('* * * * *', () => this.#derive(), { timezone: 'UTC', suppressMissedWarning: true });
    const limits = setInterval(() => this.watched('time limit of analysts', () => this.#endLongWork()), LOOK_AT_ANALYSTS_MS);
    const watching = schedule('* * * * *', () => this.#watch(), { timezone: 'UTC', suppressMissedWarning: true });
    const telling = setInterval(() => this.#tell(), TELL_MS);
    // What was due while no worker ran is written and told at once.
    this.#export();
    this.#tell();
    this.#stops = [
      () => void exporting.destroy(),
      () => void deriving.destroy(),
      () => clearInterval(limits),
      () => void watching.destroy(),
      () => clearInterval(telling),
    ];
  }

  /** Begins nothing new. */
  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Resolves when the export in hand is written, what is being worked out is, and what is being told has been taken or not. */
  async finished(): Promise<void> {
    await Promise.all(this.#working);
  }

  #derive(): void {
    const { database, now } = this.deps;
    this.#begin('facts that follow from others', async () => void (await deriveDue(database, now?.())));
  }

  #export(): void {
    const { exports: folder, database, log, now } = this.deps;
    if (folder !== undefined) this.#begin('exports', async () => void (await exportDue({ database, log, folder, ...(now && { now }) })));
  }

  #watch(): void {
    this.#begin('watch for alerts', () => watchAlerts(this.deps));
  }

  #tell(): void {
    this.#begin('telling of alerts', async () => void (await deliverAlerts(this.deps)));
  }

  /** What is already under way is not begun a second time. */
  #begin(what: string, work: () => Promise<void>): void {
    const working = this.watched(what, work).finally(() => this.#working.delete(working));
    this.#working.add(working);
  }

  async #endLongWork(): Promise<void> {
    const [row] = await this.deps.database.query('SELECT hub.end_long_analyst_work($1) AS ended', [LONGEST_WORK]);
    if (row.ended > 0) this.deps.log.warn({ ended: row.ended, longest: LONGEST_WORK }, 'work of analysts took too long and was ended');
  }
}
