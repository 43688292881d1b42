import type { DataSource } from 'typeorm';
import { factOf } from '../../entities/facts/fact';
import { becomeOnlyWriter, moveVersion } from '../../src/database/only-writer';
import { inWorkspace, type Session } from '../../src/database/session';
import { bucketsOf, type Day, dayIn, endOfMonth, startOf } from '../../src/lib/day';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { ensurePartitions } from '../ensure-partitions';
import type { Derivation, Deriving, Worked } from './derivation';
import { orderCredits } from './derive-credits';
import { customerMonths } from './derive-customers';

const DERIVATIONS: readonly Derivation[] = [orderCredits, customerMonths];

/** Brings the worked-out facts of every workspace up to date; returns in how many workspaces any row changed. */
export async function deriveDue(database: DataSource, now: Date = new Date()): Promise<number> {
  const workspaces: { id: number; time_zone: string }[] = await database.query('SELECT id, time_zone FROM hub.workspaces()');
  let changed = 0;
  for (const { id, time_zone: timeZone } of workspaces) {
    if (await deriveWorkspace(database, id, dayIn(timeZone, now))) changed += 1;
  }
  return changed;
}

/** Brings the worked-out facts of one workspace up to date, in one transaction; returns whether any row changed. Quick where nothing did that they follow from. */
export async function deriveWorkspace(database: DataSource, workspaceId: number, today: Day): Promise<boolean> {
  // Looked at before anybody is kept waiting.
  const due = await inWorkspace(database, workspaceId, (session) => isDue(session, today), { snapshot: true });
  if (!due) return false;
  return inWorkspace(database, workspaceId, async (session) => {
    const recordedAt = await becomeOnlyWriter(session);
    // Row-level security keeps a nested loop from going by index: it would read the days once for each row.
    await session.execute('SET LOCAL enable_nestloop = off');
    const changed: boolean[] = [];
    for (const derivation of DERIVATIONS) changed.push(await derive(database, session, derivation, today, recordedAt));
    if (changed.includes(true)) await moveVersion(session, recordedAt);
    for (const derivation of DERIVATIONS) await note(session, derivation, today);
    return changed.includes(true);
  });
}

async function isDue(session: Session, today: Day): Promise<boolean> {
  const through = await lastChange(session);
  for (const derivation of DERIVATIONS) {
    const since = await workedUntil(session, derivation);
    if (since?.through !== through || since.day !== today || since.setting !== (await derivation.setting(session))) return true;
  }
  return false;
}

async function derive(database: DataSource, session: Session, derivation: Derivation, today: Day, recordedAt: string): Promise<boolean> {
  const worked = await workedUntil(session, derivation);
  const since = worked?.setting === (await derivation.setting(session)) ? worked : null;
  const prepare: Deriving['prepare'] = (fact, from, to) => {
    const months = [...bucketsOf('MONTH', { from: startOf('MONTH', from), to: endOfMonth(to) })];
    return ensurePartitions(
      database,
      fact,
      months.map((month) => month.from),
    );
  };
  const days = await derivation.derive({ session, since, today, recordedAt, prepare });
  await refreshRollups(session, derivation.fact, days);
  return days.length > 0;
}

async function workedUntil(session: Session, { fact }: Derivation): Promise<Worked | null> {
  const [row] = await session.query<Worked>(
    'SELECT through::text AS through, day, setting FROM hub.derivation WHERE workspace_id = $1 AND fact = $2',
    [session.workspaceId, factOf(fact).table],
  );
  return row ?? null;
}

/** Every change of a fact moves the workspace's instant on, and the writer keeps others out: what comes later is recorded later. */
async function note(session: Session, derivation: Derivation, today: Day): Promise<void> {
  await session.execute(
    `INSERT INTO hub.derivation (workspace_id, fact, through, day, setting) VALUES ($1, $2, $3::timestamptz, $4, $5)
     ON CONFLICT (workspace_id, fact) DO UPDATE SET through = EXCLUDED.through, day = EXCLUDED.day, setting = EXCLUDED.setting`,
    [session.workspaceId, factOf(derivation.fact).table, await lastChange(session), today, await derivation.setting(session)],
  );
}

async function lastChange(session: Session): Promise<string> {
  const [row] = await session.query<{ instant: string }>('SELECT recorded_at::text AS instant FROM hub.workspace WHERE id = $1', [
    session.workspaceId,
  ]);
  return row!.instant;
}
