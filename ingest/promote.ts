import type { DataSource } from 'typeorm';
import type { FactClass } from '../entities/facts/fact';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import { ensurePartitions } from './ensure-partitions';
import { BadRecord } from './errors';
import { type FactRow, factRow } from './fact-row';
import { packRecords } from './record-lines';
import { Fenced, type RunHold } from './run-hold';
import { writeFacts } from './write-facts';

/** A record that did not become a row: its JSON text, why, and the column and value at fault where there is one; `line` in a file. */
export interface Reject {
  readonly recordNo: number;
  readonly reason: string;
  readonly place?: string;
  readonly value?: string;
  readonly line?: number;
}

/** A landed page with what its records mean. */
export interface Promotion {
  readonly run: RunHold;
  readonly page: { readonly id: bigint; readonly stream: string };
  readonly fact: FactClass;
  /** The page's records as JSON texts; a record's number is its place here. */
  readonly records: readonly string[];
  /** The rows that the records became, as plain values of the fact. A record may have none, or several. */
  readonly rows: readonly { readonly recordNo: number; readonly values: object }[];
  readonly rejects: readonly Reject[];
  /** Where the run goes on after this page. */
  readonly position: Json;
  /** Where the next run goes on, and the last day answered in full: absent leaves what is stored. */
  readonly cursor?: { readonly part: string; readonly cursor: Json; readonly freshTo: Day | null };
}

/**
 * What a page came to. Counted are outcomes: each row that a record became is inserted, revised or unchanged (also when a later row of the
 * page replaced it), a record that became no row is unchanged, and a refused record is quarantined once, whatever rows it had.
 * Where a record is a row, as with most sources, `records` is the number of raw records. Always
 * `records = inserted + revised + unchanged + quarantined`.
 */
export interface PageCounts {
  readonly records: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly quarantined: number;
}

/**
 * Promotes a landed page: checks its rows, makes the partitions they need, then in one transaction facts, ledger, rollups, quarantine,
 * cursor and the run's counters and position. Throws Fenced, with nothing written, when the run has passed to another worker.
 */
export async function promotePage(database: DataSource, promotion: Promotion): Promise<PageCounts> {
  const checked = checkRows(promotion.fact, promotion.rows, promotion.rejects);
  await ensurePartitions(
    database,
    promotion.fact,
    checked.rows.map(({ day }) => day),
  );
  const records = await packRecords(promotion.records);
  return inWorkspace(database, promotion.run.workspaceId, (session) => promote(session, promotion, checked, records));
}

/** Rows that fit their fact, and the records that were refused. */
export interface CheckedRows {
  readonly rows: FactRow[];
  readonly rejects: Map<number, Reject>;
}

/** Checks each row against its fact; one bad row refuses its whole record. */
export function checkRows(fact: FactClass, given: Promotion['rows'], refused: readonly Reject[]): CheckedRows {
  const rejects = new Map(refused.map((reject) => [reject.recordNo, reject]));
  const rows: FactRow[] = [];
  for (const { recordNo, values } of given) {
    if (rejects.has(recordNo)) continue;
    try {
      rows.push(factRow(fact, recordNo, values));
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      rejects.set(recordNo, rejectOf(recordNo, error));
    }
  }
  return { rows: rejects.size === 0 ? rows : rows.filter(({ recordNo }) => !rejects.has(recordNo)), rejects };
}

/** What the quarantine says of a bad record. */
export function rejectOf(recordNo: number, error: BadRecord): Reject {
  return { recordNo, reason: error.message, place: error.place, value: error.value };
}

async function promote(session: Session, promotion: Promotion, checked: CheckedRows, records: Buffer): Promise<PageCounts> {
  const { run, page, fact } = promotion;
  await holdRun(session, run);
  await claimPage(session, page.id, records);
  const changes = await writeFacts(session, {
    runId: run.runId,
    sourceId: run.sourceId,
    pageId: page.id,
    batch: page.id,
    fact,
    rows: checked.rows,
  });
  const rejects = new Map(checked.rejects);
  for (const [recordNo, error] of changes.unknown) rejects.set(recordNo, rejectOf(recordNo, error));
  await quarantine(session, promotion, [...rejects.values()]);
  const counts = countsOf(promotion.records.length, checked.rows, rejects, changes);
  if (promotion.cursor) await saveCursor(session, promotion, promotion.cursor);
  await advanceRun(session, run, promotion.position, counts);
  return counts;
}

