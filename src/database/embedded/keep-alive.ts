import { setTimeout as sleep } from 'node:timers/promises';

const PERIOD_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Calls `check` each second without keeping the process alive; after a failure, which goes to `failed`, ever less often, up to every 30 s.
 * The answer ends it and waits for a check that is under way.
 */
export function keepAlive(check: () => Promise<void>, failed: (error: Error) => void): () => Promise<void> {
  const ending = new AbortController();
  const run = async () => {
    for (let delay = PERIOD_MS; ; ) {
      await sleep(delay, undefined, { ref: false, signal: ending.signal });
      try {
        await check();
        delay = PERIOD_MS;
      } catch (error) {
        failed(error as Error);
        delay = Math.min(delay * 2, LONGEST_MS);
      }
    }
  };
  const running = run().catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  return async () => {
    ending.abort();
    await running;
  };
}
