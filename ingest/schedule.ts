import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import type { Logger } from '../src/lib/log';
import { type DueSlot, dueSlot } from './cron-slots';

/** A run that is to be worked; the job that carries it is sent in the session's transaction. */
export interface WaitingRun {
  readonly workspaceId: number;
  readonly runId: number;
  readonly epoch: number;
}

/** What scheduling needs. `enqueue` must write through the session, so that a run and its job are there together or not at all. */
export interface ScheduleDeps {
  readonly database: DataSource;
  readonly log: Logger;
  readonly now: () => Date;
  readonly enqueue: (session: Session, run: WaitingRun) => Promise<void>;
}

interface ScheduledSource {
  id: number;
  key: string;
  schedule: string;
  created_at: Date;
  last: Date | null;
  pulled: boolean;
}

/** A run whose workers ended so often without committing a page is not given to another. */
const MOST_ATTEMPTS = 5;

/** Queues what is due in every workspace: the newest missed slot of each source that is enabled, and runs that nobody works any more. */
export async function scheduleDue(deps: ScheduleDeps): Promise<void> {
  const workspaces: { id: number; time_zone: string }[] = await deps.database.query('SELECT id, time_zone FROM hub.workspaces()');
  for (const { id, time_zone: timeZone } of workspaces) {
    try {
      await queueSlots(deps, id, timeZone);
      await recoverRuns(deps, id);
    } catch (error) {
      deps.log.error({ workspaceId: id, error }, 'the schedule of a workspace could not be kept; it is tried again at the next tick');
    }
  }
}

/** Queues again the runs of one workspace whose job or worker was lost. Runs with a job are sent again to no effect. */
export async function recoverRuns(deps: ScheduleDeps, workspaceId: number): Promise<void> {
  await inWorkspace(deps.database, workspaceId, async (session) => {
    await session.execute(
      `UPDATE hub.ingest_run SET status = 'FAILED', finished_at = clock_timestamp(), error = 'its worker ended ' || attempts || ' times in a row without committing a page'
       WHERE workspace_id = $1 AND status = 'RUNNING' AND file_sha256 IS NULL AND lease_until < clock_timestamp() AND attempts >= $2`,
      [workspaceId, MOST_ATTEMPTS],
    );
    const waiting = await session.query<{ id: number; epoch: number }>(
      `SELECT id, epoch FROM hub.ingest_run WHERE workspace_id = $1 AND file_sha256 IS NULL
         AND (status = 'QUEUED' OR (status = 'RUNNING' AND lease_until < clock_timestamp())) ORDER BY queued_at, id`,
      [workspaceId],
    );
    for (const { id, epoch } of waiting) await deps.enqueue(session, { workspaceId, runId: id, epoch });
  });
}

async function queueSlots(deps: ScheduleDeps, workspaceId: number, timeZone: string): Promise<void> {
  const sources = await inWorkspace(deps.database, workspaceId, (session) =>
    session.query<ScheduledSource>(
      `SELECT s.id, s.key, s.schedule, s.created_at, r.last, r.pulled FROM hub.source s
       CROSS JOIN LATERAL (SELECT max(slot) AS last, count(*) > 0 AS pulled FROM hub.ingest_run r
         WHERE r.workspace_id = s.workspace_id AND r.source_id = s.id) r
       WHERE s.workspace_id = $1 AND s.enabled AND s.schedule <> '' ORDER BY s.id`,
      [workspaceId],
    ),
  );
  for (const source of sources) {
    const due = slotOf(source, timeZone, deps.now());
    if (due) await queueSlot(deps, workspaceId, source, due);
  }
}

/** A source that was never pulled is due at once, from then on as its schedule says. */
function slotOf(source: ScheduledSource, timeZone: string, now: Date): DueSlot | null {
  if (!source.pulled) return { slot: source.created_at, coalesced: 0 };
  return dueSlot(source.schedule, timeZone, source.last ?? source.created_at, now);
}

/** One run a slot, however many schedulers see that it is due. */
async function queueSlot(deps: ScheduleDeps, workspaceId: number, source: ScheduledSource, { slot, coalesced }: DueSlot): Promise<void> {
  await inWorkspace(deps.database, workspaceId, async (session) => {
    const [run] = await session.query<{ id: number; epoch: number }>(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, slot, coalesced) VALUES ($1, $2, $3, $4)
       ON CONFLICT (workspace_id, source_id, slot) DO NOTHING RETURNING id, epoch`,
      [workspaceId, source.id, slot, coalesced],
    );
    if (!run) return;
    await deps.enqueue(session, { workspaceId, runId: run.id, epoch: run.epoch });
    if (coalesced > 0) deps.log.warn({ source: source.key, slot, coalesced }, 'slots were missed; one run covers them');
  });
}
