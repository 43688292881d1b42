import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import { type ClaimedRun, claimRun, createRun, releaseRun } from './runs';
import { isDead, isHere, workerName } from './worker-name';

/** Which load is meant: a file's bytes under a mapping, for a source. `again` loads it although it was loaded before. */
export interface FileLoad {
  readonly sourceId: number;
  readonly sha256: Buffer;
  readonly mapping: string;
  readonly again: boolean;
}

/** The run for a file: one to work on, or the one that has loaded it already. */
export interface FileRun {
  readonly runId: number;
  readonly isLoaded: boolean;
}

/**
 * The run for a load: the one that was cut off in the middle of it; else the one that loaded these bytes under this mapping when that is the last
 * thing that was done with them; else a new one.
 */
export async function fileRun(session: Session, load: FileLoad): Promise<FileRun> {
  const before = await session.query<{ id: number; status: string; mapping: string }>(
    `SELECT id, status, mapping FROM hub.ingest_run WHERE workspace_id = $1 AND source_id = $2 AND file_sha256 = $3 AND status <> 'FAILED'
     ORDER BY id DESC`,
    [session.workspaceId, load.sourceId, load.sha256],
  );
  const isDone = (status: string) => status === 'SUCCEEDED' || status === 'PARTIAL';
  const cutOff = before.find(({ status, mapping }) => !isDone(status) && mapping === load.mapping);
  if (cutOff) return { runId: cutOff.id, isLoaded: false };
  const last = before.find(({ status }) => isDone(status));
  if (last?.mapping === load.mapping && !load.again) return { runId: last.id, isLoaded: true };
  const runId = await createRun(session, { sourceId: load.sourceId, fileSha256: load.sha256, mapping: load.mapping });
  return { runId: runId!, isLoaded: false };
}

/** A load gives a sign of life once a page, and a page may be large. */
const LEASE_SECONDS = 60;

/**
 * Takes a file's run in hand. A run whose process has died is taken at once when that was on this machine, else when its lease has run out.
 * Throws an Error when another process is at it.
 */
export async function claimFileRun(database: DataSource, workspaceId: number, runId: number): Promise<ClaimedRun> {
  const worker = workerName('import');
  const giveUp = Date.now() + (LEASE_SECONDS + 5) * 1000;
  for (;;) {
    const claimed = await claimRun(database, workspaceId, runId, worker, LEASE_SECONDS);
    if (claimed) return claimed;
    const holder = await holderOf(database, workspaceId, runId);
    if (holder && isDead(holder.worker)) await releaseRun(database, { workspaceId, runId, ...holder });
    else if (!holder || isHere(holder.worker) || Date.now() > giveUp)
      throw new Error(
        `run ${runId}: ${holder ? `${holder.worker} is loading this file right now` : 'it has just been ended by another process'}`,
      );
    else await sleep(1_000);
  }
}

interface Holder {
  readonly worker: string;
  readonly epoch: number;
  readonly sourceId: number;
}

async function holderOf(database: DataSource, workspaceId: number, runId: number): Promise<Holder | null> {
  const [row] = await inWorkspace(database, workspaceId, (session) =>
    session.query<Holder>(
      `SELECT coalesce(worker, '') AS worker, epoch, source_id AS "sourceId" FROM hub.ingest_run
       WHERE workspace_id = $1 AND id = $2 AND status = 'RUNNING'`,
      [workspaceId, runId],
    ),
  );
  return row ?? null;
}
