import type { DataSource } from 'typeorm';
import { becomeOnlyWriter } from '../../src/database/only-writer';
import { inWorkspace, type Session } from '../../src/database/session';
import { ensurePartitions } from '../ensure-partitions';
import { recordsAt, redactRecords } from '../erase/redact-records';
import { type CheckedRows, checkRows } from '../promote';
import { advanceRun, type ClaimedRun, holdRun, holdSource } from '../runs';
import { writeFacts } from '../write-facts';
import type { StreamMeaning } from './stream-meaning';
import { type GivenRecord, StreamPage } from './stream-page';
import { writeLanded } from './write-landed';

/** The records of one page that wait in quarantine, what is known of their stream now, and the version of it that is complete. */
export interface WaitingPage {
  readonly pageId: bigint;
  readonly meaning: StreamMeaning;
  readonly activeVersion: bigint | null;
  readonly records: readonly WaitingRecord[];
}

/** One of them, as it can be read again. */
export interface WaitingRecord extends GivenRecord {
  readonly id: number;
  readonly recordNo: number;
}

/** What became of the rows of the records that pass, the numbers of the records that have any, and of those that did not pass after all. */
interface Written {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly spoken: ReadonlySet<number>;
  readonly refused: ReadonlySet<number>;
  /** Of posts whose words were erased before. */
  readonly erased: ReadonlySet<number>;
}

/**
 * Reads waiting records again and loads those that pass now, in one transaction; returns how many those were. What a later page has said
 * stays, and a record of a version that is no more adds nothing.
 */
export async function replayLanded(database: DataSource, run: ClaimedRun, waiting: WaitingPage): Promise<number> {
  const { meaning, records } = waiting;
  const page = new StreamPage(meaning);
  for (const record of records) page.add(record, record.recordNo);
  const facts = meaning.target ? checkRows(meaning.target.fact, page.rows, page.rejects) : null;
  const refused = facts?.rejects ?? new Map(page.rejects.map((reject) => [reject.recordNo, reject]));
  if (meaning.target && facts)
    await ensurePartitions(
      database,
      meaning.target.fact,
      facts.rows.map(({ day }) => day),
    );
  const passed = records.filter(({ recordNo }) => !refused.has(recordNo));
  return inWorkspace(database, run.workspaceId, async (session) => {
    await holdSource(session, run.sourceId);
    await holdRun(session, run);
    // Before any row of quarantine: whoever erases has the workspace first as well.
    if (facts) await becomeOnlyWriter(session);
    const open = await stillOpen(session, passed);
    const write = facts ? writeRows(session, run, waiting, page, facts, open) : writeRecords(session, run, waiting, page, open);
    const { inserted, revised, unchanged, spoken, refused: late, erased } = await write;
    await redactRecords(session, run.runId, recordsAt(waiting.pageId, erased));
    const done = passed.filter(({ recordNo }) => open.has(recordNo) && !late.has(recordNo));
    await markReplayed(session, run, done);
    const same = unchanged + done.filter(({ recordNo }) => !spoken.has(recordNo)).length;
    await advanceRun(session, run, {}, { records: inserted + revised + same, inserted, revised, unchanged: same, quarantined: 0 });
    return done.length;
  });
}

async function writeRows(
  session: Session,
  { runId, sourceId }: ClaimedRun,
  { pageId, meaning, activeVersion }: WaitingPage,
  page: StreamPage,
  { rows }: CheckedRows,
  open: ReadonlySet<number>,
): Promise<Written> {
  const { versions } = page;
  const mine = rows.filter(({ recordNo }) => open.has(recordNo) && !isPast(versions.get(recordNo) ?? null, activeVersion));
  const isCounted = activeVersion !== null || [...versions.values()].some((version) => version !== null);
  const counted = isCounted ? { stream: meaning.stream, of: versions } : undefined;
  const batch = { runId, sourceId, pageId, batch: pageId, fact: meaning.target!.fact, versions: counted };
  const changes = await writeFacts(session, { ...batch, rows: mine });
  return { ...changes, spoken: numbersOf(mine), refused: new Set(changes.unknown.keys()) };
}

async function writeRecords(
  session: Session,
  { runId, sourceId }: ClaimedRun,
  { pageId, meaning, activeVersion }: WaitingPage,
  page: StreamPage,
  open: ReadonlySet<number>,
): Promise<Written> {
  const rows = page.landed.filter(({ recordNo, version }) => open.has(recordNo) && !isPast(version, activeVersion));
  const changes = await writeLanded(session, { runId, sourceId, stream: meaning.stream, pageId, rows });
  return { ...changes, spoken: numbersOf(rows), refused: new Set(), erased: new Set() };
}

/** Whether a record came with a version of its stream that a later one has left behind. */
function isPast(version: string | null, active: bigint | null): boolean {
  return active !== null && (version === null || BigInt(version) < active);
}

function numbersOf(rows: readonly { readonly recordNo: number }[]): Set<number> {
  return new Set(rows.map(({ recordNo }) => recordNo));
}

/** The numbers of the records that nobody else has replayed since they were read. */
async function stillOpen(session: Session, records: readonly WaitingRecord[]): Promise<Set<number>> {
  const rows = await session.query<{ record_no: number }>(
    'SELECT record_no FROM hub.quarantine WHERE workspace_id = $1 AND id = ANY($2) AND replayed_at IS NULL FOR UPDATE',
    [session.workspaceId, records.map(({ id }) => id)],
  );
  return new Set(rows.map(({ record_no: recordNo }) => recordNo));
}

async function markReplayed(session: Session, run: ClaimedRun, records: readonly WaitingRecord[]): Promise<void> {
  await session.execute(
    'UPDATE hub.quarantine SET replayed_at = clock_timestamp(), replay_run_id = $3 WHERE workspace_id = $1 AND id = ANY($2)',
    [session.workspaceId, records.map(({ id }) => id), run.runId],
  );
}
