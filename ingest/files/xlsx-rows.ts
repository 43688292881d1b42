import type { TableRow } from './table-row';
import { sheetRows } from './xlsx/sheet-rows';
import { readWorkbook, type Sheet } from './xlsx/workbook';
import { ZipParts } from './xlsx/zip-parts';

/** How many bytes of a sheet are read: more than a million rows of a hundred columns take. */
const LARGEST_SHEET = 2 ** 32;

/**
 * The rows of one sheet of an .xlsx workbook, the first visible one unless a name is given. In memory are the workbook's shared strings and a few
 * rows at a time. Throws a RangeError that lists the sheets when there is none of that name, and an Error that names the part when one is
 * missing, broken or too large.
 */
export async function* xlsxRows(path: string, sheet?: string): AsyncGenerator<TableRow> {
  const parts = await ZipParts.open(path);
  try {
    const { sheets, context } = await readWorkbook(path, parts);
    const { part } = sheetOf(path, sheets, sheet);
    yield* sheetRows(`${path}: ${part}`, parts.read(part, LARGEST_SHEET), await context());
  } finally {
    parts.close();
  }
}

function sheetOf(path: string, sheets: readonly Sheet[], name: string | undefined): Sheet {
  const found = name === undefined ? (sheets.find((each) => each.isVisible) ?? sheets[0]) : sheets.find((each) => each.name === name);
  if (found) return found;
  const names = sheets.map((each) => `"${each.name}"`).join(', ');
  throw new RangeError(`${path}: has no sheet "${name ?? 'first'}"; its sheets are ${names || 'none'}`);
}
