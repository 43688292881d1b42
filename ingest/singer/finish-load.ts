import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../../src/database/session';
import type { StreamMeaning } from '../landed/stream-meaning';
import { type ClaimedRun, finishRun, holdSource, type PageCounts } from '../runs';
import type { LoadTally } from './load-tally';

/** What one stream came to. `target` is the fact that its records became, null when they are kept as they came. */
export interface StreamResult extends PageCounts {
  readonly stream: string;
  readonly target: string | null;
  /** Records of older versions that were deleted or marked so, and rows of facts that were taken out. */
  readonly deleted: number;
}

/** What a load came to; always `records = inserted + revised + unchanged + quarantined`. */
export interface SingerResult extends PageCounts {
  readonly runId: number;
  readonly source: string;
  readonly status: 'SUCCEEDED' | 'PARTIAL' | 'FAILED';
  /** Why it ended before its end; null when it did not. */
  readonly error: string | null;
  readonly deleted: number;
  readonly repeated: number;
  /** Lines that were read, and states that were told. */
  readonly lines: number;
  readonly states: number;
  readonly streams: readonly StreamResult[];
  /** Streams of the map that did not come. */
  readonly unseen: readonly string[];
}

/** How a load ended: its error, what it came to, and the hash of all that came when that was read to its end. */
export interface LoadEnd {
  readonly source: string;
  readonly error: string | null;
  readonly tally: LoadTally;
  readonly streams: readonly StreamMeaning[];
  readonly unseen: readonly string[];
  readonly sha256: Buffer | null;
}

/** Ends a run whose batches are all committed or given up. Throws Fenced when it has passed to another process. */
export function finishLoad(database: DataSource, run: ClaimedRun, end: LoadEnd): Promise<SingerResult> {
  const { tally, streams, unseen, source } = end;
  return inWorkspace(database, run.workspaceId, async (session) => {
    await holdSource(session, run.sourceId);
    const counts = await countsOf(session, run.runId);
    const { quarantined, records } = counts;
    const status = end.error !== null ? 'FAILED' : quarantined > 0 ? 'PARTIAL' : 'SUCCEEDED';
    const bad = quarantined > 0 ? `${quarantined} of ${records} records were quarantined` : null;
    if (end.error === null) await tellEnd(session, run, end);
    await finishRun(session, run, { status, error: end.error ?? bad });
    const results = streams.map(({ stream, target }) => ({ stream, target: target?.rules.target ?? null, ...tally.of(stream) }));
    return {
      runId: run.runId,
      source,
      status,
      error: end.error,
      ...counts,
      deleted: results.reduce((sum, { deleted }) => sum + deleted, 0),
      repeated: tally.repeated,
      lines: tally.line,
      states: tally.states,
      streams: results,
      unseen,
    };
  });
}

async function tellEnd(session: Session, run: ClaimedRun, { sha256, tally }: LoadEnd): Promise<void> {
  await session.execute('UPDATE hub.ingest_run SET file_sha256 = coalesce($3, file_sha256) WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    run.runId,
    sha256,
  ]);
  await session.execute('UPDATE hub.source SET fresh_to = greatest(fresh_to, $3::date) WHERE workspace_id = $1 AND id = $2', [
    session.workspaceId,
    run.sourceId,
    tally.lastDay,
  ]);
}

async function countsOf(session: Session, runId: number): Promise<PageCounts> {
  const [row] = await session.query<PageCounts>(
    `SELECT records::float8 AS records, inserted::float8 AS inserted, revised::float8 AS revised, unchanged::float8 AS unchanged,
       quarantined::float8 AS quarantined FROM hub.ingest_run WHERE workspace_id = $1 AND id = $2`,
    [session.workspaceId, runId],
  );
  return row!;
}
