import { csvRows } from './csv-rows';
import { detectFormat, type FileFormat } from './detect-format';
import { findHeader, namesOf } from './find-header';
import { jsonRecords } from './json-records';
import { recordOfRow } from './row-records';
import { sniffDelimiter } from './sniff-delimiter';
import type { ReadRecord, SourceRecord } from './source-record';
import { surveyFile } from './survey-file';
import type { TableRow } from './table-row';
import { decodeFile, textLines } from './text-lines';
import { xlsxRows } from './xlsx-rows';

/** What a mapping may say about the file where looking at it is not enough. */
export interface ReadOptions {
  readonly format?: FileFormat | undefined;
  /** Any label that `TextDecoder` knows: `gb18030`, `big5`, `windows-1252`, … */
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly sheet?: string | undefined;
  /** The line (sheet row) of the header, from 1. */
  readonly headerRow?: number | undefined;
  /** How many rows right below the header are labels and no data. */
  readonly skipRows?: number | undefined;
}

/** A file opened for reading: what it was found to be, and its records, which may be read more than once. */
export interface Table {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: FileFormat;
  /** Null for workbooks, which say it themselves. */
  readonly encoding: string | null;
  /** Null unless the format is `csv`. */
  readonly delimiter: string | null;
  /** The line of the header; 0 for JSON lines, whose header is the names in the first 200 records. */
  readonly headerLine: number;
  readonly header: readonly string[];
  /** Names that the header holds more than once (see {@link namesOf}). */
  readonly duplicates: readonly string[];
  readonly records: () => AsyncIterable<ReadRecord>;
}

/** How many rows are looked at to find the header. */
const LOOK_AT = 60;

/**
 * Opens a CSV, TSV, XLSX or JSON-lines file. Format, encoding, delimiter and header are found by looking unless the options say them.
 * Throws an Error that names the file and what to say in the mapping when one of them cannot be found.
 */
export async function openTable(path: string, options: ReadOptions = {}): Promise<Table> {
  const survey = await surveyFile(path);
  const encoding = options.encoding ?? survey.encoding;
  const headText = new TextDecoder(encoding ?? 'utf-8').decode(survey.head, { stream: true });
  const format = options.format ?? detectFormat(path, survey.head, headText);
  const found = { path, sha256: survey.sha256, bytes: survey.bytes, format };
  if (format === 'xlsx') return tableOfRows({ ...found, encoding: null, delimiter: null }, () => xlsxRows(path, options.sheet), options);
  if (encoding === null) throw new Error(`${path}: is neither UTF-8 nor GB18030; name its encoding, for example "encoding: windows-1252"`);
  const lines = () => textLines(decodeFile(path, encoding));
  if (format === 'jsonl') return tableOfJson({ ...found, encoding, delimiter: null }, () => jsonRecords(lines()));
  const delimiter = options.delimiter ?? sniffDelimiter(headText);
  return tableOfRows({ ...found, encoding, delimiter }, () => csvRows(lines(), delimiter), options);
}

type Found = Pick<Table, 'path' | 'sha256' | 'bytes' | 'format' | 'encoding' | 'delimiter'>;

async function tableOfRows(found: Found, rows: () => AsyncIterable<TableRow>, options: ReadOptions): Promise<Table> {
  const { line: headerLine, cells } = await headerRowOf(found.path, rows(), options.headerRow);
  const { names, duplicates } = namesOf(cells);
  const shortRows = found.format === 'xlsx' ? 'fill' : 'reject';
  const records = async function* (): AsyncGenerator<ReadRecord> {
    let labels = options.skipRows ?? 0;
    for await (const row of rows()) {
      if (row.line <= headerLine) continue;
      if (labels-- > 0) continue;
      yield recordOfRow(row, names, shortRows);
    }
  };
  return { ...found, headerLine, header: names, duplicates, records };
}

async function headerRowOf(
  path: string,
  rows: AsyncIterable<TableRow>,
  wanted?: number,
): Promise<{ line: number; cells: readonly string[] }> {
  const seen: { line: number; cells: readonly string[] }[] = [];
  for await (const row of rows) {
    if (wanted !== undefined && row.line > wanted) break;
    if ('cells' in row && (wanted === undefined || row.line === wanted)) seen.push(row);
    if (seen.length === LOOK_AT) break;
  }
  const header = wanted === undefined ? seen[findHeader(seen.map((row) => row.cells))] : seen[0];
  if (header) return header;
  if (wanted !== undefined) throw new Error(`${path}: has no row at line ${wanted}, where "headerRow" says the header is`);
  if (seen.length === 0) throw new Error(`${path}: holds no rows; expected a header and rows below it`);
  throw new Error(`${path}: none of its first ${seen.length} rows reads as a header; name its line, for example "headerRow: 1"`);
}

async function tableOfJson(found: Found, records: () => AsyncIterable<ReadRecord>): Promise<Table> {
  const first: SourceRecord[] = [];
  for await (const record of records()) {
    if ('cells' in record) first.push(record);
    if (first.length === 200) break;
  }
  const header = [...new Set(first.flatMap((record) => Object.keys(record.cells)))];
  return { ...found, headerLine: 0, header, duplicates: [], records };
}
