import { LRUCache } from 'lru-cache';
import type { Connection } from 'pg';
import { prepareValue } from 'pg/lib/utils';
import type { Driven, Wire } from './driven';

/** Rows as texts in the order of the columns; null is SQL's. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly TextRow[];
}

export type TextRow = readonly (string | null)[];

/** Columns by the text of a statement, from which they follow; so many are remembered that a server is seldom asked twice. */
const COLUMNS = new LRUCache<string, readonly string[]>({ max: 1_000 });

/** One parameterised statement whose rows are taken as the texts that the server sends. With a `name` it is planned once a connection; then no other text may have the name. */
export class TextQuery implements Driven {
  private readonly rows: TextRow[] = [];
  private columns: readonly string[] | undefined;
  private readonly settled = Promise.withResolvers<TextTable>();

  constructor(
    readonly text: string,
    private readonly values: readonly unknown[],
    readonly name?: string,
  ) {
    this.columns = COLUMNS.get(text);
  }

  get answer(): Promise<TextTable> {
    return this.settled.promise;
  }

  submit(connection: Connection): Error | null {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements, stream } = connection as Wire;
    const prepared = name === undefined ? undefined : (parsedStatements[name] ?? submittedNamedStatements[name]);
    if (prepared !== undefined && prepared !== text) return new Error(`the name ${name} has another statement already`);
    let values: (string | Buffer | null)[];
    try {
      values = this.values.map(prepareValue);
    } catch (error) {
      return error as Error;
    }
    // In one packet: a server that is woken by the first message would only wait for the next.
    stream.cork();
    if (prepared === undefined) {
      connection.parse({ name: name as string, text, types: [] }, true);
      if (name !== undefined) submittedNamedStatements[name] = text;
    }
    connection.bind({ statement: name as string, values }, true);
    if (!this.columns) connection.describe({ type: 'P', name: '' }, true);
    connection.execute({}, true);
    connection.sync();
    stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: { name: string }[] }): void {
    this.columns = fields.map(({ name }) => name);
    COLUMNS.set(this.text, this.columns);
  }

  handleDataRow({ fields }: { fields: TextRow }): void {
    this.rows.push(fields);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.settled.resolve({ columns: this.columns ?? [], rows: this.rows });
  }

  handleError(error: Error): void {
    this.settled.reject(error);
  }
}
