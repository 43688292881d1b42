import { Goal } from '../../entities/plan/Goal';
import { Plan } from '../../entities/plan/Plan';
import type { Session } from '../database/session';

/** A campaign and a goal in force that it serves. */
export interface CampaignGoal {
  readonly campaignId: number;
  readonly goal: Goal;
}

/** The goals that campaigns serve, in the plans' order, by one statement: the same pairs that `goalCampaigns` gives. */
export async function goalsOfCampaigns(session: Session, campaignIds: readonly number[]): Promise<CampaignGoal[]> {
  const { raw, entities } = await session.manager
    .createQueryBuilder(Goal, 'goal')
    .innerJoin('(SELECT * FROM hub.goal_campaign)', 'link', 'link.workspace_id = goal.workspaceId AND link.goal_id = goal.id')
    .innerJoin(Plan, 'plan', 'plan.workspaceId = goal.workspaceId AND plan.id = goal.planId')
    .addSelect('link.campaign_id', 'campaign_id')
    .where('goal.workspaceId = :workspaceId AND link.campaign_id = ANY (:ids::integer[])', {
      workspaceId: session.workspaceId,
      ids: campaignIds,
    })
    .orderBy('plan.year', 'ASC')
    .addOrderBy('goal.position', 'ASC')
    .getRawAndEntities<{ campaign_id: number; goal_id: number }>();
  const goals = new Map(entities.map((goal) => [goal.id, goal]));
  return raw.flatMap(({ campaign_id: campaignId, goal_id: id }) => {
    const goal = goals.get(id);
    return goal ? [{ campaignId, goal }] : [];
  });
}
