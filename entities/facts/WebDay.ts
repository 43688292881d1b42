import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** Visits to a brand's site on one day. */
@Fact({ table: 'web_day', grain: 'one site on one day by channel, page, region and device' })
export class WebDay {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') channel?: string;
  @Key('text') page?: string;
  @Key('text') region?: string;
  @Key('text') device?: string;
  @Attribute('text') currency?: string | null;
  @Measure('count') sessions?: Count | null;
  /** Unique within the row only: never summed. */
  @Measure('count') users?: Count | null;
  @Measure('count') conversions?: Count | null;
  @Measure('count') pageViews?: Count | null;
  /** Visits of a single page, or not engaged, as the platform counts them. */
  @Measure('count') bounces?: Count | null;
  @Measure('count') visitSeconds?: Count | null;
  @Measure('money') revenue?: Micros | null;
}
