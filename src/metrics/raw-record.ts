import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Session } from '../database/session';

const decompress = promisify(zstdDecompress);

/** A raw page's run and its records as JSON texts, in order. */
export interface RawRecords {
  readonly runId: number;
  readonly lines: readonly string[];
}

/** The raw pages of some ids; a page that is no longer kept is missing. */
export async function rawRecords(session: Session, pageIds: readonly bigint[]): Promise<Map<bigint, RawRecords>> {
  const pages = await session.query<{ id: bigint; run_id: number; records: Buffer | null }>(
    'SELECT id, run_id, records FROM hub.raw_page WHERE workspace_id = $1 AND id = ANY($2::bigint[])',
    [session.workspaceId, [...new Set(pageIds)]],
  );
  const read = pages.map(async ({ id, run_id, records }): Promise<[bigint, RawRecords]> => {
    const text = records ? (await decompress(records)).toString() : '';
    return [id, { runId: run_id, lines: text.split('\n') }];
  });
  return new Map(await Promise.all(read));
}

/** The runs that brought some raw pages. */
export async function runsOf(session: Session, pageIds: readonly bigint[]): Promise<number[]> {
  const rows = await session.query<{ run_id: number }>(
    'SELECT DISTINCT run_id FROM hub.raw_page WHERE workspace_id = $1 AND id = ANY($2::bigint[]) ORDER BY run_id',
    [session.workspaceId, [...new Set(pageIds)]],
  );
  return rows.map((row) => row.run_id);
}
