import { rm } from 'node:fs/promises';

/** Stops the run's PostgreSQL and removes the run's files, whatever became of the tests. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.brandhubTestServer?.stop();
  if (globalThis.brandhubTranslated) await rm(globalThis.brandhubTranslated, { recursive: true, force: true });
}
