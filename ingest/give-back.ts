import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { DatabaseTrouble } from './errors';
import { Fenced } from './run-hold';
import { type ClaimedRun, releaseRun } from './runs';

const BETWEEN_TRIES_MS = 500;

/** Gives a run back to the queue that was stopped early; does nothing when it has ended or another worker has it. */
export async function release(database: DataSource, run: ClaimedRun): Promise<null> {
  try {
    await releaseRun(database, run);
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
  }
  return null;
}

/**
 * Gives a run back whose database failed, as soon as that answers again, and returns the trouble, which the run shows while it waits. When the
 * database does not answer within the lease, the lease gives the run back.
 */
export async function giveBack(database: DataSource, run: ClaimedRun, trouble: DatabaseTrouble): Promise<DatabaseTrouble> {
  const until = performance.now() + run.leaseSeconds * 1000;
  for (;;) {
    try {
      await releaseRun(database, run, trouble.message);
      return trouble;
    } catch (error) {
      if (error instanceof Fenced || performance.now() > until) return trouble;
    }
    await sleep(BETWEEN_TRIES_MS);
  }
}
