import type { DataSource } from 'typeorm';
import type { PullQueue } from '../src/database/queue';
import { inTransaction, type Session } from '../src/database/session';
import { type ClaimedRun, claimRunIn } from './runs';
import type { SendTickets, Ticket } from './waiting-runs';

/** Who takes a run. Runs whose workers keep ending are given to one that has no other in hand. */
export interface Taker {
  readonly worker: string;
  readonly leaseSeconds: number;
  readonly hasOthers: boolean;
}

/** How tickets get into a queue. */
export function sendTo(queue: PullQueue): SendTickets {
  return (session, tickets) => queue.send(session, tickets.map(jobOf));
}

function jobOf(ticket: Ticket) {
  const { workspaceId, runId, epoch, isSuspect } = ticket;
  return { key: `${workspaceId}:${runId}:${epoch}`, data: ticket, isUrgent: isSuspect };
}

/**
 * Takes the next ticket and claims its run in one transaction: whoever dies in between has taken nothing. Answers 'none' when there is no ticket,
 * and 'torn' when the ticket was of no use: its run has ended, is in other hands, or waits for another pull of its source.
 */
export function takeRun(database: DataSource, queue: PullQueue, taker: Taker): Promise<ClaimedRun | 'none' | 'torn'> {
  return inTransaction(database, async (client, enter) => {
    const job = await queue.take<Ticket>(client, { urgentToo: !taker.hasOthers });
    if (job === null) return 'none';
    const session = await enter(job.data.workspaceId);
    const run = await claimRunIn(session, job.data.runId, taker.worker, taker.leaseSeconds);
    return run ?? (await tear(session, job.data));
  });
}

/** A run that still waits is sent again when its turn comes. */
async function tear(session: Session, { workspaceId, runId }: Ticket): Promise<'torn'> {
  await session.execute(
    `UPDATE hub.ingest_run SET sent_at = NULL WHERE workspace_id = $1 AND id = $2 AND status IN ('QUEUED', 'RUNNING')`,
    [workspaceId, runId],
  );
  return 'torn';
}
