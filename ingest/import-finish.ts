import type { DataSource } from 'typeorm';
import { type FactClass, factOf } from '../entities/facts/fact';
import { inWorkspace, type Session } from '../src/database/session';
import type { ImportEnd } from './import-load';
import { type ClaimedRun, finishRun, holdSource } from './runs';

/** What a load came to. Always `records = inserted + revised + unchanged + quarantined`. */
export interface ImportResult {
  readonly runId: number;
  readonly source: string;
  readonly status: 'SUCCEEDED' | 'PARTIAL';
  readonly records: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly quarantined: number;
  /** Rows that have the key of an earlier row of the file and took its place. */
  readonly repeated: number;
  /** These bytes had been loaded under this mapping before; the counts are of that load. */
  readonly alreadyLoaded: boolean;
  /** The load had been cut off and went on from there. */
  readonly resumed: boolean;
}

interface Finish extends ImportEnd {
  readonly fact: FactClass;
  readonly sha256: Buffer;
  readonly sourceKey: string;
  readonly isResumed: boolean;
}

/**
 * Ends a run whose pages are all committed: its status, the source's last day, and of earlier loads of these bytes the quarantined records, which
 * have now been read again. Throws Fenced when the run has passed to another process.
 */
export function finishImport(database: DataSource, run: ClaimedRun, finish: Finish): Promise<ImportResult> {
  return inWorkspace(database, run.workspaceId, async (session) => {
    await holdSource(session, run.sourceId);
    const counts = await countsOf(session, run.runId);
    const { quarantined, records } = counts;
    const repeated = finish.repeated + (counts.pages > 1 && counts.revised > 0 ? await repeatedAcrossPages(session, run, finish.fact) : 0);
    await session.execute(
      `UPDATE hub.source SET fresh_to = greatest(fresh_to, $3::date), lookback_days = 0 WHERE workspace_id = $1 AND id = $2`,
      [run.workspaceId, run.sourceId, finish.lastDay],
    );
    await session.execute(
      `UPDATE hub.quarantine q SET replayed_at = clock_timestamp(), replay_run_id = $3
       FROM hub.ingest_run r WHERE r.workspace_id = $1 AND r.source_id = $2 AND r.file_sha256 = $4 AND r.id <> $3
         AND q.workspace_id = $1 AND q.source_id = $2 AND q.run_id = r.id AND q.replayed_at IS NULL`,
      [run.workspaceId, run.sourceId, run.runId, finish.sha256],
    );
    const position = { lastDay: finish.lastDay, repeated };
    await session.execute('UPDATE hub.ingest_run SET position = position || $3::jsonb WHERE workspace_id = $1 AND id = $2', [
      run.workspaceId,
      run.runId,
      JSON.stringify(position),
    ]);
    const status = quarantined > 0 ? 'PARTIAL' : 'SUCCEEDED';
    const error = quarantined > 0 ? `${quarantined} of ${records} records were quarantined` : null;
    await finishRun(session, run, { status, error });
    return resultOf({ ...counts, status, repeated }, run.runId, finish.sourceKey, { alreadyLoaded: false, resumed: finish.isResumed });
  });
}

/** The result of a run that had loaded the file before. */
export function loadedResult(database: DataSource, workspaceId: number, runId: number, sourceKey: string): Promise<ImportResult> {
  return inWorkspace(database, workspaceId, async (session) =>
    resultOf(await countsOf(session, runId), runId, sourceKey, { alreadyLoaded: true, resumed: false }),
  );
}

interface RunCounts {
  readonly status: ImportResult['status'];
  readonly pages: number;
  readonly records: bigint;
  readonly inserted: bigint;
  readonly revised: bigint;
  readonly unchanged: bigint;
  readonly quarantined: bigint;
  readonly repeated: number;
}

async function countsOf(session: Session, runId: number): Promise<RunCounts> {
  const [row] = await session.query<RunCounts>(
    `SELECT status, pages, records, inserted, revised, unchanged, quarantined, coalesce((position->>'repeated')::integer, 0) AS repeated
     FROM hub.ingest_run WHERE workspace_id = $1 AND id = $2`,
    [session.workspaceId, runId],
  );
  return row!;
}

/** Rows of one page that a later page of the same run replaced. */
async function repeatedAcrossPages(session: Session, run: ClaimedRun, fact: FactClass): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `SELECT count(DISTINCT (v.day, v.row_id, v.recorded_at))::integer AS count
     FROM hub.ingest_run r
     JOIN hub.revision v ON v.workspace_id = r.workspace_id AND v.fact = $3 AND v.run_id = r.id AND v.recorded_at >= r.started_at
     JOIN hub.raw_page old ON old.workspace_id = r.workspace_id AND old.id = v.old_page_id AND old.run_id = r.id
     WHERE r.workspace_id = $1 AND r.id = $2`,
    [session.workspaceId, run.runId, factOf(fact).table],
  );
  return row!.count;
}

function resultOf(
  { pages: _, ...counts }: RunCounts,
  runId: number,
  source: string,
  how: Pick<ImportResult, 'alreadyLoaded' | 'resumed'>,
): ImportResult {
  const numbers = {
    records: counts.records,
    inserted: counts.inserted,
    revised: counts.revised,
    unchanged: counts.unchanged,
    quarantined: counts.quarantined,
  };
  const shown = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])) as Record<
    keyof typeof numbers,
    number
  >;
  return { runId, source, status: counts.status, ...shown, repeated: counts.repeated, ...how };
}
