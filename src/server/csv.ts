/** One cell of a table: a number goes out as it is, text is guarded. */
export type CsvCell = string | number | null | { readonly decimal: string };

/** What a spreadsheet would take for a formula, or strip before it looks for one. */
const FORMULA = /^[=+\-@\t\r\0]/;

/**
 * One line of RFC 4180 with its CRLF. Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers,
 * also negative ones; null is an empty cell.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.decimal;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
