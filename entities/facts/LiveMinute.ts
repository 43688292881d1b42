import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One minute of a livestream, on the day the stream began. The minutes of a stream add up to its session. */
@Fact({ table: 'live_minute', grain: 'one minute of one livestream' })
export class LiveMinute {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') platform!: string;
  @Key('text') session!: string;
  /** The minute's beginning in UTC, `2026-11-01T12:05Z`. */
  @Key('text') minute!: string;
  @Attribute('text') currency?: string | null;
  /** Viewers at once: a level, never summed. */
  @Measure('count') online?: Count | null;
  @Measure('count') entered?: Count | null;
  @Measure('count') exited?: Count | null;
  @Measure('count') comments?: Count | null;
  @Measure('count') orders?: Count | null;
  @Measure('money') gmvPaid?: Micros | null;
}
