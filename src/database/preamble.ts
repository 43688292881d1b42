import { LRUCache } from 'lru-cache';
import type { Connection } from 'pg';
import { serialize } from 'pg-protocol';
import type { Driven, Wire } from './driven';

/** Messages by their statements: a server sends the same few again and again. */
const MESSAGES = new LRUCache<string, Buffer>({ max: 1_000 });

/** Statements without parameters and rows, such as begin a transaction, that are told of together: for a {@link StatementBatch}, which ends the message. */
export class Preamble implements Driven {
  private readonly settled = Promise.withResolvers<void>();

  constructor(readonly statements: readonly string[]) {}

  get statementCount(): number {
    return this.statements.length;
  }

  get answer(): Promise<void> {
    return this.settled.promise;
  }

  submit(connection: Connection): null {
    (connection as Wire)._send(messageOf(this.statements));
    return null;
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.settled.resolve();
  }

  handleError(error: Error): void {
    this.settled.reject(error);
  }
}

function messageOf(statements: readonly string[]): Buffer {
  const key = statements.join('\0');
  const known = MESSAGES.get(key);
  if (known) return known;
  const message = Buffer.concat(statements.flatMap((text) => [serialize.parse({ text }), serialize.bind(), serialize.execute()]));
  MESSAGES.set(key, message);
  return message;
}
