import type { DataSource } from 'typeorm';
import { factOf } from '../../entities/facts/fact';
import { inWorkspace, type Session } from '../../src/database/session';
import { type Day, dayIn } from '../../src/lib/day';
import type { Derivation, Worked } from './derivation';
import { orderCredits } from './derive-credits';
import { customerMonths } from './derive-customers';
import { lastChange, writePortion } from './write-portion';

/** None follows from another one. */
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

/**
 * Brings the worked-out facts of one workspace up to date, portion by portion, each in a transaction of its own, so that other writers come in between; returns
 * whether any row changed. Quick where nothing did that they follow from. Whatever changes meanwhile is left to the next time.
 */
export async function deriveWorkspace(database: DataSource, workspaceId: number, today: Day): Promise<boolean> {
  const due = await inWorkspace(database, workspaceId, (session) => isDue(session, today), { snapshot: true });
  if (!due) return false;
  const runs: Run[] = [];
  for (const derivation of DERIVATIONS) runs.push(await workOut(database, workspaceId, derivation, today));
  const known = throughOf(runs);
  await inWorkspace(database, workspaceId, async (session) => {
    for (const [at, { derivation, setting, isWhole }] of runs.entries())
      if (isWhole) await note(session, derivation, { through: known[at]!, day: today, setting });
  });
  return runs.some(({ isChanged }) => isChanged);
}

async function isDue(session: Session, today: Day): Promise<boolean> {
  const through = await lastChange(session);
  for (const derivation of DERIVATIONS) {
    const since = await workedUntil(session, derivation);
    if (since?.through !== through || since.day !== today || since.setting !== (await derivation.setting(session))) return true;
  }
  return false;
}

/** How the portions of a derivation went: all changes up to `through` are in them, if they are whole. */
interface Run {
  readonly derivation: Derivation;
  readonly setting: string;
  readonly began: string;
  readonly through: string;
  readonly isChanged: boolean;
  readonly isWhole: boolean;
}

async function workOut(database: DataSource, workspaceId: number, derivation: Derivation, today: Day): Promise<Run> {
  const { began, setting, portions } = await inWorkspace(
    database,
    workspaceId,
    async (session) => {
      const own = await derivation.setting(session);
      const worked = await workedUntil(session, derivation);
      const since = worked?.setting === own ? worked : null;
      return { began: await lastChange(session), setting: own, portions: await derivation.portions(session, since, today) };
    },
    { snapshot: true },
  );
  const run = { derivation, setting, began };
  let through = began;
  let isChanged = false;
  for (const portion of portions) {
    const written = await writePortion({ database, workspaceId, derivation, today, setting }, portion);
    if (written === null) return { ...run, through, isChanged, isWhole: false };
    // What another writer brought in between is looked at the next time, and with it all that came after.
    if (written.before === through) through = written.after;
    isChanged ||= written.after !== written.before;
  }
  return { ...run, through, isChanged, isWhole: true };
}

/** What each run knows of: where the next one began with the instant at which it ended, also what that one wrote, from which it does not follow. */
function throughOf(runs: readonly Run[]): string[] {
  const known = runs.map(({ through }) => through);
  for (let at = runs.length - 2; at >= 0; at -= 1) if (runs[at + 1]!.began === known[at]) known[at] = known[at + 1]!;
  return known;
}

async function workedUntil(session: Session, { fact }: Derivation): Promise<Worked | null> {
  const [row] = await session.query<Worked>(
    'SELECT through::text AS through, day, setting FROM hub.derivation WHERE workspace_id = $1 AND fact = $2',
    [session.workspaceId, factOf(fact).table],
  );
  return row ?? null;
}

async function note(session: Session, { fact }: Derivation, { through, day, setting }: Worked): Promise<void> {
  await session.execute(
    `INSERT INTO hub.derivation (workspace_id, fact, through, day, setting) VALUES ($1, $2, $3::timestamptz, $4, $5)
     ON CONFLICT (workspace_id, fact) DO UPDATE SET through = EXCLUDED.through, day = EXCLUDED.day, setting = EXCLUDED.setting`,
    [session.workspaceId, factOf(fact).table, through, day, setting],
  );
}
