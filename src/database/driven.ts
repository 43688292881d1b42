import type { Connection, Submittable } from 'pg';

/** A query as a client drives it, which the driver's types do not tell. */
export interface Driven extends Submittable {
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  /** How many statements it sends; one when absent. */
  readonly statementCount?: number;
  /** Returns what keeps it from being sent. */
  submit(connection: Connection): Error | null | undefined;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
}

/** What a connection has that the driver's types do not tell. */
export interface Wire extends Connection {
  /** The texts of named statements that the server acknowledged; of those that were sent and are not yet acknowledged. A client keeps account of both. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  /** Sends what the driver sends in its own words. */
  _send(message: Buffer): boolean;
}
