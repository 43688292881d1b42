import type { DataSource } from 'typeorm';
import type { Logger } from '../src/lib/log';
import { Fenced } from './run-hold';
import { type ClaimedRun, renewLease } from './runs';

/** How often a lease is renewed before it would run out. */
const RENEWALS = 6;

/**
 * Renews a run's lease until the answer is called. `lost` is told once another worker has the run; a database that does not answer in time takes
 * nothing away, the fence decides at the next commit.
 */
export function keepLease(database: DataSource, run: ClaimedRun, log: Logger, lost: (fenced: Fenced) => void): () => void {
  const pause = (run.leaseSeconds * 1000) / RENEWALS;
  let ended = false;
  let timer: NodeJS.Timeout;
  const renew = async () => {
    try {
      await renewLease(database, run);
    } catch (error) {
      if (ended) return;
      if (error instanceof Fenced) return lost(error);
      log.warn({ runId: run.runId, error }, 'the lease could not be renewed');
    }
    if (!ended) timer = setTimeout(renew, pause);
  };
  timer = setTimeout(renew, pause);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
