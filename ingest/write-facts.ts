import { type FactClass, factOf } from '../entities/facts/fact';
import { Mention } from '../entities/facts/Mention';
import { copyLines } from '../src/database/copy';
import { becomeOnlyWriter, moveVersion } from '../src/database/only-writer';
import type { Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { refreshRollups } from '../src/metrics/refresh-rollups';
import { addRows } from './add-rows';
import { withoutWords } from './erase/without-words';
import type { BadRecord } from './errors';
import type { FactRow } from './fact-row';
import { type FactStatements, statementsOf } from './fact-statements';
import { keptRows } from './kept-rows';
import { areKnown } from './known/known-records';
import { NotKnown, type PageKnown } from './known/page-known';
import { keepVersions, type RowVersions } from './landed/keep-versions';
import { type LinkedRow, linkRows } from './link-rows';
import { withReadings } from './mentions/with-readings';
import { type SortedRows, sortRows } from './sort-rows';

/** Rows of one page on their way into one fact. `batch` tells them apart from other rows on the stage. */
export interface FactBatch {
  readonly runId: number;
  readonly sourceId: number;
  readonly pageId: bigint;
  readonly batch: bigint;
  readonly fact: FactClass;
  readonly rows: readonly FactRow[];
  /** Called when the database begins with what takes it longest. */
  readonly meanwhile?: (() => void) | undefined;
  /** Rows that are there already stay as they are: these are known to be out of date. */
  readonly isOutdated?: boolean;
  /** The versions of their stream that the records came with, where the sender counts any. */
  readonly versions?: RowVersions | undefined;
  /** What is known of the page's other records, whose rows are not among these. */
  readonly known?: PageKnown | null | undefined;
}

const LONGEST_COPY_MS = 60_000;

/** What became of the rows, the records that name an unknown brand, and those that speak of posts whose words were erased before. */
export interface FactChanges {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly unknown: Map<number, BadRecord>;
  readonly erased: ReadonlySet<number>;
  /** The rows, when each is known to stand in the fact as it says now. */
  readonly settled: readonly LinkedRow[] | null;
}

/**
 * Brings rows into their fact: what is there as they say it is left alone, what is new is added, what differs is written to the ledger and set;
 * then it refreshes the rollups of the days that changed. Of two rows with one key in a batch the later wins and the earlier counts as
 * unchanged; words of posts that were erased are left out. The workspace's version and instant of recording move on exactly when something changed. Takes the workspace's row, so that it is
 * the only writer until the transaction ends. Throws NotKnown when what is known of the page's other records is out of date, or may be by these rows.
 */
export async function writeFacts(session: Session, batch: FactBatch): Promise<FactChanges> {
  const recordedAt = await becomeOnlyWriter(session);
  const read = batch.fact === Mention ? await withReadings(session, batch.sourceId, batch.rows) : batch.rows;
  const { rows, erased } = await withoutWords(session, batch.fact, read);
  const { known } = batch;
  if (known?.isUsed && !(await areKnown(session, batch.sourceId, known.pages))) throw new NotKnown();
  const linked = await linkRows(session, batch.fact, rows, known?.links);
  if (linked.rows.length === 0) batch.meanwhile?.();
  const kept = linked.rows.length === 0 ? null : await keptRows(session, batch.fact, batch.sourceId, linked, batch.meanwhile);
  const sorted = sortRows(linked.rows, kept);
  const changes = await writeRows(session, batch, sorted, recordedAt);
  // One of the unread records may say the same row, and come after the one that differs.
  if (known?.isUsed && changes.revised > 0) throw new NotKnown();
  if (batch.versions) await keepVersions(session, { ...batch, rows: linked.rows }, batch.versions);
  await refreshRollups(session, batch.fact, changes.days, batch.sourceId, kept?.areDaysNew);
  if (changes.inserted + changes.revised + linked.changedCampaigns > 0) await moveVersion(session, recordedAt);
  const { inserted, revised } = changes;
  return {
    inserted,
    revised,
    unchanged: linked.rows.length - inserted - revised,
    unknown: linked.unknown,
    erased,
    settled: sorted.isSearched && !sorted.hasTwins && revised === sorted.others.length ? linked.rows : null,
  };
}

/** What became of the rows that had to be looked at, and the days on which something changed. */
interface Written {
  readonly inserted: number;
  readonly revised: number;
  readonly days: readonly Day[];
}

/**
 * Brings rows into the fact. Of a fact that was read it is known what is new, which is added at once, and what differs, which is staged; otherwise
 * all is staged, and the database finds out.
 */
async function writeRows(session: Session, given: FactBatch, sorted: SortedRows, recordedAt: string): Promise<Written> {
  const { fact, isOutdated = false } = given;
  const { fresh, isSearched } = sorted;
  const added = await addRows(session, fact, fresh, { ...given, recordedAt });
  const others = isOutdated && isSearched ? [] : sorted.others;
  const written = await writeStaged(session, given, others, recordedAt, isSearched);
  return { inserted: added + written.inserted, revised: written.revised, days: [...fresh.map(({ day }) => day), ...written.days] };
}

/** Stages rows, adds those that are new unless it is known that none is, and revises those that differ. */
async function writeStaged(
  session: Session,
  given: FactBatch,
  rows: readonly LinkedRow[],
  recordedAt: string,
  isKnown: boolean,
): Promise<Written> {
  if (rows.length === 0) return { inserted: 0, revised: 0, days: [] };
  const { fact, batch, runId, isOutdated = false } = given;
  const sql = statementsOf(fact);
  // A process that stands still in the middle of its rows counts as busy, not as idle.
  await session.execute(`SET LOCAL statement_timeout = '${LONGEST_COPY_MS}ms'`);
  await copyLines(session.client, sql.stage, sql.stageColumns, stagedLines(given, rows));
  const staged = [...new Set(rows.map(({ day }) => day))].sort();
  const scope = [batch, session.workspaceId, staged[0], staged.at(-1)];
  // Row-level security keeps an inner index scan from being asked row by row, so a nested loop reads the days' whole index for each staged
  // row, and on a table without statistics the planner takes one. A merge or a hash join reads it once.
  await session.execute('SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_nestloop = off');
  const inserted = isKnown ? 0 : await session.execute(sql.insert, [...scope, recordedAt]);
  const isSettled = isOutdated || inserted === rows.length;
  const ledgered = isSettled ? 0 : await session.execute(sql.ledger, [...scope, recordedAt, runId]);
  const revised = ledgered === 0 ? 0 : await session.execute(sql.update, scope);
  await session.execute('SET LOCAL enable_nestloop = on');
  await session.execute(sql.clear, [batch, session.workspaceId]);
  if (inserted === rows.length) return { inserted, revised, days: staged };
  const added = inserted === 0 ? [] : await insertedDays(session, sql, staged, recordedAt);
  return { inserted, revised, days: revised === 0 ? added : [...added, ...(await revisedDays(session, fact, recordedAt))] };
}

/** Rows as the stage takes them, one in memory at a time. */
function* stagedLines({ sourceId, pageId, batch }: FactBatch, rows: readonly LinkedRow[]): Generator<string> {
  for (const { keyText, row } of rows) yield `${keyText}\t${row.values}\t${row.recordNo}\t${sourceId}\t${pageId}\t${batch}\n`;
}

async function insertedDays(session: Session, sql: FactStatements, staged: readonly Day[], recordedAt: string): Promise<Day[]> {
  const rows = await session.query<{ day: Day }>(sql.insertedDays, [session.workspaceId, staged[0], staged.at(-1), recordedAt]);
  return rows.map(({ day }) => day);
}

async function revisedDays(session: Session, fact: FactClass, recordedAt: string): Promise<Day[]> {
  const rows = await session.query<{ day: Day }>(
    'SELECT DISTINCT day FROM hub.revision WHERE workspace_id = $1 AND fact = $2 AND recorded_at = $3::timestamptz',
    [session.workspaceId, factOf(fact).table, recordedAt],
  );
  return rows.map(({ day }) => day);
}
