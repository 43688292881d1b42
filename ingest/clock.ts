import { setTimeout as timer } from 'node:timers/promises';

/** The time and the waiting for it, given from outside so that a test need not wait. */
export interface Clock {
  now(): Date;
  /** Resolves `ms` later; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that shows an instant now and goes on evenly from there, however this machine's own clock is set: the database's, in every worker. */
export function clockFrom(instant: Date): Clock {
  const start = instant.getTime() - performance.now();
  return { now: () => new Date(start + performance.now()), sleep };
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date(), sleep };

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await timer(ms, undefined, { signal });
  } catch (error) {
    throw signal?.reason ?? error;
  }
}
