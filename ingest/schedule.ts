import { setImmediate as immediate } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import type { Logger } from '../src/lib/log';
import { planSlots, type SlotPlan, type Timetable } from './catch-up';
import { type SendTickets, sendWaiting } from './waiting-runs';

/** What scheduling needs. `send` must write through the session, so that a run and its ticket are there together or not at all. */
export interface ScheduleDeps {
  readonly database: DataSource;
  readonly log: Logger;
  /** The instant by which slots are due; the database's clock when not given, so that a worker's own may be wrong. */
  readonly now?: () => Date;
  readonly send: SendTickets;
}

interface ScheduledSource extends Omit<Timetable, 'timeZone'> {
  readonly id: number;
  readonly key: string;
}

/** So long the pulls of this process may be kept from going on. */
const LONGEST_TURN_MS = 20;

interface Planned extends SlotPlan {
  readonly source: ScheduledSource;
}

/**
 * Deals with what is due in every workspace: each slot of each enabled source gets a run or is recorded as missed, as the source's policy says,
 * and runs that wait are sent to the workers. Costs one statement when nothing is due, and about ten for each workspace where something is.
 */
export async function scheduleDue(deps: ScheduleDeps): Promise<void> {
  const due: { id: number; time_zone: string; now: Date }[] = await deps.database.query('SELECT * FROM hub.due_workspaces($1)', [
    deps.now?.() ?? null,
  ]);
  for (const { id, time_zone: timeZone, now } of due) {
    try {
      await inWorkspace(deps.database, id, (session) => settleSlots(deps, session, timeZone, now));
    } catch (error) {
      deps.log.error({ workspaceId: id, error }, 'the schedule of a workspace could not be kept; it is tried again at the next tick');
    }
  }
}

async function settleSlots(deps: ScheduleDeps, session: Session, timeZone: string, now: Date): Promise<void> {
  // One scheduler at a time in a workspace: who comes second finds nothing due.
  await session.execute(`SELECT pg_advisory_xact_lock(hashtext('hub.source_slot'), $1)`, [session.workspaceId]);
  const sources = await dueSources(session, timeZone, now);
  const planned = await planAll(deps, sources, timeZone, now);
  if (planned.length === 0) return;
  const runs = await createRuns(session, planned);
  await recordMissed(session, planned, runs);
  await saveTimetables(session, planned, timeZone);
  await sendWaiting(session, deps.send);
  tell(deps, planned);
}

/** Sources mostly share their connector's schedule; what is worked out for one holds for all that stand where it does. */
async function planAll(deps: ScheduleDeps, sources: readonly ScheduledSource[], timeZone: string, now: Date): Promise<Planned[]> {
  const plans = new Map<string, SlotPlan>();
  const planned: Planned[] = [];
  let since = performance.now();
  for (const source of sources) {
    const { id: _, key, ...table } = source;
    const alike = JSON.stringify(table);
    try {
      const plan = plans.get(alike) ?? planSlots({ ...table, timeZone }, now);
      plans.set(alike, plan);
      planned.push({ source, ...plan });
    } catch (error) {
      deps.log.error({ source: key, schedule: source.schedule, error }, 'the schedule of a source is no cron expression');
    }
    if (performance.now() - since < LONGEST_TURN_MS) continue;
    await immediate();
    since = performance.now();
  }
  return planned;
}

/** Sources with a slot that is due, or whose timetable is to be made or made anew. */
function dueSources(session: Session, timeZone: string, now: Date): Promise<ScheduledSource[]> {
  return session.query<ScheduledSource>(
    `SELECT s.id, s.key, s.schedule, s.catch_up AS "catchUp", s.catch_up_limit AS "catchUpLimit",
       coalesce(n.settled_to, r.last, s.created_at) AS "settledTo",
       CASE WHEN n.source_id IS NULL AND r.pulls = 0 THEN s.created_at END AS "firstAt"
     FROM hub.source s LEFT JOIN hub.source_slot n ON n.workspace_id = s.workspace_id AND n.source_id = s.id
     LEFT JOIN LATERAL (SELECT max(slot) AS last, count(*) AS pulls FROM hub.ingest_run i
       WHERE n.source_id IS NULL AND i.workspace_id = s.workspace_id AND i.source_id = s.id) r ON true
     WHERE s.workspace_id = $1 AND s.enabled AND s.schedule <> ''
       AND (n.source_id IS NULL OR n.next_slot <= $3 OR n.schedule <> s.schedule OR n.time_zone <> $2) ORDER BY s.id`,
    [session.workspaceId, timeZone, now],
  );
}

