import { type Count, type Day, Fact, Key, Measure } from './fact';

/** A brand's own account on a social platform at the end of one day. */
@Fact({ table: 'social_day', grain: 'one account on one platform on one day' })
export class SocialDay {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') platform!: string;
  @Key('text') account!: string;
  /** A level, not a flow: over time the last one counts. */
  @Measure('count') followers?: Count | null;
  @Measure('count') followersGained?: Count | null;
  @Measure('count') followersLost?: Count | null;
  @Measure('count') posts?: Count | null;
  @Measure('count') impressions?: Count | null;
  /** Plays of videos, reads of articles. */
  @Measure('count') views?: Count | null;
  @Measure('count') engagements?: Count | null;
}
