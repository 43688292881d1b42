import { type FactClass, factOf } from '../entities/facts/fact';
import type { Session } from '../src/database/session';
import { arrayOf, BinaryColumn } from './binary-column';
import { CellWriter, SHORT_CELL } from './cells';
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
    const column = written[at]!;
    parameters.push(column.value());
    return column.isArray ? `unnest($${parameters.length}::${sqlType}[])` : `$${parameters.length}::${sqlType}`;
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

function writtenColumns(columns: readonly { sqlType: string }[], rows: readonly LinkedRow[]): BinaryColumn[] {
  const written = columns.map(({ sqlType }) => new BinaryColumn(sqlType, rows.length));
  for (const { head, row } of rows) {
    let column = 0;
    for (let at = head.start; at < head.end; ) at = written[column++]!.add(head.cells, at);
    for (let at = row.start; at < row.end; ) at = written[column++]!.add(row.cells, at);
  }
  return written;
}

function recordNumbers(rows: readonly LinkedRow[]): Buffer {
  const writer = new CellWriter(rows.length * SHORT_CELL);
  for (const { recordNo } of rows) writer.integer(recordNo);
  return arrayOf('integer', writer.end().cells.bytes, rows.length);
}
