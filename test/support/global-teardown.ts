/** Stops the run's PostgreSQL and removes its files, whatever became of the tests. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.brandhubTestServer?.stop();
}
