import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../../src/database/session';
import type { ImportDefaults } from '../import-defaults';
import { keepFileSource, SINGER_CONNECTOR } from '../import-source';
import { type ClaimedRun, claimRunIn, createRun, finishRun, holdSource } from '../runs';
import { isDead, workerName } from '../worker-name';

/** Which source the messages belong to, the map's name and text where there is one, and what is stated of all records. */
export interface LoadStart {
  readonly workspaceId: number;
  readonly sourceKey: string;
  readonly map: { readonly name: string; readonly yaml: string } | null;
  readonly stated: ImportDefaults;
}

/** A stream of messages has no hash before its end; the empty one says that the run is worked by whoever sends them, not by the queue. */
const NOT_YET_KNOWN = Buffer.alloc(0);

/**
 * Makes the source on its first load, and a run of it. A source is loaded by one process at a time: throws an Error while another is at it. A run whose
 * process died, or gave no sign of life within its lease, is ended as FAILED; what it had committed stays.
 */
export function startLoad(database: DataSource, { workspaceId, sourceKey, map, stated }: LoadStart): Promise<ClaimedRun> {
  return inWorkspace(database, workspaceId, async (session) => {
    const sourceId = await keepFileSource(session, sourceKey, map?.name ?? '', stated, SINGER_CONNECTOR);
    return claimLoad(session, { sourceId, sourceKey, ...(map && { mapping: map.yaml }) });
  });
}

/** {@link startLoad} for a source that is there, in the caller's transaction. Holds the source before it looks at its runs. */
export async function claimLoad(session: Session, load: { sourceId: number; sourceKey: string; mapping?: string }): Promise<ClaimedRun> {
  const { sourceKey, ...run } = load;
  await holdSource(session, run.sourceId);
  await endAbandoned(session, run.sourceId, sourceKey);
  const runId = await createRun(session, { ...run, fileSha256: NOT_YET_KNOWN });
  return (await claimRunIn(session, runId!, workerName('ingest')))!;
}

async function endAbandoned(session: Session, sourceId: number, sourceKey: string): Promise<void> {
  const { workspaceId } = session;
  const held = await session.query<{ runId: number; epoch: number; worker: string; isSilent: boolean }>(
    `SELECT id AS "runId", epoch, coalesce(worker, '') AS worker, lease_until < clock_timestamp() AS "isSilent" FROM hub.ingest_run
     WHERE workspace_id = $1 AND source_id = $2 AND status = 'RUNNING' FOR UPDATE`,
    [workspaceId, sourceId],
  );
  for (const { runId, epoch, worker, isSilent } of held) {
    if (!isSilent && !isDead(worker)) throw new Error(`source ${sourceKey}: run ${runId} (${worker}) is loading it right now`);
    await finishRun(session, { workspaceId, sourceId, runId, epoch }, { status: 'FAILED', error: 'it was cut off' });
  }
}