/** Makes the runs, of one source the newest slot first; returns their ids by source and slot. */
async function createRuns(session: Session, planned: readonly Planned[]): Promise<Map<string, number>> {
  const wanted = planned.flatMap(({ source, run, missed }) =>
    run.map((slot, at) => ({ source: source.id, slot, coalesced: at === 0 ? (missed?.slots ?? 0) : 0 })),
  );
  if (wanted.length === 0) return new Map();
  const made = await session.query<{ id: number; source_id: number; slot: Date }>(
    `INSERT INTO hub.ingest_run (workspace_id, source_id, slot, coalesced)
     SELECT $1, w.source_id, w.slot, w.coalesced FROM unnest($2::integer[], $3::timestamptz[], $4::integer[]) WITH ORDINALITY w (source_id, slot, coalesced, place)
     ORDER BY w.place ON CONFLICT (workspace_id, source_id, slot) DO NOTHING RETURNING id, source_id, slot`,
    [session.workspaceId, wanted.map(({ source }) => source), wanted.map(({ slot }) => slot), wanted.map(({ coalesced }) => coalesced)],
  );
  return new Map(made.map(({ id, source_id, slot }) => [runKey(source_id, slot), id]));
}

function runKey(sourceId: number, slot: Date): string {
  return `${sourceId} ${slot.getTime()}`;
}

async function recordMissed(session: Session, planned: readonly Planned[], runs: ReadonlyMap<string, number>): Promise<void> {
  const stretches = planned.flatMap(({ source, run, missed }) => {
    if (missed === null) return [];
    const [newest] = run;
    const covering = missed.isCovered && newest ? runs.get(runKey(source.id, newest)) : undefined;
    return [{ source, missed, covering: covering ?? null }];
  });
  if (stretches.length === 0) return;
  await session.execute(
    `INSERT INTO hub.missed_slots (workspace_id, source_id, first_slot, last_slot, slots, catch_up, run_id)
     SELECT $1, * FROM unnest($2::integer[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::text[], $7::integer[]) ON CONFLICT DO NOTHING`,
    [
      session.workspaceId,
      stretches.map(({ source }) => source.id),
      stretches.map(({ missed }) => missed.first),
      stretches.map(({ missed }) => missed.last),
      stretches.map(({ missed }) => missed.slots),
      stretches.map(({ source }) => source.catchUp),
      stretches.map(({ covering }) => covering),
    ],
  );
}

async function saveTimetables(session: Session, planned: readonly Planned[], timeZone: string): Promise<void> {
  await session.execute(
    `INSERT INTO hub.source_slot (workspace_id, source_id, time_zone, schedule, settled_to, next_slot)
     SELECT $1, w.source_id, $2, w.schedule, w.settled_to, w.next_slot
     FROM unnest($3::integer[], $4::text[], $5::timestamptz[], $6::timestamptz[]) w (source_id, schedule, settled_to, next_slot)
     ON CONFLICT (workspace_id, source_id) DO UPDATE SET time_zone = EXCLUDED.time_zone, schedule = EXCLUDED.schedule,
       settled_to = EXCLUDED.settled_to, next_slot = EXCLUDED.next_slot`,
    [
      session.workspaceId,
      timeZone,
      planned.map(({ source }) => source.id),
      planned.map(({ source }) => source.schedule),
      planned.map(({ settledTo }) => settledTo),
      planned.map(({ nextSlot }) => nextSlot),
    ],
  );
}

function tell(deps: ScheduleDeps, planned: readonly Planned[]): void {
  for (const { source, missed } of planned) {
    if (missed === null) continue;
    const what = missed.isCovered
      ? 'slots were missed; the newest run covers them'
      : 'slots were missed and are left out, as the source asks';
    deps.log.warn({ source: source.key, first: missed.first, last: missed.last, slots: missed.slots }, what);
  }
}
