import { unpacked, unpackRecords } from '../../ingest/record-lines';
import { ByteSpans } from '../../src/lib/byte-spans';

/** A row of `hub.raw_page`, as far as its records go. */
export interface KeptPage {
  readonly body: Buffer;
  readonly records: Buffer | null;
  readonly record_spans: Buffer | null;
}

/** The columns of a {@link KeptPage}, of `hub.raw_page p`. */
export const KEPT = 'p.body, p.records, p.record_spans';

/** The records that a page keeps, as JSON texts; none before it is promoted. */
export async function recordsKept({ body, records, record_spans }: KeptPage): Promise<string[]> {
  if (records) return unpackRecords(records);
  if (!record_spans) return [];
  const bytes = await unpacked(body);
  const spans = ByteSpans.from(await unpacked(record_spans));
  return Array.from({ length: spans.length }, (_, recordNo) => spans.of(bytes, recordNo)!.toString());
}
