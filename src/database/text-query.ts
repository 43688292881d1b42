import { LRUCache } from 'lru-cache';
import type { Connection } from 'pg';
import { prepareValue } from 'pg/lib/utils';
import type { Driven, Wire } from './driven';
import { exactTypes } from './exact-types';

/** Rows as texts in the order of the columns; null is SQL's. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly TextRow[];
}

export type TextRow = readonly (string | null)[];

/** The columns of a statement's rows: their names, and what makes values of their texts. */
interface Columns {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
}

/** Columns by the text of a statement; so many are remembered that a server is seldom asked twice. */
const COLUMNS = new LRUCache<string, Columns>({ max: 1_000 });

/** NAMEDATALEN of PostgreSQL, less its end. */
const LONGEST_NAME = 63;

/** Of a statement that has no rows. */
const NO_COLUMNS: Columns = { names: [], parsers: [] };

/** One parameterised statement whose rows are taken as the texts that the server sends. With a `name` it is planned once a connection; then no other text may have the name. */
export class TextQuery implements Driven {
  private readonly rows: TextRow[] = [];
  private columns: Columns | undefined;
  private readonly settled = Promise.withResolvers<TextTable>();

  /** `isTyped`: {@link objects} will be asked for. */
  constructor(
    readonly text: string,
    private readonly values: readonly unknown[],
    readonly name?: string,
    private readonly isTyped = false,
  ) {
    this.columns = COLUMNS.get(text);
  }

  /** The rows by the names of their columns, with values that are exact. */
  async objects<T extends object>(): Promise<T[]> {
    const { rows } = await this.answer;
    const { names, parsers } = this.columns ?? NO_COLUMNS;
    return rows.map((row) => {
      const made: Record<string, unknown> = {};
      for (let at = 0; at < names.length; at++) {
        const text = row[at] as string | null;
        made[names[at] as string] = text === null ? null : parsers[at]?.(text);
      }
      return made as T;
    });
  }

  get answer(): Promise<TextTable> {
    return this.settled.promise;
  }

  submit(connection: Connection): Error | null {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements, stream } = connection as Wire;
    // The server would cut it off, and take two that begin alike for one.
    if (name !== undefined && name.length > LONGEST_NAME) return new Error(`the name ${name} is longer than ${LONGEST_NAME} characters`);
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
    try {
      if (prepared === undefined) {
        connection.parse({ name: name as string, text, types: [] }, true);
        if (name !== undefined) submittedNamedStatements[name] = text;
      }
      connection.bind({ statement: name as string, values }, true);
      // The names of columns follow from the text. Their types may change with a table's: only a statement that this connection has prepared is refused then.
      if (this.isTyped && prepared === undefined) this.columns = undefined;
      if (!this.columns) connection.describe({ type: 'P', name: '' }, true);
      connection.execute({}, true);
      connection.sync();
    } finally {
      stream.uncork();
    }
    return null;
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.columns = {
      names: fields.map(({ name }) => name),
      parsers: fields.map(({ dataTypeID }) => exactTypes.getTypeParser(dataTypeID, 'text') as (text: string) => unknown),
    };
    COLUMNS.set(this.text, this.columns);
  }

  handleDataRow({ fields }: { fields: TextRow }): void {
    this.rows.push(fields);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.settled.resolve({ columns: this.columns?.names ?? [], rows: this.rows });
  }

  handleError(error: Error): void {
    this.settled.reject(error);
  }
}
