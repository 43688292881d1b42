import { hash } from 'node:crypto';
import type { ByteSpans } from '../../src/lib/byte-spans';

/** Records of a page that follow on one another, from `from` until before `to`, and a hash of their bytes. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly digest: string;
}

/** Bytes of a chunk's hash, of which SHA-256 has more. */
export const DIGEST_BYTES = 16;

/** A chunk has so many records at least and at most, and ends where a record says so, which one of so many does. */
const FEWEST = 4;
const MOST = 64;
const ONE_OF = 16;
/** One of so many bytes of a record is looked at. */
const STEP = 8;

/**
 * Cuts a page's records into chunks. Where a chunk ends follows from the record there, so that records which come again on a page that begins
 * elsewhere are soon cut as they were before.
 */
export function chunksOf(body: Buffer, spans: ByteSpans): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < spans.length; ) {
    let to = from + 1;
    while (to < spans.length && to - from < MOST && !(to - from >= FEWEST && isLast(body, spans, to - 1))) to++;
    chunks.push({ from, to, digest: digestOf(body.subarray(spans.startOf(from), spans.endOf(to - 1))) });
    from = to;
  }
  return chunks;
}

/** The hash, a character a byte. */
function digestOf(bytes: Buffer): string {
  return hash('sha256', bytes, 'buffer').toString('latin1', 0, DIGEST_BYTES);
}

function isLast(body: Buffer, spans: ByteSpans, place: number): boolean {
  let mixed = 0;
  for (let at = spans.endOf(place)! - 1, start = spans.startOf(place)!; at >= start; at -= STEP)
    mixed = (Math.imul(mixed, 31) + body[at]!) | 0;
  return (mixed ^ (mixed >>> 15)) % ONE_OF === 0;
}
