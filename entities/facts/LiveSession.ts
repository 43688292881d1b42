import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One selling livestream, on the day it began. */
@Fact({ table: 'live_session', grain: 'one livestream' })
export class LiveSession {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') platform!: string;
  @Key('text') session!: string;
  @Attribute('text') creator?: string | null;
  @Attribute('text') creatorName?: string | null;
  @Attribute('text') title?: string | null;
  @Attribute('instant') startedAt?: Date | null;
  @Attribute('instant') endedAt?: Date | null;
  @Attribute('text') currency?: string | null;
  /** Ordered, paid or not. */
  @Measure('money') gmvPlaced?: Micros | null;
  @Measure('money') gmvPaid?: Micros | null;
  @Measure('money') refunded?: Micros | null;
  /** Paid out by the platform after the time for returns. */
  @Measure('money') gmvSettled?: Micros | null;
  /** Paid in the seven days after the stream for what was shown in it. */
  @Measure('money') gmvAfter?: Micros | null;
  /** Cost of the goods behind the net GMV. */
  @Measure('money') goodsCost?: Micros | null;
  /** Slot fee, commission and boosting together. */
  @Measure('money') cost?: Micros | null;
  /** Boosting alone. */
  @Measure('money') adCost?: Micros | null;
  /** How often the stream was shown to somebody who might enter. */
  @Measure('count') exposures?: Count | null;
  @Measure('count') views?: Count | null;
  /** Unique within the session only: never summed. */
  @Measure('count') viewers?: Count | null;
  @Measure('count') peakViewers?: Count | null;
  @Measure('count') watchSeconds?: Count | null;
  @Measure('count') liveSeconds?: Count | null;
  @Measure('count') productExposures?: Count | null;
  @Measure('count') productClicks?: Count | null;
  /** Made in the stream, paid or not. */
  @Measure('count') ordersPlaced?: Count | null;
  @Measure('count') orders?: Count | null;
  /** Unique within the session only: never summed. */
  @Measure('count') buyers?: Count | null;
  @Measure('count') likes?: Count | null;
  @Measure('count') comments?: Count | null;
  @Measure('count') shares?: Count | null;
  @Measure('count') newFollowers?: Count | null;
}
