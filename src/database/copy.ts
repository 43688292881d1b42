import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value as COPY takes it: its text, or null for SQL's NULL. */
export type Cell = string | null;

const SPECIAL = /[\\\t\n\r\b\f\v]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v' };
const CHUNK = 64 * 1024;

/** One row in COPY's text format, with its line end; any text survives but one with a NUL character, which PostgreSQL cannot hold. */
export function copyLine(cells: readonly Cell[]): string {
  let line = '';
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at];
    if (at > 0) line += '\t';
    line += cell == null ? '\\N' : SPECIAL.test(cell) ? cell.replace(SPECIAL, (character) => ESCAPES[character]!) : cell;
    SPECIAL.lastIndex = 0;
  }
  return `${line}\n`;
}

/** Appends rows to a table by COPY; `table` and `columns` are SQL already. Throws the server's error, which names the line. */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const target = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(chunksOf(rows)), target);
}

function* chunksOf(rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += copyLine(row);
    if (text.length >= CHUNK) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text) yield Buffer.from(text);
}
