import type { Session } from '../../src/database/session';
import { ByteSpans } from '../../src/lib/byte-spans';
import { TOMBSTONE } from '../../src/lib/tombstone';
import { packed, packRecords, unpacked, unpackRecords } from '../record-lines';
import { redactBody } from './redact-body';
import { redactSpans } from './redact-spans';

/** A raw record: its page, and its number in the page. */
export interface RecordAt {
  readonly pageId: bigint;
  readonly recordNo: number;
}

/** Some records of a page. */
export function recordsAt(pageId: bigint, recordNos: Iterable<number>): RecordAt[] {
  return [...recordNos].map((recordNo) => ({ pageId, recordNo }));
}

/** What quarantine says of a record that was erased. */
const REASON = 'the post was deleted';

/**
 * Overwrites raw records with a tombstone, in their pages and in quarantine, where they do not wait any longer, and returns those that were there to
 * be overwritten. A page that a run is still to promote is left alone: what it shows of posts that are gone is erased as it is promoted. The caller
 * holds the workspace's row.
 */
export async function redactRecords(session: Session, runId: number, records: readonly RecordAt[]): Promise<RecordAt[]> {
  const byPage = Map.groupBy(records, ({ pageId }) => pageId);
  const done: RecordAt[] = [];
  for (const id of await settledPages(session, [...byPage.keys()])) {
    const ofPage = byPage.get(id)!;
    await redactPage(session, id, new Set(ofPage.map(({ recordNo }) => recordNo)));
    done.push(...ofPage);
  }
  if (done.length === 0) return [];
  const places = [session.workspaceId, done.map(({ pageId }) => pageId), done.map(({ recordNo }) => recordNo)];
  const among = '(page_id, record_no) IN (SELECT * FROM unnest($2::bigint[], $3::integer[]))';
  await session.execute(
    `UPDATE hub.quarantine SET raw = $4, reason = $5, place = NULL, value = NULL, replayed_at = coalesce(replayed_at, clock_timestamp()),
       replay_run_id = coalesce(replay_run_id, $6) WHERE workspace_id = $1 AND ${among}`,
    [...places, TOMBSTONE, REASON, runId],
  );
  await session.execute(`DELETE FROM hub.post_record WHERE workspace_id = $1 AND ${among}`, places);
  return done;
}

async function settledPages(session: Session, ids: readonly bigint[]): Promise<bigint[]> {
  if (ids.length === 0) return [];
  const rows = await session.query<{ id: bigint }>(
    `SELECT p.id FROM hub.raw_page p WHERE p.workspace_id = $1 AND p.id = ANY($2::bigint[]) AND (p.promoted_at IS NOT NULL OR NOT EXISTS (
       SELECT FROM hub.ingest_run r WHERE r.workspace_id = $1 AND r.id = p.run_id AND r.status IN ('QUEUED', 'RUNNING'))) ORDER BY p.id`,
    [session.workspaceId, ids],
  );
  return rows.map(({ id }) => id);
}

interface StoredPage {
  readonly body: Buffer;
  readonly records: Buffer | null;
  readonly record_spans: Buffer | null;
}

/** One page at a time, as pages are large. */
async function redactPage(session: Session, id: bigint, recordNos: ReadonlySet<number>): Promise<void> {
  const [page] = await session.query<StoredPage>(
    'SELECT body, records, record_spans FROM hub.raw_page WHERE workspace_id = $1 AND id = $2',
    [session.workspaceId, id],
  );
  const left = await redacted(page!, recordNos);
  if (left === null) return;
  await session.execute(
    `UPDATE hub.raw_page SET body = $3, records = $4, record_spans = $5, redacted_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2`,
    [session.workspaceId, id, left.body, left.records, left.record_spans],
  );
}

/** What is left of a page; null when nothing of it has to go. */
async function redacted(page: StoredPage, recordNos: ReadonlySet<number>): Promise<StoredPage | null> {
  if (page.record_spans !== null) {
    const spans = ByteSpans.from(await unpacked(page.record_spans));
    const left = redactSpans({ body: await unpacked(page.body), spans }, recordNos);
    return left && { body: await packed(left.body), records: null, record_spans: await packed(left.spans.bytes()) };
  }
  // Which part of a page that was never promoted is the record is not known any more.
  if (page.records === null) return { body: await packed(Buffer.alloc(0)), records: null, record_spans: null };
  const lines = await unpackRecords(page.records);
  const texts = new Set(lines.filter((line, at) => recordNos.has(at) && line !== TOMBSTONE));
  if (texts.size === 0) return null;
  const records = await packRecords(lines.map((line, at) => (recordNos.has(at) ? TOMBSTONE : line)));
  return { body: await packed(redactBody(await unpacked(page.body), texts)), records, record_spans: null };
}
