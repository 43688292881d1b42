import { isDeepStrictEqual } from 'node:util';
import { In } from 'typeorm';
import { Goal } from '../../entities/plan/Goal';
import type { Session } from '../database/session';
import { decimalFromMicros } from '../lib/money';
import { monthTargets } from './decompose';
import { goalRowOf } from './goal-row';
import type { TargetPeriod } from './goal-target';
import type { PlanGoal } from './plan-file';
import { readMonths } from './read-months';

/** Keys of goals that an import touched; of a changed one also what of it changed. */
export interface GoalChanges {
  readonly added: string[];
  readonly changed: { readonly key: string; readonly what: string[] }[];
  readonly archived: string[];
}

/** When and why. */
interface Occasion {
  readonly now: Date;
  readonly reason: string;
}

interface Known {
  readonly goals: ReadonlyMap<string, Goal>;
  readonly months: ReadonlyMap<number, readonly TargetPeriod[]>;
  readonly patterns: Readonly<Record<Served, ReadonlyMap<number, readonly string[]>>>;
}

/** What serves a goal, each named by patterns in a table of its own. */
const PATTERNS = { campaigns: 'hub.goal_campaign_pattern', experiments: 'hub.goal_experiment_pattern' } as const;
type Served = keyof typeof PATTERNS;
const SERVED = Object.keys(PATTERNS) as Served[];

const TARGET_FIELDS = ['target', 'months', 'startDay', 'endDay'];

/** Makes the goals of a plan those of a file, in the file's order. */
export async function saveGoals(session: Session, planId: number, goals: readonly PlanGoal[], occasion: Occasion): Promise<GoalChanges> {
  const known = await knownGoals(session, planId);
  const changes: GoalChanges = { added: [], changed: [], archived: await archive(session, known.goals, goals, occasion.now) };
  const ids = new Map<string, number>();
  for (const [position, goal] of goals.entries()) {
    const place = { planId, position, parentId: goal.parent === null ? null : (ids.get(goal.parent) ?? null) };
    const { id, what } = await saveGoal(session, goal, place, known, occasion);
    ids.set(goal.key, id);
    if (!known.goals.has(goal.key)) changes.added.push(goal.key);
    else if (what.length > 0) changes.changed.push({ key: goal.key, what });
  }
  return changes;
}

async function knownGoals(session: Session, planId: number): Promise<Known> {
  const { workspaceId, manager } = session;
  const goals = await manager.find(Goal, { where: { workspaceId, planId } });
  const ids = goals.map(({ id }) => id);
  return {
    goals: new Map(goals.map((goal) => [goal.key, goal])),
    months: await readMonths(session, ids),
    patterns: { campaigns: await knownPatterns(session, 'campaigns', ids), experiments: await knownPatterns(session, 'experiments', ids) },
  };
}

async function knownPatterns(session: Session, served: Served, ids: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await session.query<{ goal_id: number; patterns: string[] }>(
    `SELECT goal_id, array_agg(pattern ORDER BY pattern COLLATE "C") AS patterns FROM ${PATTERNS[served]}
     WHERE workspace_id = $1 AND goal_id = ANY ($2::integer[]) GROUP BY goal_id`,
    [session.workspaceId, ids],
  );
  return new Map(rows.map((row) => [row.goal_id, row.patterns]));
}

async function archive(session: Session, known: Known['goals'], goals: readonly PlanGoal[], now: Date): Promise<string[]> {
  const kept = new Set(goals.map(({ key }) => key));
  const gone = [...known.values()].filter(({ key, archivedAt }) => !kept.has(key) && archivedAt === null);
  const { workspaceId, manager } = session;
  if (gone.length > 0) await manager.update(Goal, { workspaceId, id: In(gone.map(({ id }) => id)) }, { archivedAt: now });
  return gone.map(({ key }) => key);
}

async function saveGoal(
  session: Session,
  goal: PlanGoal,
  place: Pick<Goal, 'planId' | 'parentId' | 'position'>,
  known: Known,
  occasion: Occasion,
): Promise<{ id: number; what: string[] }> {
  const { workspaceId, manager } = session;
  const before = known.goals.get(goal.key);
  const row = { ...goalRowOf(goal), ...place };
  const months = monthTargets(goal);
  const patterns = { campaigns: [...new Set(goal.campaigns)].sort(), experiments: [...new Set(goal.experiments)].sort() };
  const what = [
    ...Object.entries(row).flatMap(([name, value]) => (isDeepStrictEqual(value, before?.[name as keyof Goal]) ? [] : [name])),
    ...(isDeepStrictEqual(months, before && known.months.get(before.id)) ? [] : ['months']),
    ...SERVED.filter((served) => !isDeepStrictEqual(patterns[served], (before && known.patterns[served].get(before.id)) ?? [])),
  ];
  if (before && what.length === 0) return { id: before.id, what };
  const { id } = await manager.save(manager.create(Goal, { ...before, ...row, workspaceId }));
  if (what.includes('months')) await saveMonths(session, id, months);
  for (const served of SERVED) if (what.includes(served)) await savePatterns(session, served, id, patterns[served]);
  if (what.some((name) => TARGET_FIELDS.includes(name))) await keepVersion(session, { ...row, id }, months, occasion);
  return { id, what };
}

async function saveMonths(session: Session, goalId: number, months: readonly TargetPeriod[]): Promise<void> {
  const key = [session.workspaceId, goalId];
  await session.execute('DELETE FROM hub.goal_period WHERE workspace_id = $1 AND goal_id = $2', key);
  await session.execute(
    `INSERT INTO hub.goal_period (workspace_id, goal_id, start_day, end_day, target)
     SELECT $1, $2, m."from", m."to", m.target FROM jsonb_to_recordset($3::jsonb) AS m("from" date, "to" date, target numeric(20, 6))`,
    [...key, monthsText(months)],
  );
}

async function savePatterns(session: Session, served: Served, goalId: number, patterns: readonly string[]): Promise<void> {
  const key = [session.workspaceId, goalId];
  await session.execute(`DELETE FROM ${PATTERNS[served]} WHERE workspace_id = $1 AND goal_id = $2`, key);
  await session.execute(`INSERT INTO ${PATTERNS[served]} (workspace_id, goal_id, pattern) SELECT $1, $2, unnest($3::text[])`, [
    ...key,
    patterns,
  ]);
}

async function keepVersion(
  session: Session,
  goal: Pick<Goal, 'id' | 'startDay' | 'endDay' | 'target'>,
  months: readonly TargetPeriod[],
  { now, reason }: Occasion,
): Promise<void> {
  await session.execute(
    `INSERT INTO hub.goal_target_version (workspace_id, goal_id, version, recorded_at, reason, start_day, end_day, target, months)
     SELECT $1, $2, 1 + coalesce(max(version), 0), $3, $4, $5::date, $6::date, $7::numeric, $8::jsonb FROM hub.goal_target_version
     WHERE workspace_id = $1 AND goal_id = $2`,
    [session.workspaceId, goal.id, now, reason, goal.startDay, goal.endDay, decimalFromMicros(goal.target), monthsText(months)],
  );
}

function monthsText(months: readonly TargetPeriod[]): string {
  return JSON.stringify(months.map(({ from, to, target }) => ({ from, to, target: decimalFromMicros(target) })));
}
