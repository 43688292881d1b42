import { setTimeout as timer } from 'node:timers/promises';

/** The time and the waiting for it, given from outside so that a test need not wait. */
export interface Clock {
  now(): Date;
  /** Resolves `ms` later; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    try {
      await timer(ms, undefined, { signal });
    } catch (error) {
      throw signal?.reason ?? error;
    }
  },
};
