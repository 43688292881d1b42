import type { Session } from '../database/session';

/** A goal and a campaign that serves it, by their ids. */
export interface GoalCampaign {
  readonly goalId: number;
  readonly campaignId: number;
}

/**
 * The pairs of goals and campaigns of which the goal's (or the campaign's) id is among `ids`, in the plan's order on one side and by name on the
 * other. Both directions read the one view `hub.goal_campaign`, so that they cannot disagree.
 */
export function goalCampaigns(session: Session, side: 'goal' | 'campaign', ids: readonly number[]): Promise<GoalCampaign[]> {
  return session.query<GoalCampaign>(
    `SELECT v.goal_id AS "goalId", v.campaign_id AS "campaignId" FROM hub.goal_campaign v
     JOIN hub.goal g ON g.workspace_id = v.workspace_id AND g.id = v.goal_id
     JOIN hub.plan p ON p.workspace_id = g.workspace_id AND p.id = g.plan_id
     JOIN hub.campaign c ON c.workspace_id = v.workspace_id AND c.id = v.campaign_id
     WHERE v.workspace_id = $1 AND v.${side}_id = ANY ($2::integer[])
     ORDER BY ${side === 'goal' ? 'c.name, c.id' : 'p.year, g.position'}`,
    [session.workspaceId, ids],
  );
}
