import { Attribute, type CampaignRef, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** The ways in which a platform breaks its ads down beside device and region. */
export type AdSplit = 'keyword' | 'search_term' | 'creative' | 'region' | 'placement' | 'age' | 'gender' | 'conversion_action';

/**
 * What a platform reports of its ads by one further property. Each split is another view of the same money: rows of two splits are
 * never added up, nor are they added to AdDay: metrics of them ask for one split at a time. Of a conversion action only conversions and their value are told.
 */
@Fact({ table: 'ad_split_day', grain: 'one value of one split of one ad (or ad group, or campaign) on one day' })
export class AdSplitDay {
  day!: Day;
  @Key('campaign') campaign!: CampaignRef;
  @Key('text') adGroup?: string;
  @Key('text') ad?: string;
  @Key('text') split!: AdSplit;
  /** The keyword, the term, the action's name: what the platform calls the piece. */
  @Key('text') value!: string;
  /** Of keywords and terms: `exact`, `phrase`, `broad`, or the platform's own word; of Google's countries whether people were there or looked for it. */
  @Key('text') matchType?: string;
  @Attribute('text') account?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('count') impressions?: Count | null;
  @Measure('count') clicks?: Count | null;
  @Measure('money') spend?: Micros | null;
  @Measure('amount') conversionsClaimed?: Micros | null;
  @Measure('money') revenueClaimed?: Micros | null;
}
