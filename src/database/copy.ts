import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** A value as COPY takes it: its text, or null for SQL's NULL. */
export type Cell = string | null;

/** What COPY's text format writes otherwise than as it is, and more: the fewer characters are told apart, the faster. */
const UNUSUAL = /[^ -[\]-\ud7ff\ue000-\uffff]/;
const SPECIAL = /[\\\t\n\r\b\f\v]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v' };
const CHUNK = 64 * 1024;

/** What stands for NULL in a line of COPY. */
export const NULL_CELL = '\\N';

/** Whether a text has a character that is special to COPY or to UTF-8: line breaks, backslashes, halves of surrogate pairs and such. */
export function isUnusual(text: string): boolean {
  return UNUSUAL.test(text);
}

/** A value as it stands in a line of COPY's text format; any text survives but one with a NUL character, which PostgreSQL cannot hold. */
export function copyCell(cell: Cell): string {
  if (cell === null) return NULL_CELL;
  return UNUSUAL.test(cell) ? cell.replace(SPECIAL, (character) => ESCAPES[character]!) : cell;
}

const UNESCAPED = new Map(Object.entries(ESCAPES).map(([character, written]) => [written, character]));

/** The value that {@link copyCell} wrote. */
export function textOfCell(cell: string): Cell {
  if (cell === NULL_CELL) return null;
  return cell.includes('\\') ? cell.replace(/\\./g, (written) => UNESCAPED.get(written) ?? written) : cell;
}

/** Appends rows to a table by COPY; `table` and `columns` are SQL already. Throws the server's error, which names the line. */
export function copyRows(client: PoolClient, table: string, columns: readonly string[], rows: Iterable<readonly Cell[]>): Promise<void> {
  return copyLines(client, table, columns, linesOf(rows));
}

function* linesOf(rows: Iterable<readonly Cell[]>): Generator<string> {
  for (const row of rows) yield `${row.map(copyCell).join('\t')}\n`;
}

/** {@link copyRows} for rows that are lines of COPY's text format already, each with its line end. */
export async function copyLines(client: PoolClient, table: string, columns: readonly string[], lines: Iterable<string>): Promise<void> {
  const target = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(chunksOf(lines)), target);
}

function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length >= CHUNK) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text) yield Buffer.from(text);
}

/** The rows of a query in COPY's binary format. COPY takes no parameters: whatever varies is checked by the caller. */
export async function queryBytes(client: PoolClient, sql: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
