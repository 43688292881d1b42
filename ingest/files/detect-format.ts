import { extname } from 'node:path';

/** How a file's records are laid out; `csv` stands for every delimited text, whatever its delimiter. */
export type FileFormat = 'csv' | 'xlsx' | 'jsonl';

const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/**
 * The format by the first bytes, then by the extension. `text` is the head decoded.
 * Throws a TypeError, saying what to do instead, for old `.xls` workbooks, other archives and JSON arrays.
 */
export function detectFormat(path: string, head: Uint8Array, text: string): FileFormat {
  const signature = Buffer.from(head.subarray(0, 4)).toString('hex');
  if (signature === '504b0304') return 'xlsx';
  if (signature === 'd0cf11e0')
    throw new TypeError(`${path}: is an old .xls workbook or one with a password; save it as .xlsx without a password, or as .csv`);
  if (signature.startsWith('1f8b')) throw new TypeError(`${path}: is compressed with gzip; unpack it first`);
  const known = EXTENSIONS[extname(path).toLowerCase()];
  if (known) return known;
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('[')) throw new TypeError(`${path}: is a JSON array; expected one JSON object a line`);
  return start.startsWith('{') ? 'jsonl' : 'csv';
}
