import type { Clock } from '../../ingest/clock';

/** A clock that stands still but for the sleeping, which takes no time; `slept` are its lengths in milliseconds. */
export interface FakeClock extends Clock {
  readonly slept: number[];
  set(instant: string): void;
}

/** A {@link FakeClock} that begins at an instant. */
export function fakeClock(start: string): FakeClock {
  let at = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(at),
    set: (instant) => {
      at = Date.parse(instant);
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      at += ms;
      // The event loop turns, as it would for a real wait.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
