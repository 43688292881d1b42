import { type FactClass, factOf } from '../entities/facts/fact';
import { type Cell, copyRows } from '../src/database/copy';
import type { Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { refreshRollups } from '../src/metrics/refresh-rollups';
import type { BadRecord } from './errors';
import type { FactRow } from './fact-row';
import { type FactStatements, statementsOf } from './fact-statements';
import { type LinkedRow, linkRows } from './link-rows';

/** Rows of one page on their way into one fact. `batch` tells them apart from other rows on the stage. */
export interface FactBatch {
  readonly runId: number;
  readonly sourceId: number;
  readonly pageId: bigint;
  readonly batch: bigint;
  readonly fact: FactClass;
  readonly rows: readonly FactRow[];
  /** Rows that are there already stay as they are: these are known to be out of date. */
  readonly isOutdated?: boolean;
}

const LONGEST_COPY_MS = 60_000;

/** What became of the rows, and the records that name an unknown brand. */
export interface FactChanges {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly unknown: Map<number, BadRecord>;
}

/**
 * Brings rows into their fact: stage, insert what is new, write to the ledger what differs, set it, refresh the rollups of the days that
 * changed. Of two rows with one key in a batch the later wins and the earlier counts as unchanged. The workspace's version and instant of
 * recording move on exactly when something changed. Takes the workspace's row, so that it is the only writer until the transaction ends.
 */
export async function writeFacts(session: Session, batch: FactBatch): Promise<FactChanges> {
  const recordedAt = await becomeOnlyWriter(session);
  const linked = await linkRows(session, batch.fact, batch.rows);
  const rows = [...new Map(linked.rows.map((row) => [row.key, row])).values()];
  const changes = rows.length === 0 ? { inserted: 0, revised: 0, days: [] } : await writeRows(session, batch, rows, recordedAt);
  await refreshRollups(session, batch.fact, changes.days);
  if (changes.inserted + changes.revised + linked.changedCampaigns > 0) await moveVersion(session, recordedAt);
  const { inserted, revised } = changes;
  return {
    inserted,
    revised,
    unchanged: linked.rows.length - inserted - revised,
    unknown: linked.unknown,
  };
}

/** Waits for the workspace's other writers and returns the instant of this change, as text to keep its microseconds. */
async function becomeOnlyWriter(session: Session): Promise<string> {
  const [row] = await session.query<{ instant: string }>(
    `SELECT greatest(clock_timestamp(), recorded_at + interval '1 microsecond')::text AS instant FROM hub.workspace WHERE id = $1 FOR UPDATE`,
    [session.workspaceId],
  );
  if (!row) throw new Error(`workspace: there is no workspace ${session.workspaceId}`);
  return row.instant;
}

async function moveVersion(session: Session, recordedAt: string): Promise<void> {
  await session.execute('UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = $2::timestamptz WHERE id = $1', [
    session.workspaceId,
    recordedAt,
  ]);
}

async function writeRows(session: Session, given: FactBatch, rows: LinkedRow[], recordedAt: string) {
  const { fact, batch, pageId, runId, sourceId } = given;
  const sql = statementsOf(fact);
  // A process that stands still in the middle of its rows counts as busy, not as idle.
  await session.execute(`SET LOCAL statement_timeout = '${LONGEST_COPY_MS}ms'`);
  await copyRows(session.client, sql.stage, sql.stageColumns, stagedRows(rows, String(sourceId), String(pageId), String(batch)));
  const staged = [...new Set(rows.map(({ day }) => day))].sort();
  const scope = [batch, session.workspaceId, staged[0], staged.at(-1)];
  // Row-level security keeps an inner index scan from being asked row by row, so a nested loop reads the days' whole index for each staged
  // row, and on a table without statistics the planner takes one. A merge or a hash join reads it once.
  await session.execute('SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_nestloop = off');
  const inserted = await session.execute(sql.insert, [...scope, recordedAt]);
  const ledgered = inserted === rows.length || given.isOutdated ? 0 : await session.execute(sql.ledger, [...scope, recordedAt, runId]);
  const revised = ledgered === 0 ? 0 : await session.execute(sql.update, scope);
  await session.execute('SET LOCAL enable_nestloop = on');
  await session.execute(sql.clear, [batch, session.workspaceId]);
  const days = await changedDays(session, fact, sql, { staged, recordedAt, allNew: inserted === rows.length, inserted, revised });
  return { inserted, revised, days };
}

/** Rows as the stage takes them, one in memory at a time. */
function* stagedRows(rows: readonly LinkedRow[], source: string, page: string, batch: string): Generator<Cell[]> {
  for (const { day, cells, recordNo } of rows) yield [day, source, ...cells, page, String(recordNo), batch];
}

interface Written {
  staged: Day[];
  recordedAt: string;
  allNew: boolean;
  inserted: number;
  revised: number;
}

async function changedDays(session: Session, fact: FactClass, sql: FactStatements, written: Written): Promise<Day[]> {
  if (written.allNew) return written.staged;
  const bounds = [session.workspaceId, written.staged[0], written.staged.at(-1), written.recordedAt];
  const added = written.inserted === 0 ? [] : await session.query<{ day: Day }>(sql.insertedDays, bounds);
  const revised =
    written.revised === 0
      ? []
      : await session.query<{ day: Day }>(
          'SELECT DISTINCT day FROM hub.revision WHERE workspace_id = $1 AND fact = $2 AND recorded_at = $3::timestamptz',
          [session.workspaceId, factOf(fact).table, written.recordedAt],
        );
  return [...added, ...revised].map(({ day }) => day);
}
