import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { ByteSpans } from '../src/lib/byte-spans';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const SMALL = 16 * 1024;

/** Bytes, compressed with zstd. */
export function packed(bytes: Buffer | string): Promise<Buffer> {
  // What comes out in one piece is asked for once; zstd makes itself no larger than what it is told will come.
  return compress(bytes, { chunkSize: Math.max(SMALL, bytes.length >> 2), pledgedSrcSize: Buffer.byteLength(bytes) });
}

/** Bytes that were compressed with {@link packed}. */
export function unpacked(bytes: Buffer): Promise<Buffer> {
  return decompress(bytes);
}

/** How a page's records are kept: the texts themselves, or where they lie in the page's body. */
export type KeptRecords = { readonly records: Buffer; readonly spans: null } | { readonly records: null; readonly spans: Buffer };

/** The JSON texts of a page's records; a record's number is its place. */
export interface RecordTexts {
  readonly length: number;
  at(recordNo: number): string | undefined;
  slice(from: number, to: number): readonly string[];
}

/** Texts that know how they are kept. */
export interface PageRecords extends RecordTexts {
  kept(): Promise<KeptRecords>;
}

/** Records that lie in their page's body, and are kept nowhere else. */
export class RecordSpans implements PageRecords {
  constructor(
    private readonly body: Buffer,
    private readonly spans: ByteSpans,
  ) {}

  get length(): number {
    return this.spans.length;
  }

  at(recordNo: number): string | undefined {
    return this.spans.of(this.body, recordNo)?.toString();
  }

  slice(from: number, to: number): string[] {
    return Array.from({ length: Math.max(0, Math.min(to, this.length) - from) }, (_, at) => this.at(from + at)!);
  }

  async kept(): Promise<KeptRecords> {
    return { records: null, spans: await packed(this.spans.bytes()) };
  }
}

/** JSON texts of records that are kept as bytes, one a line: a page has more of them than memory should hold one by one. */
export class RecordLines implements PageRecords {
  readonly #stretches: { readonly first: number; readonly bytes: Buffer }[] = [];
  length = 0;

  /** Adds texts without line breaks. */
  add(texts: readonly string[]): void {
    if (texts.length === 0) return;
    this.#stretches.push({ first: this.length, bytes: Buffer.from(`${this.length === 0 ? '' : '\n'}${texts.join('\n')}`) });
    this.length += texts.length;
  }

  at(recordNo: number): string | undefined {
    const stretch = this.#stretches.findLast(({ first }) => first <= recordNo);
    if (stretch === undefined || recordNo >= this.length) return undefined;
    const lines = stretch.bytes.toString().split('\n');
    return lines[recordNo - stretch.first + (stretch.first === 0 ? 0 : 1)];
  }

  slice(from: number, to: number): string[] {
    return Array.from({ length: Math.max(0, Math.min(to, this.length) - from) }, (_, at) => this.at(from + at)!);
  }

  async kept(): Promise<KeptRecords> {
    return { records: await packed(Buffer.concat(this.#stretches.map(({ bytes }) => bytes))), spans: null };
  }
}

/** Records as their page keeps them. */
export async function keptRecords(records: readonly string[] | PageRecords): Promise<KeptRecords> {
  return 'kept' in records ? records.kept() : { records: await packRecords(records), spans: null };
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
