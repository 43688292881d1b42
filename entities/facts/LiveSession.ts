import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One selling livestream, on the day it began. */
@Fact({ table: 'live_session', grain: 'one livestream' })
export class LiveSession {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') platform!: string;
  @Key('text') session!: string;
  @Attribute('text') creator?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('money') gmvPaid?: Micros | null;
  @Measure('money') refunded?: Micros | null;
  /** Cost of the goods behind the net GMV. */
  @Measure('money') goodsCost?: Micros | null;
  /** Slot fee, commission and boosting together. */
  @Measure('money') cost?: Micros | null;
  @Measure('count') views?: Count | null;
  /** Unique within the session only: never summed. */
  @Measure('count') viewers?: Count | null;
  @Measure('count') peakViewers?: Count | null;
  @Measure('count') watchSeconds?: Count | null;
  @Measure('count') liveSeconds?: Count | null;
}
