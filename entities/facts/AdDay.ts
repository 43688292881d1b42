import { Attribute, type CampaignRef, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What one ad earned and cost on one day, as its platform reports it. Conversions are the platform's own claims. */
@Fact({ table: 'ad_day', grain: 'one ad on one platform on one day, by device and region where the platform says them' })
export class AdDay {
  day!: Day;
  @Key('campaign') campaign!: CampaignRef;
  @Key('text') adGroup?: string;
  @Key('text') ad?: string;
  @Key('text') device?: string;
  @Key('text') region?: string;
  /** The platform's id of the advertising account. */
  @Attribute('text') account?: string | null;
  /** What the ad shows: the platform's id of the creative, note or video. */
  @Attribute('text') creative?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('count') impressions?: Count | null;
  @Measure('count') clicks?: Count | null;
  @Measure('money') spend?: Micros | null;
  @Measure('amount') conversionsClaimed?: Micros | null;
  @Measure('money') revenueClaimed?: Micros | null;
}
