/** Characters that take two cells on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/gu;

/** What a table cell shows: text as it is, numbers to the right, nothing for null. */
export type Cell = string | number | bigint | boolean | null | undefined;

/** A table for a terminal: one row a line, columns as wide as their widest cell, Han characters counted as two. */
export function table(header: string[], rows: Cell[][]): string {
  const texts = rows.map((row) => row.map(text));
  const widths = header.map((title, index) => Math.max(width(title), ...texts.map((row) => width(row[index] ?? ''))));
  const line = (cells: string[], row?: Cell[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, isNumber(row?.[index])))
      .join('  ')
      .trimEnd();
  return [line(header), ...texts.map((cells, index) => line(cells, rows[index]))].join('\n');
}

/** A name that breaks its line, or that would steer the terminal, is shown on one line. */
function text(cell: Cell): string {
  return cell === null || cell === undefined ? '' : String(cell).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

function isNumber(cell: Cell): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint' || (typeof cell === 'string' && /^-?\d[\d,.]*%?$/.test(cell));
}

function width(value: string): number {
  return value.length + (value.match(WIDE)?.length ?? 0);
}

function pad(value: string, size: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, size - width(value)));
  return right ? space + value : value + space;
}
