import type { DataSource } from 'typeorm';
import type { FactClass } from '../entities/facts/fact';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import { ensurePartitions } from './ensure-partitions';
import { erasePosts } from './erase/erase-posts';
import type { PagePosts } from './erase/page-posts';
import { BadRecord } from './errors';
import { type FactRow, factRow } from './fact-row';
import { keepKnown } from './known/keep-known';
import { NotKnown, type PageKnown } from './known/page-known';
import { type KeptRecords, keptRecords, type PageRecords } from './record-lines';
import type { RunHold } from './run-hold';
import { advanceRun, holdRun, type PageCounts } from './runs';
import { OUT_OF_RANGE, withSummable } from './summable';
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
  readonly records: readonly string[] | PageRecords;
  /** The posts that they speak of, where posts can be deleted. */
  readonly posts?: PagePosts | undefined;
  /** The versions of the stream that its records came with, by their numbers, where the sender counts any. */
  readonly versions?: ReadonlyMap<number, string | null> | undefined;
  /** What is known of its records, where anything can be: not all of them were read then. */
  readonly known?: PageKnown | null;
  /** Where the run goes on after this page. */
  readonly position: Json;
  /** Called when the database is about to be busy with the page's rows: from here on this process has time for something else. */
  readonly meanwhile?: () => void;
  /** Where the next run goes on, and the last day answered in full: absent leaves what is stored. */
  readonly cursor?: { readonly part: string; readonly cursor: Json; readonly freshTo: Day | null };
}

/**
 * Promotes a landed page: makes the partitions that its rows need, then in one transaction facts, ledger, rollups, quarantine, what is
 * to be erased, cursor and the run's counters and position. `kept` are the page's records, when they were made ready already. Throws, with
 * nothing written, Fenced when the run has passed to another worker, and NotKnown when records that were not read are not known after all.
 */
export async function promotePage(
  database: DataSource,
  promotion: Promotion,
  checked: CheckedRows,
  kept = keptRecords(promotion.records),
): Promise<PageCounts> {
  await ensurePartitions(
    database,
    promotion.fact,
    checked.rows.map(({ day }) => day),
  );
  const records = await kept;
  const load = (rows: CheckedRows) =>
    inWorkspace(database, promotion.run.workspaceId, (session) => promoteIn(session, promotion, rows, records));
  if (!promotion.known?.isUsed) return withSummable(promotion.fact, checked, load);
  return load(checked).catch((error) => {
    // The row to blame may be among those that were not read.
    throw error?.code === OUT_OF_RANGE ? new NotKnown() : error;
  });
}

/** Rows that fit their fact, and the records that were refused. */
export interface CheckedRows {
  readonly rows: readonly FactRow[];
  readonly rejects: ReadonlyMap<number, Reject>;
}

/** The rows that a page's records became, as plain values of the fact. A record may have none, or several. */
export type GivenRows = readonly { readonly recordNo: number; readonly values: object }[];

/** Checks each row against its fact; one bad row refuses its whole record. */
export function checkRows(fact: FactClass, given: GivenRows, refused: readonly Reject[]) {
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

/** {@link promotePage} in the caller's transaction; `checked` are the page's rows, `records` its records, as they are kept. */
export async function promoteIn(session: Session, promotion: Promotion, checked: CheckedRows, records: KeptRecords): Promise<PageCounts> {
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
    versions: promotion.versions && { stream: page.stream, of: promotion.versions },
    known: promotion.known,
    meanwhile: promotion.meanwhile,
  });
  const rejects = new Map(checked.rejects);
  for (const [recordNo, error] of changes.unknown) rejects.set(recordNo, rejectOf(recordNo, error));
  await quarantine(session, promotion, [...rejects.values()]);
  const told = await erasePosts(session, { runId: run.runId, pageId: page.id, posts: promotion.posts, erased: changes.erased });
  if (promotion.known && changes.settled) await keepKnown(session, { id: page.id, rows: changes.settled, rejects }, promotion.known);
  const { surplus = 0 } = promotion.known ?? {};
  const counts = countsOf(promotion.records.length, checked.rows, rejects, { ...changes, unchanged: changes.unchanged + surplus }, told);
  if (promotion.cursor) await saveCursor(session, promotion, promotion.cursor);
  await advanceRun(session, run, promotion.position, counts);
  return counts;
}

/** The counters of a page by its records, their rows, the refused ones, what became of the rows, and the notices that had something erased. */
export function countsOf(
  recordCount: number,
  rows: readonly { readonly recordNo: number }[],
  rejects: ReadonlyMap<number, Reject>,
  changes: { inserted: number; revised: number; unchanged: number },
  told: ReadonlySet<number> = new Set(),
): PageCounts {
  const { spoken, notices } = spokenIn(rows, rejects, told);
  const unchanged = changes.unchanged + (recordCount - spoken) - notices;
  const { inserted } = changes;
  const revised = changes.revised + notices;
  return { records: inserted + revised + unchanged + rejects.size, inserted, revised, unchanged, quarantined: rejects.size };
}

/** How many records became rows or were refused, and how many notices did neither. */
function spokenIn(
  rows: readonly { readonly recordNo: number }[],
  rejects: ReadonlyMap<number, unknown>,
  told: ReadonlySet<number>,
): { spoken: number; notices: number } {
  const spoken = new Set(rejects.keys());
  // Nearly always each record is one row, and a set of them all is not needed.
  const isPlain = told.size === 0 && rows.every(({ recordNo }, at) => at === 0 || rows[at - 1]!.recordNo < recordNo);
  if (isPlain && spoken.size === 0) return { spoken: rows.length, notices: 0 };
  for (const { recordNo } of rows) spoken.add(recordNo);
  return { spoken: spoken.size, notices: [...told].filter((recordNo) => !spoken.has(recordNo)).length };
}

/** Marks a page as promoted and keeps its records. Throws when that was done already. */
export async function claimPage(session: Session, pageId: bigint, { records, spans }: KeptRecords): Promise<void> {
  const claimed = await session.execute(
    'UPDATE hub.raw_page SET records = $3, record_spans = $4, promoted_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2 AND promoted_at IS NULL',
    [session.workspaceId, pageId, records, spans],
  );
  if (claimed === 0) throw new Error(`page ${pageId}: it is not there to promote, or was promoted already`);
}

/** Keeps the refused records of a page as they came, with place, value and reason. */
export async function quarantine(
  session: Session,
  { run, page, records }: Pick<Promotion, 'run' | 'page' | 'records'>,
  rejects: readonly Reject[],
): Promise<void> {
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
      rejects.map(({ recordNo }) => clean(records.at(recordNo)) ?? ''),
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
