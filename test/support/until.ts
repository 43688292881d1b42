import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is neither false nor missing, and returns it. How long that takes is the machine's affair: the test's timeout is the only end. */
export async function until<T>(ask: () => T | Promise<T>, everyMs = 10): Promise<Exclude<T, false | null | undefined>> {
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer as Exclude<T, false | null | undefined>;
    await pause(everyMs);
  }
}
