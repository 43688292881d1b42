import type { DataSource } from 'typeorm';
import { becomeOnlyWriter, moveVersion } from '../../src/database/only-writer';
import { inWorkspace, type Session } from '../../src/database/session';
import { bucketsOf, type Day, type DayRange, endOfMonth, startOf } from '../../src/lib/day';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { ensurePartitions } from '../ensure-partitions';
import type { Batch, Derivation, Portion, Worked } from './derivation';
import { replaceRows } from './replace-rows';

/** Where and for when something is worked out: one workspace, its today, and the derivation's setting of the beginning. */
export interface Working {
  readonly database: DataSource;
  readonly workspaceId: number;
  readonly derivation: Derivation;
  readonly today: Day;
  readonly setting: string;
}

/** The workspace's last change before a portion was written, and after it; the same where nothing differed. */
export interface Written {
  readonly before: string;
  readonly after: string;
}

/**
 * Works a portion out from a snapshot, and holds the workspace's row only to write what differs. Of whom anything changed meanwhile is left as it was, for
 * the next time. Null, and nothing written, where the setting is another one by now, or most has changed.
 */
export async function writePortion(working: Working, portion: Portion): Promise<Written | null> {
  const { database, workspaceId } = working;
  await makeMonths(working, portion.range);
  const { instant, batches } = await inWorkspace(
    database,
    workspaceId,
    async (session) => {
      await withoutNestedLoops(session);
      return { instant: await lastChange(session), batches: await portion.read(session) };
    },
    { snapshot: true },
  );
  return inWorkspace(database, workspaceId, async (session) => {
    const recordedAt = await becomeOnlyWriter(session);
    if ((await working.derivation.setting(session)) !== working.setting) return null;
    const before = await lastChange(session);
    const settled = before === instant ? batches : await withoutChanged(session, working, instant, batches);
    if (settled === null) return null;
    return (await replace(session, working, portion.range, settled, recordedAt))
      ? { before, after: recordedAt }
      : { before, after: before };
  });
}

/** The instant of the workspace's last change, as PostgreSQL's own text. Every change of a fact moves it on, and whoever makes one keeps others out: what comes later is recorded later. */
export async function lastChange(session: Session): Promise<string> {
  const [row] = await session.query<{ instant: string }>('SELECT recorded_at::text AS instant FROM hub.workspace WHERE id = $1', [
    session.workspaceId,
  ]);
  return row!.instant;
}

async function withoutChanged(
  session: Session,
  { derivation, setting, today }: Working,
  through: string,
  batches: readonly Batch[],
): Promise<Batch[] | null> {
  const since: Worked = { through, day: today, setting };
  const changed = await derivation.changedSince(session, since, today);
  if (changed === null) return null;
  const left = new Set(changed);
  return batches.map(({ values, rows }) => ({
    values: values.filter((value) => !left.has(value)),
    rows: rows.filter((row) => !left.has(String(row[derivation.column]))),
  }));
}

async function replace(
  session: Session,
  { derivation: { fact, column } }: Working,
  range: DayRange,
  batches: readonly Batch[],
  recordedAt: string,
): Promise<boolean> {
  await withoutNestedLoops(session);
  const days: Day[] = [];
  for (const { values, rows } of batches) days.push(...(await replaceRows(session, fact, { range, column, values }, rows, recordedAt)));
  if (days.length === 0) return false;
  await refreshRollups(session, fact, days);
  await moveVersion(session, recordedAt);
  return true;
}

/** Row-level security keeps a nested loop from going by index: it would read the days once for each row. */
async function withoutNestedLoops(session: Session): Promise<void> {
  await session.execute('SET LOCAL enable_nestloop = off');
}

function makeMonths({ database, derivation }: Working, { from, to }: DayRange): Promise<void> {
  const months = [...bucketsOf('MONTH', { from: startOf('MONTH', from), to: endOfMonth(to) })];
  return ensurePartitions(
    database,
    derivation.fact,
    months.map((month) => month.from),
  );
}
