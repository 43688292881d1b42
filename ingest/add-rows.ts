import { type FactClass, factOf } from '../entities/facts/fact';
import type { Session } from '../src/database/session';
import { BinaryArray, Column } from './binary-array';
import { layoutOf } from './fact-layout';
import { quoted } from './fact-statements';
import type { LinkedRow } from './link-rows';

/** What the rows that are added have in common. */
export interface Adding {
  readonly sourceId: number;
  readonly pageId: bigint;
  readonly recordedAt: string;
  /** Called when the database has them to add. */
  readonly meanwhile?: (() => void) | undefined;
}

/** So many rows go with one statement: a message of the server's protocol has an end. */
const MOST_ROWS = 50_000;

/**
 * Adds rows that are known to be new, in their order, without the stage: a column is an array in binary, which the server neither parses nor
 * keeps, and a column that says the same in every row is one value.
 */
export async function addRows(session: Session, fact: FactClass, rows: readonly LinkedRow[], adding: Adding): Promise<number> {
  let added = 0;
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    added += await addSome(session, fact, rows.slice(from, from + MOST_ROWS), adding);
  }
  return added;
}

async function addSome(session: Session, fact: FactClass, rows: readonly LinkedRow[], adding: Adding): Promise<number> {
  const { sourceId, pageId, recordedAt } = adding;
  const parameters: unknown[] = [session.workspaceId, sourceId, pageId, recordedAt];
  const columns = columnsOf(fact);
  const written = writtenColumns(columns, rows);
  const values = columns.map(({ sqlType }, at) => {
    const value = written[at]!.value();
    parameters.push(value);
    return Buffer.isBuffer(value) ? `unnest($${parameters.length}::${sqlType}[])` : `$${parameters.length}::${sqlType}`;
  });
  // Never the same in two rows, so that there are as many rows as there should be.
  parameters.push(recordNumbers(rows));
  const names = columns.map(({ column }) => quoted(column));
  const added = session.execute(
    `INSERT INTO fact.${quoted(factOf(fact).table)} (workspace_id, source_id, page_id, recorded_at, ${names.join(', ')}, record_no)
     SELECT $1::integer, $2::integer, $3::bigint, $4::timestamptz, ${values.join(', ')}, unnest($${parameters.length}::integer[])`,
    parameters,
  );
  adding.meanwhile?.();
  return added;
}

/** The fact's day and its own columns, in the order of a row's cells. */
function columnsOf(fact: FactClass): { column: string; sqlType: string }[] {
  const { links, keys, values } = layoutOf(fact);
  return [{ column: 'day', sqlType: 'date' }, ...links, ...keys, ...values];
}

function writtenColumns(columns: readonly { sqlType: string }[], rows: readonly LinkedRow[]): Column[] {
  const written = columns.map(({ sqlType }) => new Column(sqlType, rows.length));
  for (const { head, keys, values } of rows) {
    let column = writeCells(written, 0, head);
    if (keys !== null) column = writeCells(written, column, keys);
    if (column < written.length) writeCells(written, column, values);
  }
  return written;
}

/** Gives each cell of a line to a column; the number of the column after the last. */
function writeCells(columns: readonly Column[], first: number, cells: string): number {
  let column = first;
  for (let from = 0; ; ) {
    const tab = cells.indexOf('\t', from);
    columns[column++]!.add(cells, from, tab < 0 ? cells.length : tab);
    if (tab < 0) return column;
    from = tab + 1;
  }
}

function recordNumbers(rows: readonly LinkedRow[]): Buffer {
  const numbers = new BinaryArray('integer', rows.length);
  for (const { recordNo } of rows) {
    const digits = String(recordNo);
    numbers.add(digits, 0, digits.length);
  }
  return numbers.bytes();
}
