import type { DataSource } from 'typeorm';
import { planSlots } from '../../ingest/catch-up';
import { inWorkspace, type Session } from '../database/session';
import { dayIn } from '../lib/day';
import type { Logger } from '../lib/log';
import type { Asker } from '../metrics/question';
import type { Format } from './formats';
import { storedExports } from './stored-exports';
import { type Written, writeExport } from './write-export';

/** What exporting works with. */
export interface ExportDeps {
  readonly database: DataSource;
  readonly log: Logger;
  /** The folder that files are written below. */
  readonly folder: string;
  /** The present instant; the machine's when not given. */
  readonly now?: () => Date;
}

interface Workspace {
  readonly id: number;
  readonly key: string;
  readonly time_zone: string;
}

interface ClaimedRun {
  readonly id: number;
  readonly slot: Date | null;
  readonly savedQueryId: number;
  readonly version: number | null;
  readonly format: Format;
  readonly locale: Asker['locale'];
}

/** A run whose writer has gone is taken up by another one after so long, and given up after so many. */
const LEASE = '15 minutes';
const MOST_ATTEMPTS = 3;

/** Gives every slot that is due its run, and writes what waits, one after the other. Of missed slots the newest is written: it holds what the others would have. */
export async function exportDue(deps: ExportDeps): Promise<number> {
  const workspaces: Workspace[] = await deps.database.query('SELECT id, key, time_zone FROM hub.workspaces()');
  let done = 0;
  for (const workspace of workspaces) {
    await inWorkspace(deps.database, workspace.id, (session) => queueSlots(deps, session, workspace));
    while (await writeNext(deps, workspace)) done += 1;
  }
  return done;
}

/** Queues one export now, whatever its schedule says. */
export async function queueExport(session: Session, exportId: number): Promise<void> {
  await session.execute('INSERT INTO hub.export_run (workspace_id, export_id) VALUES ($1, $2)', [session.workspaceId, exportId]);
}

async function queueSlots({ log, now }: ExportDeps, session: Session, { time_zone: timeZone }: Workspace): Promise<void> {
  const at = now?.() ?? new Date();
  for (const each of await storedExports(session)) {
    if (each.schedule === '') continue;
    const table = {
      schedule: each.schedule,
      timeZone,
      catchUp: 'latest' as const,
      catchUpLimit: 1,
      settledTo: each.settledTo,
      firstAt: null,
    };
    const { run, missed, settledTo } = planSlots(table, at);
    if (run.length === 0) continue;
    if (missed) log.warn({ export: each.id, key: each.key, slots: missed.slots }, 'slots of an export were missed; the newest is written');
    // A second scheduler finds the slot taken.
    await session.execute(
      `INSERT INTO hub.export_run (workspace_id, export_id, slot) SELECT $1, $2, unnest($3::timestamptz[]) ON CONFLICT DO NOTHING`,
      [session.workspaceId, each.id, run],
    );
    await session.execute('UPDATE hub.export SET settled_to = greatest(settled_to, $3) WHERE workspace_id = $1 AND id = $2', [
      session.workspaceId,
      each.id,
      settledTo,
    ]);
  }
}

/** Writes the next export that waits; false when none does. */
async function writeNext(deps: ExportDeps, workspace: Workspace): Promise<boolean> {
  const inside = <T>(work: (session: Session) => Promise<T>) => inWorkspace(deps.database, workspace.id, work);
  const run = await inside(claim);
  if (!run) return false;
  const now = deps.now?.() ?? new Date();
  const asker = { today: dayIn(workspace.time_zone, run.slot ?? now), locale: run.locale };
  try {
    const written = await writeExport(deps.database, deps.folder, { ...run, workspace, asker, now });
    await inside((session) => finish(session, run.id, written));
    deps.log.info({ runId: run.id, ...written }, 'exported');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    deps.log.error({ runId: run.id, error }, 'an export could not be written');
    await inside((session) => fail(session, run.id, message));
  }
  return true;
}

async function claim(session: Session): Promise<ClaimedRun | null> {
  const given = `UPDATE hub.export_run SET status = 'FAILED', finished_at = now(), error = 'its writer was lost, ${MOST_ATTEMPTS} times'
     WHERE workspace_id = $1 AND status = 'RUNNING' AND lease_until < now() AND attempts >= ${MOST_ATTEMPTS}`;
  await session.execute(given, [session.workspaceId]);
  const [run] = await session.query<ClaimedRun>(
    `UPDATE hub.export_run r SET status = 'RUNNING', attempts = attempts + 1, lease_until = now() + $2::interval
     FROM hub.export e WHERE e.workspace_id = r.workspace_id AND e.id = r.export_id AND (r.workspace_id, r.id) = (
       SELECT n.workspace_id, n.id FROM hub.export_run n WHERE n.workspace_id = $1 AND (n.status = 'QUEUED' OR (n.status = 'RUNNING' AND n.lease_until < now()))
       ORDER BY n.id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING r.id, r.slot, e.saved_query_id AS "savedQueryId", e.version, e.format, e.locale`,
    [session.workspaceId, LEASE],
  );
  return run ?? null;
}

async function finish(session: Session, id: number, { file, rows, sha256 }: Written): Promise<void> {
  await session.execute(
    `UPDATE hub.export_run SET status = 'SUCCEEDED', finished_at = now(), file = $3, rows = $4, sha256 = $5, error = NULL WHERE workspace_id = $1 AND id = $2`,
    [session.workspaceId, id, file, rows, sha256],
  );
}

async function fail(session: Session, id: number, error: string): Promise<void> {
  await session.execute(
    `UPDATE hub.export_run SET status = 'FAILED', finished_at = now(), error = $3 WHERE workspace_id = $1 AND id = $2`,
    [session.workspaceId, id, error],
  );
}
