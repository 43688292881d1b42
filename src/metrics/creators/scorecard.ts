import type { Session } from '../../database/session';
import type { Day, DayRange } from '../../lib/day';
import { askValues, isOneOf } from '../ask';
import type { Asker, MetricName, MetricValue } from '../question';
import { type BrandSearchLift, brandSearchLifts } from './brand-search-lift';

/** The numbers of a scorecard that are told of the person, by the name of their field. */
export const SCORECARD = {
  cost: 'collaborationCost',
  gmvNet: 'collaborationGmvNet',
  roi: 'collaborationRoi',
  roiNet: 'collaborationRoiNet',
  impressions: 'creatorImpressions',
  views: 'creatorViews',
  liveViews: 'liveViews',
  engagementRate: 'creatorEngagementRateViews',
  postCost: 'creatorCost',
  postGmvNet: 'creatorGmvNet',
  liveCost: 'liveCost',
  liveGmvNet: 'gmvNet',
} as const;

/** What a creator cost and brought over some days. */
export type Scorecard = Readonly<Record<keyof typeof SCORECARD | 'newCustomers', MetricValue>> & {
  readonly brandSearchLift: BrandSearchLift[];
};

/** A creator's scorecard over some days, each number through the one door: in all accounts that the roster gives them. */
export async function scorecardOf(session: Session, person: string, range: DayRange, asker: Asker, asOf?: Date): Promise<Scorecard> {
  const told = await askValues(session, { select: Object.values(SCORECARD), range, where: [isOneOf('PERSON', person)], asOf }, asker);
  const agreed = await session.query<{ key: string }>('SELECT key FROM hub.collaboration WHERE workspace_id = $1 AND creator = $2', [
    session.workspaceId,
    person,
  ]);
  // A key that no collaboration has admits no order: of a creator without collaborations the number stays unknown.
  const keys = agreed.length > 0 ? agreed.map(({ key }) => key) : [`none of ${person}`];
  const sold = await askValues(session, { select: ['newCustomers'], range, where: [isOneOf('COLLABORATION', ...keys)], asOf }, asker);
  const values = Object.entries(SCORECARD).map(([field, metric]) => [field, told.get(metric as MetricName)]);
  return {
    ...(Object.fromEntries(values) as Record<keyof typeof SCORECARD, MetricValue>),
    newCustomers: sold.get('newCustomers') as MetricValue,
    brandSearchLift: await brandSearchLifts(session, await contentDays(session, person, range, asOf), asker, asOf),
  };
}

/** The days on which a person posted or streamed for a brand, oldest first. */
function contentDays(session: Session, person: string, range: DayRange, asOf: Date | undefined): Promise<{ day: Day; brand: string }[]> {
  return session.query(
    `SELECT DISTINCT f.day, b.key AS brand FROM (
       SELECT day, brand_id, platform, creator, recorded_at FROM fact.creator_post WHERE workspace_id = $1 AND day BETWEEN $3 AND $4
       UNION ALL SELECT day, brand_id, platform, creator, recorded_at FROM fact.live_session WHERE workspace_id = $1 AND day BETWEEN $3 AND $4
     ) f
     JOIN hub.creator_account a ON a.workspace_id = $1 AND (a.platform, a.account, a.creator) = (f.platform, f.creator, $2)
       AND a.recorded_at <= coalesce($5::timestamptz, 'infinity') AND coalesce(a.removed_at, 'infinity') > coalesce($5::timestamptz, now())
     JOIN hub.brand b ON b.workspace_id = $1 AND b.id = f.brand_id
     WHERE f.recorded_at <= coalesce($5::timestamptz, 'infinity') ORDER BY 1, 2`,
    [session.workspaceId, person, range.from, range.to, asOf?.toISOString() ?? null],
  );
}
