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
  return packed(recordLines(records));
}

/** Raw records as {@link packRecords} packs them. */
export function recordLines(records: readonly string[]): Buffer {
  const text = records.join('\n');
  const breaks = records.length - 1;
  // JSON text has no line breaks of its own unless someone indented it; a break inside a text is written \n.
  if (!text.includes('\r') && countOf(text, '\n') <= breaks) return Buffer.from(text);
  return Buffer.from(records.map((record) => record.replace(/[\r\n]+/g, ' ')).join('\n'));
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** The raw records that {@link packRecords} kept. */
export async function unpackRecords(bytes: Buffer): Promise<string[]> {
  const text = (await unpacked(bytes)).toString();
  return text === '' ? [] : text.split('\n');
}
