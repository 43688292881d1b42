import { In, IsNull } from 'typeorm';
import { Campaign } from '../../entities/campaign/Campaign';
import { Goal } from '../../entities/plan/Goal';
import type { Batch, GraphContext } from '../../src/graph/graph-context';
import type { Unit } from '../../src/lib/day';
import { evaluateGoals, type GoalEvaluation } from '../../src/plan/evaluate-goals';
import type { Forecast } from '../../src/plan/forecast';
import { forecastGoals } from '../../src/plan/forecast-goals';
import { goalCampaigns } from '../../src/plan/goal-campaigns';
import { type GoalPeriod, goalPeriods } from '../../src/plan/goal-periods';
import { type PlannedGoal, readGoals } from '../../src/plan/read-goals';
import { readTargetVersions, type TargetVersion } from '../../src/plan/read-target-versions';

/** Goals in force with their plans and target paths. */
const planned: Batch<number, PlannedGoal> = async (context, ids) => {
  const goals = await context.read((session) => readGoals(session, { id: In([...ids]) }));
  const found = new Map(goals.map((each) => [each.goal.id, each]));
  return ids.map((id) => found.get(id) ?? new Error(`goal ${id} is not in force`));
};

function plannedGoals(context: GraphContext, ids: readonly number[]): Promise<PlannedGoal[]> {
  return Promise.all(ids.map((id) => context.load(planned, id)));
}

/** A goal with its plan. */
export function plannedGoal(context: GraphContext, id: number): Promise<PlannedGoal> {
  return context.load(planned, id);
}

/** Where goals stand. */
export const evaluation: Batch<number, GoalEvaluation> = async (context, ids) => {
  const goals = await plannedGoals(context, ids);
  return context.read((session, asker) => evaluateGoals(session, goals, asker));
};

/** Where goals are heading. */
export const forecast: Batch<number, Forecast> = async (context, ids) => {
  const goals = await plannedGoals(context, ids);
  const evaluations = await Promise.all(ids.map((id) => context.load(evaluation, id)));
  return context.read((session, asker) => forecastGoals(session, goals, evaluations, asker));
};

const periodsBy = (grain: Unit): Batch<number, GoalPeriod[]> => {
  return async (context, ids) => {
    const goals = await plannedGoals(context, ids);
    return context.read((session, asker) => goalPeriods(session, goals, grain, asker));
  };
};

/** The periods of goals, by grain. */
export const periods: Readonly<Record<Unit, Batch<number, GoalPeriod[]>>> = {
  DAY: periodsBy('DAY'),
  WEEK: periodsBy('WEEK'),
  MONTH: periodsBy('MONTH'),
  QUARTER: periodsBy('QUARTER'),
  YEAR: periodsBy('YEAR'),
};

/** The sub-goals of goals, in the plan's order. */
export const children: Batch<number, Goal[]> = async (context, ids) => {
  const where = { workspaceId: context.caller.workspaceId, parentId: In([...ids]), archivedAt: IsNull() };
  const goals = await context.read((session) => session.manager.find(Goal, { where, order: { position: 'ASC' } }));
  return ids.map((id) => goals.filter(({ parentId }) => parentId === id));
};

/** The campaigns that serve goals, by name. */
export const campaigns: Batch<number, Campaign[]> = async (context, ids) => {
  return context.read(async (session) => {
    const links = await goalCampaigns(session, 'goal', ids);
    const where = { workspaceId: session.workspaceId, id: In([...new Set(links.map(({ campaignId }) => campaignId))]) };
    const found = new Map((await session.manager.find(Campaign, { where })).map((campaign) => [campaign.id, campaign]));
    return ids.map((id) => links.filter(({ goalId }) => goalId === id).map(({ campaignId }) => found.get(campaignId)!));
  });
};

/** The targets that goals ever had, the oldest first. */
export const targetVersions: Batch<number, TargetVersion[]> = async (context, ids) => {
  const versions = await context.read((session) => readTargetVersions(session, ids));
  return ids.map((id) => versions.get(id) ?? []);
};
