import type { DataSource } from 'typeorm';
import { inWorkspace } from '../src/database/session';
import { dayIn } from '../src/lib/day';
import type { Logger } from '../src/lib/log';
import { learnMaturity } from '../src/metrics/learn-maturity';
import { eraseLeft } from './erase/erase-left';
import type { FieldWatch } from './field-watch';
import type { PullSource } from './pull-source';
import { reconcile } from './reconcile';
import type { RunHold } from './run-hold';

/** A pull that has read all it could. */
export interface Pulled {
  readonly database: DataSource;
  readonly log: Logger;
  readonly run: RunHold;
  readonly source: PullSource;
  readonly fields: FieldWatch;
  readonly now: Date;
}

/**
 * What is left to do when all was read. A pull teaches beside its numbers how its records look, once a day how soon the source's numbers are complete,
 * and whether its ads come to the platform's own totals. Returns in words what does not agree.
 */
export async function afterPull(pulled: Pulled): Promise<string[]> {
  await learn(pulled);
  const { database, run, source } = pulled;
  if (source.connector.streams.some(({ posts }) => posts !== undefined))
    await inWorkspace(database, run.workspaceId, (session) => eraseLeft(session, run.runId));
  return reconcile(database, run, source);
}

async function learn({ database, log, run, source, fields, now }: Pulled): Promise<void> {
  const lookbackDays = Math.max(0, ...source.connector.streams.map((stream) => stream.lookbackDays));
  const { timeZone } = source.facing;
  await inWorkspace(database, run.workspaceId, async (session) => {
    const changes = await fields.keep(session, run);
    for (const change of changes) log.warn({ source: source.key, runId: run.runId, ...change }, 'the records of a source look different');
    const due = await session.execute(
      `UPDATE hub.source SET maturity_learnt_at = $3 WHERE workspace_id = $1 AND id = $2
         AND (maturity_learnt_at IS NULL OR maturity_learnt_at < $3::timestamptz - interval '20 hours')`,
      [run.workspaceId, source.id, now],
    );
    if (due > 0 && lookbackDays > 0) await learnMaturity(session, { id: source.id, timeZone, lookbackDays }, dayIn(timeZone, now));
  });
}
