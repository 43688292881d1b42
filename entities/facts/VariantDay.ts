import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What one variant of an experiment has come to for one metric by the end of a day: running totals, so that the latest day counts. */
@Fact({ table: 'variant_day', grain: 'one metric of one variant of one experiment as of one day' })
export class VariantDay {
  day!: Day;
  @Key('brand') brand?: string | null;
  @Key('text') experiment!: string;
  /** The phase of the experiment, '' where there is but one. */
  @Key('text') phase?: string;
  @Key('text') variant!: string;
  @Key('text') metric!: string;
  @Attribute('text') experimentName?: string | null;
  @Attribute('text') variantName?: string | null;
  @Attribute('text') metricName?: string | null;
  /** Where the variant stands among the experiment's; 0 is the one that the others are compared with. */
  @Attribute('count') variantPlace?: Count | null;
  /** What the metric is there for: goal, secondary or guardrail. */
  @Attribute('text') metricRole?: string | null;
  /** The share of the traffic that was meant for the variant, 0 to 1. */
  @Measure('amount') weight?: Micros | null;
  @Measure('count') users?: Count | null;
  /** Σx over the users, and Σx². */
  @Measure('amount') sum?: Micros | null;
  @Measure('amount') sumSquares?: Micros | null;
  /** Of a ratio: Σd, Σd² and Σxd. */
  @Measure('amount') denominator?: Micros | null;
  @Measure('amount') denominatorSquares?: Micros | null;
  @Measure('amount') products?: Micros | null;
}
