import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import { type ClaimedRun, claimRunIn } from './runs';

/** What the queue carries for a run that waits. It only names the run: who may work it, and where it stands, the run itself says. */
export interface Ticket {
  readonly workspaceId: number;
  readonly runId: number;
  readonly epoch: number;
  /** Its last workers ended before they had committed a page: it is to be worked alone, so that it can do no harm to others nor they to it. */
  readonly isSuspect: boolean;
}

/** Puts tickets into the queue, in the session's transaction; one that is there already stays as it is. */
export type SendTickets = (session: Session, tickets: readonly Ticket[]) => Promise<void>;

/** A run whose workers ended so often in a row without committing a page is worked alone. */
export const SUSPECT_AFTER = 2;
/** A run whose workers ended so often, the last times with no other in their hands, is not given to another. */
const MOST_ATTEMPTS = 5;

/** So long after a run's end its worker may still take the next of the source itself. */
const AFTER_ANOTHER_SECONDS = 2;

/** Waiting runs in the order in which they are worked: what was begun, what was asked for by hand, the newest slot. */
const IN_ORDER = `(pages > 0 OR status = 'RUNNING') DESC, slot DESC NULLS FIRST, id`;
const WAITS = `file_sha256 IS NULL AND (status = 'QUEUED' OR (status = 'RUNNING' AND lease_until < clock_timestamp()))`;

/** Ends the runs of all workspaces that never get anywhere, and sends those again whose ticket or worker was lost. One statement when there are none. */
export async function recoverRuns(database: DataSource, send: SendTickets): Promise<void> {
  const workspaces: { id: number }[] = await database.query('SELECT id FROM hub.waiting_workspaces()');
  for (const { id } of workspaces) {
    await inWorkspace(database, id, async (session) => {
      await giveUp(session);
      await sendWaiting(session, send, AFTER_ANOTHER_SECONDS);
    });
  }
}

async function giveUp(session: Session): Promise<void> {
  await session.execute(
    `UPDATE hub.ingest_run SET status = 'FAILED', finished_at = clock_timestamp(), error = 'its worker ended ' || attempts || ' times in a row without committing a page'
     WHERE workspace_id = $1 AND status = 'RUNNING' AND file_sha256 IS NULL AND lease_until < clock_timestamp() AND attempts >= $2`,
    [session.workspaceId, MOST_ATTEMPTS],
  );
}

/**
 * Sends the next waiting run of each source that is not being pulled, nor was so many seconds ago; the others follow when that has ended. What was
 * sent is sent again after ten minutes, should its ticket have been lost.
 */
export async function sendWaiting(session: Session, send: SendTickets, afterSeconds = 0): Promise<void> {
  const waiting = await session.query<{ id: number; epoch: number; attempts: number }>(
    `UPDATE hub.ingest_run r SET sent_at = clock_timestamp() FROM (
       SELECT DISTINCT ON (source_id) id, sent_at FROM hub.ingest_run w WHERE workspace_id = $1 AND ${WAITS}
         AND NOT EXISTS (SELECT 1 FROM hub.ingest_run o WHERE o.workspace_id = $1 AND o.source_id = w.source_id AND o.file_sha256 IS NULL
           AND ((o.status = 'RUNNING' AND o.lease_until >= clock_timestamp()) OR o.finished_at > clock_timestamp() - make_interval(secs => $2)))
       ORDER BY source_id, ${IN_ORDER}) w
     WHERE r.workspace_id = $1 AND r.id = w.id AND (w.sent_at IS NULL OR w.sent_at < clock_timestamp() - interval '10 minutes')
     RETURNING r.id, r.epoch, r.attempts`,
    [session.workspaceId, afterSeconds],
  );
  const { workspaceId } = session;
  waiting.sort((a, b) => a.id - b.id);
  const tickets = waiting.map(({ id, epoch, attempts }) => ({ workspaceId, runId: id, epoch, isSuspect: attempts >= SUSPECT_AFTER }));
  if (tickets.length > 0) await send(session, tickets);
}

/** Takes the next waiting run of a source, which this worker has just finished with; null when there is none, or it is one to be worked alone. */
export function claimNextOf(database: DataSource, ended: ClaimedRun, worker: string): Promise<ClaimedRun | null> {
  const { workspaceId, sourceId, leaseSeconds } = ended;
  return inWorkspace(database, workspaceId, async (session) => {
    const [next] = await session.query<{ id: number }>(
      `SELECT id FROM hub.ingest_run WHERE workspace_id = $1 AND source_id = $2 AND ${WAITS} AND attempts < $3 ORDER BY ${IN_ORDER} LIMIT 1`,
      [workspaceId, sourceId, SUSPECT_AFTER],
    );
    return next ? claimRunIn(session, next.id, worker, leaseSeconds) : null;
  });
}
