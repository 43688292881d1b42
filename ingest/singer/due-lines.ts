import type { Clock } from '../clock';
import type { ByteLine } from './byte-lines';

/**
 * What comes, and in between null when the wait for it has taken so long that something else is due: `waitMs` says how long that may be, null when
 * nothing is. Throws the signal's reason once it is aborted.
 */
export async function* dueLines(
  chunks: AsyncIterable<ByteLine[]>,
  waitMs: () => number | null,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): AsyncGenerator<ByteLine[] | null> {
  const iterator = chunks[Symbol.asyncIterator]();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  aborted.promise.catch(() => undefined); // told to whoever waits, and to nobody when nobody does
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    let next = iterator.next();
    for (;;) {
      const came = await firstOf([next, aborted.promise], waitMs(), clock);
      if (came === null) {
        yield null;
        continue;
      }
      if (came.done) return;
      yield came.value;
      next = iterator.next();
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // A read that is under way ends with the input, which may be never.
    void iterator.return?.().catch(() => undefined);
  }
}

/** The first of some promises, or null when none came within the time. */
async function firstOf<T>(promises: Promise<T>[], ms: number | null, clock: Clock): Promise<T | null> {
  if (ms === null) return Promise.race(promises);
  const timer = new AbortController();
  const late = clock.sleep(ms, timer.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([...promises, late]);
  } finally {
    timer.abort();
  }
}
