import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Bytes, compressed with zstd. */
export function packed(bytes: Buffer | string): Promise<Buffer> {
  return compress(bytes);
}

/** Bytes that were compressed with {@link packed}. */
export function unpacked(bytes: Buffer): Promise<Buffer> {
  return decompress(bytes);
}

/** Raw records as `raw_page.records` keeps them: JSON texts, one a line, the line number being the record's; zstd. */
export function packRecords(records: readonly string[]): Promise<Buffer> {
  // JSON text has no line breaks of its own unless someone indented it; a break inside a text is written \n.
  return packed(records.map((record) => record.replace(/[\r\n]+/g, ' ')).join('\n'));
}

/** The raw records that {@link packRecords} kept. */
export async function unpackRecords(bytes: Buffer): Promise<string[]> {
  const text = (await unpacked(bytes)).toString();
  return text === '' ? [] : text.split('\n');
}
