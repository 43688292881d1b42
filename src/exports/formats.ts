import type { MetricRow, Question } from '../metrics/question';
import { type CsvCell, csvLine } from '../server/csv';
import { parquetFile } from './parquet-file';
import { cellsOf, headerOf, recordOf } from './table-of';
import { workbookFile } from './workbook-file';

/** Rows as they are read, some at a time. */
export type Rows = AsyncIterable<readonly MetricRow[]>;
/** A table as files hold it: the names of its columns, how many of the first are text, and its rows. */
export interface Table {
  readonly header: readonly string[];
  readonly texts: number;
  readonly rows: AsyncIterable<readonly (readonly CsvCell[])[]>;
}
/** The bytes of a file, as they come about. */
export type Bytes = AsyncIterable<Uint8Array>;

/** What an export can be written as; each name is the file's extension. */
export const FORMATS = ['csv', 'jsonl', 'xlsx', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

const WRITERS: Readonly<Record<Format, (question: Question, rows: Rows) => Bytes>> = {
  csv: csvFile,
  jsonl: jsonLines,
  xlsx: (question, rows) => workbookFile(tableOf(question, rows)),
  parquet: (question, rows) => parquetFile(tableOf(question, rows)),
};

/** The file of some rows of a question in a format. */
export function fileOf(format: Format, question: Question, rows: Rows): Bytes {
  return WRITERS[format](question, rows);
}

function tableOf(question: Question, rows: Rows): Table {
  const cells = async function* () {
    for await (const some of rows) yield some.map((row) => cellsOf(row, question));
  };
  return { header: headerOf(question), texts: (question.grain ? 1 : 0) + 2 * question.by.length, rows: cells() };
}

async function* csvFile(question: Question, rows: Rows): Bytes {
  yield Buffer.from(csvLine(headerOf(question)));
  for await (const some of rows) yield Buffer.from(some.map((row) => csvLine(cellsOf(row, question))).join(''));
}

async function* jsonLines(question: Question, rows: Rows): Bytes {
  for await (const some of rows) yield Buffer.from(some.map((row) => `${recordOf(row, question)}\n`).join(''));
}
