import { type Connection, Query, type QueryConfig, type QueryResult } from 'pg';
import { exactTypes } from './exact-types';

/** What a client does with a query, which the driver's types do not tell. */
interface Driven {
  readonly name?: string;
  readonly text?: string;
  submit(connection: Connection): unknown;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
  handleError(error: unknown, connection: Connection): void;
}

/** The texts of named statements that were sent and not yet acknowledged; a client reads it beside those that were. */
interface Sending extends Connection {
  readonly submittedNamedStatements: Record<string, string>;
}

/**
 * Statements that are sent as one message and answered as one: the server plans and runs each in turn and says only behind the last that it is ready, so that it wakes
 * once, and so does whoever asked (PostgreSQL's protocol, "Pipelining"). It takes statements until the turn of the loop in which it is sent is over. When one fails, the server
 * passes over those behind it, and all of them reject with that error.
 */
export class StatementBatch extends Query {
  isSealed = false;
  private readonly unanswered: Driven[] = [];
  private connection: Connection | undefined;

  constructor() {
    super({ text: '' });
  }

  /** What the client takes for this query's own while one of its statements is answered: so it keeps account of named statements. */
  get name(): string | undefined {
    return this.unanswered[0]?.name;
  }
  set name(_none: string | undefined) {}
  get text(): string | undefined {
    return this.unanswered[0]?.text;
  }
  set text(_none: string | undefined) {}

  /** A statement behind those that were added before. Must not be called when the batch is sealed. */
  add(statement: QueryConfig): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      const answered = (error: Error | null, result: QueryResult) => {
        this.forget(query);
        if (error) reject(error);
        else resolve(result);
      };
      // A text without parameters would be a message of its own.
      const config = { types: exactTypes, ...statement, queryMode: 'extended' };
      const query = new Query(config as QueryConfig, undefined as never, answered as never) as unknown as Driven;
      this.unanswered.push(query);
      if (this.connection) this.send(query, this.connection);
    });
  }

  override submit = (connection: Connection): null => {
    this.connection = connection;
    connection.stream.cork();
    for (const query of [...this.unanswered]) this.send(query, connection);
    process.nextTick(() => this.seal());
    return null;
  };

  /** Sends what it has; nothing can be added any more. */
  seal(): void {
    if (this.isSealed) return;
    this.isSealed = true;
    this.connection?.sync();
    this.connection?.stream.uncork();
  }

  private send(query: Driven, connection: Connection): void {
    const refused = query.submit(Object.create(connection, { sync: { value: () => undefined } }));
    if (refused) query.handleError(refused, connection);
    // Of what could not be written the server keeps nothing either.
    if (!this.unanswered.includes(query)) this.forgetName(query, connection);
  }

  private forget(query: Driven): void {
    const at = this.unanswered.indexOf(query);
    if (at >= 0) this.unanswered.splice(at, 1);
  }

  private forgetName({ name }: Driven, connection: Connection): void {
    if (name !== undefined) delete (connection as Sending).submittedNamedStatements[name];
  }

  handleRowDescription(message: unknown): void {
    this.unanswered[0]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.unanswered[0]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    const [query] = this.unanswered;
    query?.handleCommandComplete(message, connection);
    query?.handleReadyForQuery(connection);
  }

  handleEmptyQuery(connection: Connection): void {
    this.unanswered[0]?.handleReadyForQuery(connection);
  }

  handleReadyForQuery(connection: Connection): void {
    if (this.unanswered.length > 0) this.handleError(new Error('the server is ready and has not answered'), connection);
  }

  handleError(error: unknown, connection: Connection): void {
    // A connection that is gone tells it before everything is sent.
    this.seal();
    for (const query of this.unanswered.splice(0)) {
      this.forgetName(query, connection);
      query.handleError(error, connection);
    }
  }
}
