import type { DataSource } from 'typeorm';
import { inWorkspace } from '../../src/database/session';
import type { Json } from '../../src/lib/lossless-json';
import { BadRecord } from '../errors';
import { checkStorable } from '../landed/landed-row';
import { Fenced, type RunHold } from '../run-hold';

/** Where a load stands, as its run keeps it; `state` is the tap's own word for it. */
export interface LoadPosition {
  readonly seq: number;
  readonly line: number;
  readonly state: Json;
}

/** Keeps where a load stands. Throws Fenced when the run has passed to another process. */
export async function keepPosition(database: DataSource, run: RunHold, position: LoadPosition): Promise<void> {
  const kept = await inWorkspace(database, run.workspaceId, (session) =>
    session.execute(
      `UPDATE hub.ingest_run SET position = $4::jsonb WHERE workspace_id = $1 AND id = $2 AND epoch = $3 AND status = 'RUNNING'`,
      [run.workspaceId, run.runId, run.epoch, JSON.stringify(position)],
    ),
  );
  if (kept === 0) throw new Fenced(run);
}

/** A state as the position takes it: itself, or null when the database cannot hold it. It is told to the tap's runner in any case. */
export function keepable(state: Json): Json {
  try {
    checkStorable(state);
    return state;
  } catch (error) {
    if (!(error instanceof BadRecord)) throw error;
    return null;
  }
}
