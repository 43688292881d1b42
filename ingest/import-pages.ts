import { type MappedRecord, mapRecords, type RejectedRecord } from './files/map-records';
import type { ReadRecord } from './files/source-record';
import type { MappedRow } from './files/target-shape';
import type { ImportReading } from './import-reading';
import type { Reject } from './promote';

/** Consecutive records of a file: their cells as JSON, the lines where they begin, their rows, and those that the mapping refused. */
export interface FilePage {
  /** The lines that the page covers: from the first, up to but without the next. */
  readonly firstLine: number;
  readonly nextLine: number;
  /** The page reaches to the end of the file. */
  readonly isLast: boolean;
  readonly records: readonly string[];
  readonly lines: readonly number[];
  readonly rows: readonly { readonly recordNo: number; readonly values: MappedRow }[];
  readonly rejects: readonly Reject[];
}

/** How many records a page has, and how many characters of them, whichever is reached first. */
export interface PageSize {
  readonly records: number;
  readonly characters: number;
}

/** What is loaded at a time: some tens of thousands of cells. */
export const PAGE_SIZE: PageSize = { records: 5_000, characters: 8_000_000 };

/** The pages of a file from a line on, one in memory at a time. The same file and size give the same pages wherever the reading begins. */
export async function* filePages(
  { table, mapping, shape }: ImportReading,
  fromLine: number,
  size: PageSize = PAGE_SIZE,
): AsyncGenerator<FilePage> {
  let page = new OpenPage(fromLine);
  for await (const record of mapRecords(recordsFrom(table.records(), fromLine), mapping, shape)) {
    if (page.records.length >= size.records || page.characters >= size.characters) {
      yield page.upTo(record.line, false);
      page = new OpenPage(record.line);
    }
    page.add(record);
  }
  if (page.records.length > 0) yield page.upTo(page.lines.at(-1)! + 1, true);
}

async function* recordsFrom(records: AsyncIterable<ReadRecord>, line: number): AsyncGenerator<ReadRecord> {
  for await (const record of records) if (record.line >= line) yield record;
}

class OpenPage {
  readonly records: string[] = [];
  readonly lines: number[] = [];
  readonly rows: { recordNo: number; values: MappedRow }[] = [];
  readonly rejects: Reject[] = [];
  characters = 0;

  constructor(readonly firstLine: number) {}

  add(record: MappedRecord | RejectedRecord): void {
    const recordNo = this.records.length;
    const raw = JSON.stringify(record.raw);
    this.records.push(raw);
    this.lines.push(record.line);
    this.characters += raw.length;
    if ('rows' in record) {
      for (const values of record.rows) this.rows.push({ recordNo, values });
      return;
    }
    const { line, reason, column, value } = record;
    this.rejects.push({
      recordNo,
      line,
      reason,
      ...(column === undefined ? {} : { place: column }),
      ...(value === undefined ? {} : { value }),
    });
  }

  upTo(nextLine: number, isLast: boolean): FilePage {
    const { firstLine, records, lines, rows, rejects } = this;
    return { firstLine, nextLine, isLast, records, lines, rows, rejects };
  }
}
