import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import { Fenced, type RunHold } from './run-hold';

/** Seconds that a worker's hold on a run lasts without a sign of life; the database's clock decides. */
export const LEASE_SECONDS = 30;

/** What a new run is asked to do. `slot` is the instant of the schedule; a file has its hash and the mapping it is read with. */
export interface NewRun {
  readonly sourceId: number;
  readonly slot?: Date;
  readonly window?: { readonly from: Day | null; readonly to: Day | null };
  readonly fileSha256?: Buffer;
  readonly mapping?: string;
}

/** A run in hand: the hold on it and where it stands. */
export interface ClaimedRun extends RunHold {
  readonly leaseSeconds: number;
  /** When it was taken, by the database's clock. */
  readonly claimedAt: Date;
  /** How many workers in a row have taken it, this one included, since it last committed a page. */
  readonly attempts: number;
  readonly position: Json;
  readonly windowFrom: Day | null;
  readonly windowTo: Day | null;
  readonly pages: number;
  readonly records: number;
  readonly quarantined: number;
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

/** How a run ended. */
export interface RunEnd {
  readonly status: 'SUCCEEDED' | 'PARTIAL' | 'FAILED';
  readonly error: string | null;
}

/** Queues a run and returns its id; null when a run for that slot is there already. */
export async function createRun(session: Session, run: NewRun): Promise<number | null> {
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.ingest_run (workspace_id, source_id, slot, window_from, window_to, file_sha256, mapping) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (workspace_id, source_id, slot) DO NOTHING RETURNING id`,
    [
      session.workspaceId,
      run.sourceId,
      run.slot ?? null,
      run.window?.from ?? null,
      run.window?.to ?? null,
      run.fileSha256 ?? null,
      run.mapping ?? null,
    ],
  );
  return row?.id ?? null;
}

/**
 * Takes a run that waits, or whose worker gave no sign of life within its lease. Null when it is in other hands or done, or when another pull
 * of its source is under way: two would move one cursor.
 */
export function claimRun(
  database: DataSource,
  workspaceId: number,
  runId: number,
  worker: string,
  leaseSeconds = LEASE_SECONDS,
): Promise<ClaimedRun | null> {
  return inWorkspace(database, workspaceId, (session) => claimRunIn(session, runId, worker, leaseSeconds));
}

/** {@link claimRun} in the caller's transaction. */
export async function claimRunIn(
  session: Session,
  runId: number,
  worker: string,
  leaseSeconds = LEASE_SECONDS,
): Promise<ClaimedRun | null> {
  const { workspaceId } = session;
  const [run] = await session.query<{ source: number }>(
    'SELECT source_id AS source FROM hub.ingest_run WHERE workspace_id = $1 AND id = $2',
    [workspaceId, runId],
  );
  // Two claims of one source take turns, so that each sees the other's.
  if (run) await holdSource(session, run.source);
  const [row] = await session.query<Omit<ClaimedRun, 'workspaceId' | 'runId' | 'leaseSeconds'>>(
    `UPDATE hub.ingest_run r SET status = 'RUNNING', epoch = epoch + 1, attempts = attempts + 1, worker = $3, sent_at = NULL,
         lease_until = clock_timestamp() + make_interval(secs => $4), started_at = coalesce(started_at, clock_timestamp())
       WHERE workspace_id = $1 AND id = $2 AND (status = 'QUEUED' OR (status = 'RUNNING' AND lease_until < clock_timestamp()))
         AND (file_sha256 IS NOT NULL OR NOT EXISTS (
           SELECT 1 FROM hub.ingest_run o WHERE o.workspace_id = $1 AND o.source_id = r.source_id AND o.id <> r.id
             AND o.status = 'RUNNING' AND o.lease_until >= clock_timestamp() AND o.file_sha256 IS NULL))
       RETURNING source_id AS "sourceId", epoch, attempts, clock_timestamp() AS "claimedAt", position, window_from AS "windowFrom",
         window_to AS "windowTo", pages, records::float8 AS records, quarantined::float8 AS quarantined`,
    [workspaceId, runId, worker, leaseSeconds],
  );
  return row ? { ...row, workspaceId, runId, leaseSeconds } : null;
}

/** Locks a source for the transaction: whoever else pulls it or writes records of it waits. Who locks both locks the source before its run, so that none waits for another in a circle. */
export async function holdSource(session: Session, sourceId: number): Promise<void> {
  await session.execute('SELECT 1 FROM hub.source WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE', [session.workspaceId, sourceId]);
}

/** Makes a run and takes it at once, for work in this process; null, and no run is made, when another pull of its source is under way. */
export async function startRun(session: Session, run: NewRun): Promise<ClaimedRun | null> {
  await session.execute('SAVEPOINT start_run');
  const runId = await createRun(session, run);
  const claimed = runId === null ? null : await claimRunIn(session, runId, `here-${process.pid}`);
  if (!claimed) await session.execute('ROLLBACK TO start_run');
  return claimed;
}

/** Lengthens the hold on a run by a whole lease. Throws Fenced when another worker has it. */
export async function renewLease(database: DataSource, run: RunHold & { leaseSeconds: number }): Promise<void> {
  await change(database, run, 'lease_until = clock_timestamp() + make_interval(secs => $4)', run.leaseSeconds);
}

/** Gives a run back to the queue where it stands, for another worker to go on with; `reason` is shown with it until it has ended. */
export async function releaseRun(database: DataSource, run: RunHold, reason: string | null = null): Promise<void> {
  await change(
    database,
    run,
    `status = 'QUEUED', lease_until = NULL, worker = NULL, sent_at = NULL, attempts = greatest(attempts - 1, 0), error = $4`,
    reason,
  );
}

/** Locks the run for the transaction, so that no other worker can take it before this page is committed. Throws Fenced when one has. */
export async function holdRun(session: Session, run: RunHold): Promise<void> {
  const held = await session.query(
    `SELECT 1 FROM hub.ingest_run WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'RUNNING' FOR UPDATE`,
    [session.workspaceId, run.runId, run.epoch],
  );
  if (held.length === 0) throw new Fenced(run);
}

/** Adds the page to the run's counters, moves its position and tells whoever listens on `hub_run`. */
export async function advanceRun(session: Session, run: RunHold, position: Json, counts: PageCounts): Promise<void> {
  const advanced = await session.execute(
    `UPDATE hub.ingest_run SET position = $4, attempts = 0, pages = pages + 1, records = records + $5, inserted = inserted + $6, revised = revised + $7,
       unchanged = unchanged + $8, quarantined = quarantined + $9
     WHERE workspace_id = $1 AND id = $2 AND epoch = $3 RETURNING pg_notify('hub_run', $10)`,
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
      JSON.stringify({ workspaceId: session.workspaceId, runId: run.runId }),
    ],
  );
  if (advanced === 0) throw new Fenced(run);
}

/** Ends a run, in the caller's transaction. Throws Fenced when another worker has it. */
export async function finishRun(session: Session, run: RunHold, end: RunEnd): Promise<void> {
  const ended = await session.execute(
    `UPDATE hub.ingest_run SET status = $4, error = $5, finished_at = clock_timestamp(), lease_until = NULL
     WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'RUNNING'`,
    [run.workspaceId, run.runId, run.epoch, end.status, end.error?.replaceAll('\0', '\\0') ?? null],
  );
  if (ended === 0) throw new Fenced(run);
  await session.execute('SELECT pg_notify($1, $2)', ['hub_run', JSON.stringify({ workspaceId: run.workspaceId, runId: run.runId })]);
}

async function change(database: DataSource, run: RunHold, assignments: string, value: unknown): Promise<void> {
  const changed = await inWorkspace(database, run.workspaceId, (session) =>
    session.execute(`UPDATE hub.ingest_run SET ${assignments} WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'RUNNING'`, [
      run.workspaceId,
      run.runId,
      run.epoch,
      value,
    ]),
  );
  if (changed === 0) throw new Fenced(run);
}
