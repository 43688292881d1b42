/** What has not come to its end by then is left as it is: leases run out, and the database recovers. */
const LONGEST_STOP_MS = 14_000;

/** Resolves at the first SIGINT or SIGTERM, after which the process has 14 seconds to end. A second one ends it at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(130);
      asked = true;
      setTimeout(() => process.exit(), LONGEST_STOP_MS).unref();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
