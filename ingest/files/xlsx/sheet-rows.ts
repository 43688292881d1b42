import type { TableRow } from '../table-row';
import { readXml } from './read-xml';
import { RowReader } from './row-reader';
import type { CellContext } from './workbook';

/** How many characters of XML one row may take; the longest that programs write take a small part of it. */
const LONGEST_ROW = 2 ** 24;

/** The rows of a sheet that hold anything, a few in memory at a time. `place` begins the errors. */
export async function* sheetRows(place: string, chunks: AsyncIterable<Buffer>, context: CellContext): AsyncGenerator<TableRow> {
  const reader = new RowReader(place, context);
  let line = 0;
  let characters = 0;
  for await (const length of readXml(place, chunks, reader)) {
    characters = reader.line === line ? characters + length : length;
    line = reader.line;
    if (characters > LONGEST_ROW) throw new RangeError(`${place}: more than ${LONGEST_ROW} characters without a row after row ${line}`);
    yield* reader.takeRows();
  }
}
