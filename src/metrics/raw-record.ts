import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Session } from '../database/session';
import { ByteSpans } from '../lib/byte-spans';

const decompress = promisify(zstdDecompress);

/** A raw page's run and its records as JSON texts, by their numbers. */
export interface RawRecords {
  readonly runId: number;
  at(recordNo: number): string | undefined;
}

interface StoredPage {
  id: bigint;
  run_id: number;
  records: Buffer | null;
  record_spans: Buffer | null;
  body: Buffer | null;
}

/** The raw pages of some ids; a page that is no longer kept is missing. */
export async function rawRecords(session: Session, pageIds: readonly bigint[]): Promise<Map<bigint, RawRecords>> {
  const pages = await session.query<StoredPage>(
    `SELECT id, run_id, records, record_spans, CASE WHEN record_spans IS NOT NULL THEN body END AS body
     FROM hub.raw_page WHERE workspace_id = $1 AND id = ANY($2::bigint[])`,
    [session.workspaceId, [...new Set(pageIds)]],
  );
  const read = pages.map(async (page): Promise<[bigint, RawRecords]> => [page.id, { runId: page.run_id, at: await textsOf(page) }]);
  return new Map(await Promise.all(read));
}

async function textsOf({ records, record_spans, body }: StoredPage): Promise<RawRecords['at']> {
  if (record_spans && body) {
    const [bytes, spans] = await Promise.all([decompress(body), decompress(record_spans).then(ByteSpans.from)]);
    return (recordNo) => spans.of(bytes, recordNo)?.toString();
  }
  const lines = records ? (await decompress(records)).toString().split('\n') : [];
  return (recordNo) => lines[recordNo];
}

/** The runs that brought some raw pages. */
export async function runsOf(session: Session, pageIds: readonly bigint[]): Promise<number[]> {
  const rows = await session.query<{ run_id: number }>(
    'SELECT DISTINCT run_id FROM hub.raw_page WHERE workspace_id = $1 AND id = ANY($2::bigint[]) ORDER BY run_id',
    [session.workspaceId, [...new Set(pageIds)]],
  );
  return rows.map((row) => row.run_id);
}
