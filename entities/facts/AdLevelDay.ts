import { Attribute, type CampaignRef, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What a platform itself totals above the ad: the other side of a reconciliation, and reach, which only it can tell. */
@Fact({ table: 'ad_level_day', grain: 'one campaign or one account on one day, as the platform totals it' })
export class AdLevelDay {
  day!: Day;
  @Key('text') level!: 'campaign' | 'account';
  /** Null at the level of the account. */
  @Key('campaign') campaign?: CampaignRef | null;
  @Key('text') account?: string;
  @Attribute('text') currency?: string | null;
  @Measure('count') impressions?: Count | null;
  @Measure('count') clicks?: Count | null;
  /** Different people who saw the ads: nothing adds it up. */
  @Measure('count') reach?: Count | null;
  @Measure('money') spend?: Micros | null;
}