function countsOf(
  recordCount: number,
  rows: readonly FactRow[],
  rejects: ReadonlyMap<number, Reject>,
  changes: { inserted: number; revised: number; unchanged: number },
): PageCounts {
  const spoken = new Set(rejects.keys());
  for (const { recordNo } of rows) spoken.add(recordNo);
  const unchanged = changes.unchanged + (recordCount - spoken.size);
  const { inserted, revised } = changes;
  return { records: inserted + revised + unchanged + rejects.size, inserted, revised, unchanged, quarantined: rejects.size };
}

/** Locks the run for the transaction, so that no other worker can take it before this page is committed. */
async function holdRun(session: Session, run: RunHold): Promise<void> {
  const held = await session.query(
    `SELECT 1 FROM hub.ingest_run WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'RUNNING' FOR UPDATE`,
    [session.workspaceId, run.runId, run.epoch],
  );
  if (held.length === 0) throw new Fenced(run);
}

async function claimPage(session: Session, pageId: bigint, records: Buffer): Promise<void> {
  const claimed = await session.execute(
    'UPDATE hub.raw_page SET records = $3, promoted_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2 AND promoted_at IS NULL',
    [session.workspaceId, pageId, records],
  );
  if (claimed === 0) throw new Error(`page ${pageId}: it is not there to promote, or was promoted already`);
}

async function quarantine(session: Session, { run, page, records }: Promotion, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  // A text of PostgreSQL cannot hold NUL; JSON text writes it as an escape, reasons and values show it as one.
  const clean = (text: string | undefined) => text?.replaceAll('\0', '\\0') ?? null;
  await session.execute(
    `INSERT INTO hub.quarantine (workspace_id, source_id, run_id, page_id, stream, record_no, line, raw, reason, place, value)
     SELECT $1, $2, $3, $4, $5, * FROM unnest($6::integer[], $7::integer[], $8::text[], $9::text[], $10::text[], $11::text[])`,
    [
      session.workspaceId,
      run.sourceId,
      run.runId,
      page.id,
      page.stream,
      rejects.map(({ recordNo }) => recordNo),
      rejects.map(({ line }) => line ?? null),
      rejects.map(({ recordNo }) => clean(records[recordNo]) ?? ''),
      rejects.map(({ reason }) => clean(reason)),
      rejects.map(({ place }) => clean(place)),
      rejects.map(({ value }) => clean(value)),
    ],
  );
}

async function saveCursor(
  session: Session,
  { run, page }: Promotion,
  { part, cursor, freshTo }: NonNullable<Promotion['cursor']>,
): Promise<void> {
  await session.execute(
    `INSERT INTO hub.source_cursor (workspace_id, source_id, stream, part, cursor, fresh_to) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, source_id, stream, part) DO UPDATE SET cursor = EXCLUDED.cursor, fresh_to = greatest(source_cursor.fresh_to, EXCLUDED.fresh_to)`,
    [session.workspaceId, run.sourceId, page.stream, part, JSON.stringify(cursor), freshTo],
  );
}

/** Adds the page to the run's counters, moves its position and tells whoever listens on `hub_run`. */
async function advanceRun(session: Session, run: RunHold, position: Json, counts: PageCounts): Promise<void> {
  const advanced = await session.execute(
    `UPDATE hub.ingest_run SET position = $4, pages = pages + 1, records = records + $5, inserted = inserted + $6, revised = revised + $7,
       unchanged = unchanged + $8, quarantined = quarantined + $9
     WHERE workspace_id = $1 AND id = $2 AND epoch = $3`,
    [
      session.workspaceId,
      run.runId,
      run.epoch,
      JSON.stringify(position),
      counts.records,
      counts.inserted,
      counts.revised,
      counts.unchanged,
      counts.quarantined,
    ],
  );
  if (advanced === 0) throw new Fenced(run);
  await session.execute('SELECT pg_notify($1, $2)', ['hub_run', JSON.stringify({ workspaceId: session.workspaceId, runId: run.runId })]);
}
