import { Attribute, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What a lift test found of a channel: what came that would not have come without it. `day` is the test's last. */
@Fact({ table: 'lift_test', grain: 'one lift test of one channel' })
export class LiftTest {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') test!: string;
  @Key('text') channel!: string;
  @Key('text') platform?: string;
  /** The first day of the test. */
  @Attribute('day') startsOn?: Day | null;
  /** Holdout, geo test, switchback, … */
  @Attribute('text') method?: string | null;
  @Attribute('text') currency?: string | null;
  /** Over the whole test, as are all of them. */
  @Measure('amount') conversionsIncremental?: Micros | null;
  /** The standard error of the conversions. */
  @Measure('amount') conversionsError?: Micros | null;
  @Measure('money') revenueIncremental?: Micros | null;
  /** The standard error of the revenue. */
  @Measure('money') revenueError?: Micros | null;
  /** What the channel cost meanwhile, less what it would have cost without what was tested. */
  @Measure('money') spendTested?: Micros | null;
}
