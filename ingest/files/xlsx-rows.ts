import { createReadStream } from 'node:fs';
import { type CellValue, type Row, stream, ValueType } from 'exceljs';
import type { TableRow } from './table-row';

/** What the streaming reader knows about the workbook beside its rows; the library leaves it out of its types. */
interface SheetNames {
  readonly model?: { readonly sheets?: readonly { readonly name: string; readonly state?: string }[] };
}

const MS_PER_DAY = 86_400_000;

/**
 * The rows of one sheet of an .xlsx workbook, the first visible one unless a name is given, one row in memory at a time.
 * Numbers are their shortest exact decimal text, dates ISO days (with the time when there is one), formulas their last result.
 * Throws a RangeError that lists the sheets when there is none of that name.
 */
export async function* xlsxRows(path: string, sheet?: string): AsyncGenerator<TableRow> {
  const input = createReadStream(path);
  const reader = new stream.xlsx.WorkbookReader(input, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  try {
    for await (const worksheet of reader) {
      const sheets = (reader as unknown as SheetNames).model?.sheets ?? [];
      const wanted = sheet ?? (sheets.find((each) => each.state !== 'hidden' && each.state !== 'veryHidden') ?? sheets[0])?.name;
      const name = (worksheet as unknown as { name?: string }).name;
      if (wanted !== undefined && name !== wanted) continue;
      for await (const row of worksheet) if (row.hasValues) yield rowOf(row);
      return;
    }
    const names = ((reader as unknown as SheetNames).model?.sheets ?? []).map((each) => `"${each.name}"`).join(', ');
    throw new RangeError(`${path}: has no sheet "${sheet ?? 'first'}"; its sheets are ${names || 'none'}`);
  } finally {
    input.destroy();
  }
}

function rowOf(row: Row): TableRow {
  const cells: string[] = [];
  for (let column = 1; column <= row.cellCount; column++) {
    const cell = row.getCell(column);
    const value = cell.type === ValueType.Formula ? formulaResult(cell.result, cell.numFmt) : cell.value;
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const reason = `cell ${cell.address} holds ${value}, more digits than a number cell keeps exactly; store it as text`;
      return { line: row.number, text: String(value), reason };
    }
    cells.push(cellText(value));
  }
  return { line: row.number, cells };
}

/** A formula's result, as a date when the cell is formatted as one (the reader converts plain date cells only). */
function formulaResult(result: CellValue, format: string | undefined): CellValue {
  const isDate = typeof result === 'number' && /[ymd]/i.test((format ?? '').replace(/\[[^\]]*\]|"[^"]*"/g, '')) && format !== 'General';
  return isDate ? new Date(Math.round((result - 25_569) * MS_PER_DAY)) : result;
}

function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'number') return Number.isNaN(value) ? '#ERROR!' : decimalText(value);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('error' in value) return value.error;
  if ('text' in value) return cellText(value.text);
  return cellText(value.result ?? null);
}

/** A date cell has no zone: its calendar day, and its time of day unless that is midnight. */
function dateText(date: Date): string {
  const iso = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** The shortest decimal text that reads back as the same number, written out without an exponent. */
function decimalText(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const sign = value < 0 ? '-' : '';
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(shift, '0')}`;
}
