import { type Connection, Query, type QueryConfig, type QueryResult } from 'pg';
import { serialize } from 'pg-protocol';
import type { Driven, Wire } from './driven';
import { exactTypes } from './exact-types';

/** A query of a batch, and to how many of its statements there is no answer yet. */
interface Unanswered {
  readonly query: Driven;
  statements: number;
}

/**
 * Statements that are sent as one message and answered as one: the server plans and runs each in turn and says only behind the last that it is ready, so that it wakes
 * once, and so does whoever asked (PostgreSQL's protocol, "Pipelining"). It takes statements until the turn of the loop in which it is sent is over. When one fails, the server
 * passes over those behind it, and all of them reject with that error.
 */
export class StatementBatch extends Query {
  isSealed = false;
  private readonly unanswered: Unanswered[] = [];
  private readonly messages: Buffer[] = [];
  private wire: Wire | undefined;

  constructor() {
    super({ text: '' });
  }

  /** What the client takes for this query's own while one of its statements is answered: so it keeps account of named statements. */
  get name(): string | undefined {
    return this.unanswered[0]?.query.name;
  }
  set name(_none: string | undefined) {}
  get text(): string | undefined {
    return this.unanswered[0]?.query.text;
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
      this.take(query);
    });
  }

  /** The same with a query that tells of its answer itself. */
  take(query: Driven): void {
    this.unanswered.push({ query, statements: query.statementCount ?? 1 });
    if (this.wire) this.send(query, this.wire);
  }

  override submit = (connection: Connection): null => {
    const wire = connection as Wire;
    const gathering = { sync: { value: () => undefined }, _send: { value: (message: Buffer) => this.messages.push(message) > 0 } };
    this.wire = Object.create(wire, gathering) as Wire;
    for (const { query } of [...this.unanswered]) this.send(query, this.wire);
    process.nextTick(() => this.seal());
    return null;
  };

  /** Sends what it has; nothing can be added any more. */
  seal(): void {
    if (this.isSealed) return;
    this.isSealed = true;
    if (this.wire) (Object.getPrototypeOf(this.wire) as Wire)._send(Buffer.concat([...this.messages.splice(0), serialize.sync()]));
  }

  private send(query: Driven, wire: Wire): void {
    const refused = query.submit(wire);
    if (refused) {
      this.forget(query);
      query.handleError(refused, wire);
    }
    // Of what could not be written the server keeps nothing either.
    if (!this.unanswered.some((each) => each.query === query)) forgetName(query, wire);
  }

  private forget(query: Driven): void {
    const at = this.unanswered.findIndex((each) => each.query === query);
    if (at >= 0) this.unanswered.splice(at, 1);
  }

  handleRowDescription(message: unknown): void {
    this.unanswered[0]?.query.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.unanswered[0]?.query.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    this.unanswered[0]?.query.handleCommandComplete(message, connection);
    this.handleEmptyQuery(connection);
  }

  handleEmptyQuery(connection: Connection): void {
    const [answered] = this.unanswered;
    if (!answered) return;
    answered.statements -= 1;
    if (answered.statements > 0) return;
    this.unanswered.shift();
    answered.query.handleReadyForQuery(connection);
  }

  handleReadyForQuery(connection: Connection): void {
    if (this.unanswered.length > 0) this.handleError(new Error('the server is ready and has not answered'), connection);
  }

  handleError(error: Error, connection: Connection): void {
    // A connection that is gone tells it before everything is sent.
    this.seal();
    for (const { query } of this.unanswered.splice(0)) {
      forgetName(query, connection as Wire);
      query.handleError(error, connection);
    }
  }
}

function forgetName({ name }: Driven, { submittedNamedStatements }: Wire): void {
  if (name !== undefined) delete submittedNamedStatements[name];
}
