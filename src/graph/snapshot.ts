import { GraphQLError } from 'graphql';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../database/session';

/**
 * One read-only instant of one workspace's rows, opened at the first read and held until it is closed.
 * Reads take turns on the one connection, so that whatever is asked at once is answered from the same instant.
 */
export class Snapshot {
  private opening: Promise<Session> | undefined;
  private committed: Promise<void> = Promise.resolve();
  private end: () => void = () => undefined;
  private turns: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly database: DataSource,
    private readonly workspaceId: number,
    private readonly statementTimeoutMs: number,
    /** Asked before anything else when it is opened; whoever gives it looks after what is asked. */
    private readonly first?: (session: Session) => void,
  ) {}

  /** Runs `work` when the reads asked for before it have ended. Must not be called from within `work`. Rejects once it is closed: the connection may be another's by then. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new GraphQLError('nobody waits for the answer any more', { extensions: { code: 'GIVEN_UP' } }));
    const turn = this.turns
      .then(() => this.session())
      .then(async (session) => {
        const found = await work(session);
        await session.begun;
        return found;
      });
    // The caller holds the turn and sees its error; the next turn only waits for its end.
    this.turns = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the transaction after the last read. Rejects when the connection was lost. */
  async close(): Promise<void> {
    this.closed = true;
    await this.turns;
    this.end();
    await this.committed;
  }

  private session(): Promise<Session> {
    this.opening ??= this.open();
    return this.opening;
  }

  private open(): Promise<Session> {
    const opened = Promise.withResolvers<Session>();
    const ended = Promise.withResolvers<void>();
    this.end = ended.resolve;
    const transaction = inWorkspace(
      this.database,
      this.workspaceId,
      async (session) => {
        this.first?.(session);
        opened.resolve(session);
        await ended.promise;
      },
      { snapshot: true, statementTimeoutMs: this.statementTimeoutMs },
    );
    this.committed = transaction;
    // Whoever opened it hears that it could not be opened; afterwards this changes nothing, and close() tells.
    transaction.catch(opened.reject);
    return opened.promise;
  }
}
