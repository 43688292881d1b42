import type { StatementTimes } from '../statement-times';

/** What a server under load tells of itself when it is asked. */
export interface ServerState {
  readonly rssBytes: number;
  /** Statements since the last time it was asked. */
  readonly statements: number;
}

/** Tells the parent process where the server answers, how it does whenever the parent asks, and ends when the parent lets go. */
export function reportToParent(url: string, times: StatementTimes, close: () => Promise<void>): void {
  process.send!({ url });
  process.on('message', () => {
    process.send!({ rssBytes: process.memoryUsage.rss(), statements: times.total().count } satisfies ServerState);
    times.clear();
  });
  process.once('disconnect', () => void close().finally(() => process.exit()));
}
