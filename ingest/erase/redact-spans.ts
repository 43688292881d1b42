import { ByteSpans } from '../../src/lib/byte-spans';
import { TOMBSTONE } from '../../src/lib/tombstone';

/** A body, and where its records lie in it. */
export interface SpannedBody {
  readonly body: Buffer;
  readonly spans: ByteSpans;
}

/** A body with a tombstone in the place of each of some records, and where all records lie in it; null when they are tombstones already. */
export function redactSpans({ body, spans }: SpannedBody, recordNos: ReadonlySet<number>): SpannedBody | null {
  const tombstone = Buffer.from(TOMBSTONE);
  const pieces: Buffer[] = [];
  const moved = new ByteSpans();
  let isChanged = false;
  let from = 0;
  let at = 0;
  for (let recordNo = 0; recordNo < spans.length; recordNo++) {
    const record = spans.of(body, recordNo)!;
    const start = record.byteOffset - body.byteOffset;
    const left = recordNos.has(recordNo) ? tombstone : record;
    isChanged ||= !left.equals(record);
    pieces.push(body.subarray(from, start), left);
    at += start - from;
    moved.add(at, at + left.length);
    at += left.length;
    from = start + record.length;
  }
  return isChanged ? { body: Buffer.concat([...pieces, body.subarray(from)]), spans: moved } : null;
}
