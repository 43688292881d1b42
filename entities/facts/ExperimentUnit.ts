import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What one unit of an experiment (a user, a shop, a session) came to for one metric; its day is that on which it first saw its variant. */
@Fact({ table: 'experiment_unit', grain: 'one metric of one unit in one variant of one experiment' })
export class ExperimentUnit {
  day!: Day;
  @Key('brand') brand?: string | null;
  @Key('text') experiment!: string;
  /** The phase of the experiment, '' where there is but one. */
  @Key('text') phase?: string;
  @Key('text') variant!: string;
  @Key('text') unit!: string;
  @Key('text') metric!: string;
  @Attribute('text') experimentName?: string | null;
  @Attribute('text') variantName?: string | null;
  @Attribute('text') metricName?: string | null;
  /** Where the variant stands among the experiment's; 0 is the one that the others are compared with. */
  @Attribute('count') variantPlace?: Count | null;
  /** What the metric is there for: goal, secondary or guardrail. */
  @Attribute('text') metricRole?: string | null;
  @Attribute('instant') exposedAt?: string | null;
  /** The share of the traffic that was meant for the variant, 0 to 1. */
  @Measure('amount') weight?: Micros | null;
  /** The metric since the exposure; null is not told, and not counted. */
  @Measure('amount') value?: Micros | null;
  /** The same before the exposure, of a unit that was there then. */
  @Measure('amount') before?: Micros | null;
  /** Of a ratio: what the value is divided by. */
  @Measure('amount') denominator?: Micros | null;
}
