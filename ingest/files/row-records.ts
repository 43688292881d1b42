import type { ReadRecord } from './source-record';
import type { TableRow } from './table-row';

/** How a row with fewer cells than the header is taken: as malformed, or as one whose last cells are empty (a sheet keeps no empty cells). */
export type ShortRows = 'reject' | 'fill';

/** One row as a record under the header's names. A row with more filled cells than names, or with fewer when those are rejected, is bad. */
export function recordOfRow(row: TableRow, names: readonly string[], shortRows: ShortRows): ReadRecord {
  if ('reason' in row) return { line: row.line, raw: { text: row.text }, reason: row.reason };
  const { line, cells } = row;
  const filled = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  if (filled > names.length || (cells.length < names.length && shortRows === 'reject')) {
    const count = filled > names.length ? filled : cells.length;
    return { line, raw: named(cells.slice(0, count), names), reason: `has ${count} cells; the header has ${names.length}` };
  }
  return { line, cells: Object.fromEntries(names.map((name, position) => [name, (cells[position] ?? '').trim()])) };
}

function named(cells: readonly string[], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(cells.map((cell, position) => [names[position] ?? `column ${position + 1}`, cell]));
}
