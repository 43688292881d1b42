import { type FactClass, factOf } from '../entities/facts/fact';
import type { Session } from '../src/database/session';
import { binaryArray, cellText } from './binary-array';
import { layoutOf } from './fact-layout';
import { quoted } from './fact-statements';
import type { LinkedRow } from './link-rows';

/** What the rows that are added have in common. */
export interface Adding {
  readonly sourceId: number;
  readonly pageId: bigint;
  readonly recordedAt: string;
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
  const cells = cellsOf(columns.length, rows);
  const values = columns.map(({ sqlType }, at) => {
    const column = cells[at]!;
    const isSame = column.every((cell) => cell === column[0]);
    parameters.push(isSame ? cellText(column[0]!) : binaryArray(sqlType, column));
    return isSame ? `$${parameters.length}::${sqlType}` : `unnest($${parameters.length}::${sqlType}[])`;
  });
  // Never the same in two rows, so that there are as many rows as there should be.
  parameters.push(
    binaryArray(
      'integer',
      rows.map(({ recordNo }) => String(recordNo)),
    ),
  );
  const names = columns.map(({ column }) => quoted(column));
  return session.execute(
    `INSERT INTO fact.${quoted(factOf(fact).table)} (workspace_id, source_id, page_id, recorded_at, ${names.join(', ')}, record_no)
     SELECT $1::integer, $2::integer, $3::bigint, $4::timestamptz, ${values.join(', ')}, unnest($${parameters.length}::integer[])`,
    parameters,
  );
}

/** The fact's day and its own columns, in the order of a row's cells. */
function columnsOf(fact: FactClass): { column: string; sqlType: string }[] {
  const { links, keys, values } = layoutOf(fact);
  return [{ column: 'day', sqlType: 'date' }, ...links, ...keys, ...values];
}

/** The cells of rows, column by column. */
function cellsOf(columns: number, rows: readonly LinkedRow[]): string[][] {
  const cells: string[][] = Array.from({ length: columns }, () => new Array<string>(rows.length));
  for (let at = 0; at < rows.length; at++) {
    const { head, keys, values } = rows[at]!;
    let column = 0;
    for (const text of keys === null ? [head, values] : [head, keys, values]) {
      for (let from = 0; column < columns; ) {
        const tab = text.indexOf('\t', from);
        cells[column++]![at] = tab < 0 ? text.slice(from) : text.slice(from, tab);
        if (tab < 0) break;
        from = tab + 1;
      }
    }
  }
  return cells;
}
