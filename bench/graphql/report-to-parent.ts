import type { StatementTimes } from '../statement-times';

/** What a server under load tells of itself when it is asked. */
export interface ServerState {
  readonly rssBytes: number;
  /** Statements since the last time it was asked. */
  readonly statements: number;
  /** Milliseconds of processor that the process took since then. */
  readonly cpuMs: number;
}

/** Tells the parent process where the server answers (`staticUrl`: where what is always the same), how it does whenever the parent asks, and ends when the parent lets go. */
export function reportToParent(url: string, times: StatementTimes, also: { staticUrl?: string }, close: () => Promise<void>): void {
  process.send!({ url, ...also });
  let since = process.cpuUsage();
  process.on('message', () => {
    const { user, system } = process.cpuUsage(since);
    const cpuMs = (user + system) / 1000;
    process.send!({ rssBytes: process.memoryUsage.rss(), statements: times.total().count, cpuMs } satisfies ServerState);
    since = process.cpuUsage();
    times.clear();
  });
  process.once('disconnect', () => void close().finally(() => process.exit()));
}
