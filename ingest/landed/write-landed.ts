import type { Session } from '../../src/database/session';
import type { LandedRow } from './landed-row';

/** Rows of one page on their way into the landed records of a stream. */
export interface LandedBatch {
  readonly runId: number;
  readonly sourceId: number;
  readonly stream: string;
  readonly pageId: bigint;
  readonly rows: readonly LandedRow[];
}

/** What became of the rows. */
export interface LandedChanges {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
}

const GIVEN = 'unnest($6::text[], $7::text[], $8::bigint[], $9::integer[]) AS g (key, record, version, record_no)';
const SOURCE_OF = `(SELECT g.key, g.record::jsonb AS record, g.version, g.record_no FROM ${GIVEN}) s`;
/** What came later stays, in whatever order pages are promoted. */
const EARLIER = `l.workspace_id = $1 AND l.source_id = $2 AND l.stream = $3 AND l.key = ANY($6::text[]) AND l.key = s.key
  AND (l.page_id, l.record_no) < ($4::bigint, s.record_no)`;

const INSERT = `INSERT INTO hub.landed_record (workspace_id, source_id, stream, key, record, version, first_run_id, first_page_id, run_id, page_id, record_no)
SELECT $1::integer, $2::integer, $3::text, s.key, s.record, s.version, $5::integer, $4::bigint, $5::integer, $4::bigint, s.record_no FROM ${SOURCE_OF}
ORDER BY s.key ON CONFLICT (workspace_id, source_id, stream, key) DO NOTHING`;

const REVISE = `UPDATE hub.landed_record l SET record = s.record, version = s.version, deleted_at = NULL, run_id = $5, page_id = $4, record_no = s.record_no,
  changed_at = clock_timestamp() FROM ${SOURCE_OF} WHERE ${EARLIER} AND (l.record <> s.record OR l.deleted_at IS NOT NULL)`;

/**
 * The same record again is no change of it, but its version counts when a later one is declared complete; and while a record of the stream
 * waits in quarantine, which page last said a record tells whether that one is out of date.
 */
const CONFIRM = `UPDATE hub.landed_record l SET version = s.version, run_id = $5, page_id = $4, record_no = s.record_no FROM ${SOURCE_OF}
WHERE ${EARLIER} AND (l.version IS DISTINCT FROM s.version OR EXISTS (
  SELECT FROM hub.quarantine q WHERE q.workspace_id = $1 AND q.source_id = $2 AND q.stream = $3 AND q.replayed_at IS NULL))`;

/**
 * Brings records into their stream by their keys. Of two with one key in a batch the later wins and the earlier counts as unchanged; a record
 * that was deleted is there again. The caller holds the source's row.
 */
export async function writeLanded(session: Session, batch: LandedBatch): Promise<LandedChanges> {
  const { pageId, runId, sourceId, stream } = batch;
  const rows = [...new Map(batch.rows.map((row) => [row.key ?? `${pageId}:${row.recordNo}`, row]))];
  if (rows.length === 0) return { inserted: 0, revised: 0, unchanged: 0 };
  const parameters = [
    session.workspaceId,
    sourceId,
    stream,
    pageId,
    runId,
    rows.map(([key]) => key),
    rows.map(([, { text }]) => text),
    rows.map(([, { version }]) => version),
    rows.map(([, { recordNo }]) => recordNo),
  ];
  const inserted = await session.execute(INSERT, parameters);
  if (inserted === rows.length) return { inserted, revised: 0, unchanged: batch.rows.length - inserted };
  // The index is read for the keys of the batch, once; a nested loop would read the stream's whole index for each of them.
  await session.execute('SET LOCAL enable_nestloop = off');
  const revised = await session.execute(REVISE, parameters);
  if (inserted + revised < rows.length) await session.execute(CONFIRM, parameters);
  await session.execute('SET LOCAL enable_nestloop = on');
  return { inserted, revised, unchanged: batch.rows.length - inserted - revised };
}
