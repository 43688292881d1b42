import type { Goal } from '../../entities/plan/Goal';
import type { Session } from '../database/session';
import type { Day } from '../lib/day';
import { leafKey } from '../metrics/leaf';
import type { Filter, MetricName } from '../metrics/question';
import { metricOf } from '../metrics/registry';
import { type PlannedGoal, readGoals } from './read-goals';

/** A shown number: its metric, days and filters, those of its row included. A ShownCell of the metrics is one. */
export interface CellOfGoals {
  readonly metric: MetricName;
  readonly from: Day;
  readonly to: Day;
  readonly where: readonly Filter[];
}

/**
 * The goals in force that a shown number feeds, in the plan's order: their metric is the number's or is computed from it, their days overlap, and
 * no filter keeps the two apart. A filter by campaign also stands for what the campaigns are: brand, platform and channel.
 */
export async function goalsOfCell(session: Session, cell: CellOfGoals): Promise<PlannedGoal[]> {
  const goals = (await readGoals(session)).filter(({ goal }) => goal.startDay <= cell.to && goal.endDay >= cell.from);
  const feeding = goals.filter(({ goal }) => isFedBy(goal.metric, cell.metric));
  if (feeding.length === 0) return [];
  const where = [...cell.where, ...(await filtersOfCampaigns(session, cell.where))];
  return feeding.filter(({ goal }) => overlaps(goal, where));
}

function isFedBy(goal: MetricName, metric: MetricName): boolean {
  if (goal === metric) return true;
  const leaves = new Set(metricOf(goal).leaves.map(leafKey));
  return metricOf(metric).leaves.every((leaf) => leaves.has(leafKey(leaf)));
}

function overlaps({ filters }: Goal, where: readonly Filter[]): boolean {
  return filters.every(({ dimension, values }) => where.every((filter) => filter.dimension !== dimension || admitsOne(filter, values)));
}

/** CONTAINS also looks at names, which the goal's keys do not tell, so it keeps nothing apart. */
function admitsOne(filter: Filter, values: readonly string[]): boolean {
  return filter.op === 'CONTAINS' || values.some((value) => filter.values.includes(value) === (filter.op === 'IN'));
}

async function filtersOfCampaigns(session: Session, where: readonly Filter[]): Promise<Filter[]> {
  const keys = where.flatMap(({ dimension, op, values }) => (dimension === 'CAMPAIGN' && op === 'IN' ? values : []));
  if (keys.length === 0) return [];
  const [campaigns] = await session.query<Record<'BRAND' | 'PLATFORM' | 'CHANNEL', string[] | null>>(
    `SELECT array_agg(DISTINCT coalesce(b.key, '')) AS "BRAND", array_agg(DISTINCT c.platform) AS "PLATFORM", array_agg(DISTINCT c.channel) AS "CHANNEL"
     FROM hub.campaign c LEFT JOIN hub.brand b ON b.workspace_id = c.workspace_id AND b.id = c.brand_id
     WHERE c.workspace_id = $1 AND c.key = ANY ($2::text[])`,
    [session.workspaceId, keys],
  );
  return (['BRAND', 'PLATFORM', 'CHANNEL'] as const).map((dimension) => ({ dimension, op: 'IN', values: campaigns?.[dimension] ?? [] }));
}
