import { Field, Float, ObjectType } from 'type-graphql';
import { EffectScaleEnum, VerdictEnum } from './experiment-enums';
import { Interval } from './Interval';

const MAYBE = { nullable: true } as const;

/** One variant against the baseline on one metric. */
@ObjectType({
  description: 'One variant against the baseline on one metric; null with a reason where it cannot be computed.',
  simpleResolvers: true,
})
export class ExperimentResult {
  @Field(() => String) metric!: string;
  @Field(() => String) metricName!: string;
  @Field(() => String, { ...MAYBE, description: 'What the metric was chosen for: goal, secondary or guardrail.' }) role!: string | null;
  @Field(() => String) variant!: string;
  @Field(() => String) baseline!: string;
  @Field(() => Float, MAYBE) value!: number | null;
  @Field(() => Float, MAYBE) baselineValue!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'The difference over the size of the baseline: 0.1 is a tenth more.' }) lift!: number | null;
  @Field(() => Interval, MAYBE) liftInterval!: Interval | null;
  @Field(() => Float, { ...MAYBE, description: 'In the metric’s own unit.' }) difference!: number | null;
  @Field(() => Interval, MAYBE) differenceInterval!: Interval | null;
  @Field(() => EffectScaleEnum, { description: 'What the p-values and the sequential and adjusted intervals are about.' })
  scale!: keyof typeof EffectScaleEnum;
  @Field(() => Float, { ...MAYBE, description: 'Of Welch’s t-test, for one look that was planned.' }) pValue!: number | null;
  @Field(() => Float, {
    ...MAYBE,
    description:
      'Corrected for all variants on all metrics that decide; null of other metrics. With looks: ANY of the sequential p-values.',
  })
  adjustedPValue!: number | null;
  @Field(() => Interval, {
    ...MAYBE,
    description: 'The interval that agrees with the adjusted p-value of the fixed test; none where that is 1.',
  })
  adjustedInterval!: Interval | null;
  @Field(() => Interval, { ...MAYBE, description: 'Holds at all looks together: whoever looks often decides by this one.' })
  sequentialInterval!: Interval | null;
  @Field(() => Float, { ...MAYBE, description: 'The level at which the sequential interval would just touch 0.' }) sequentialPValue!:
    | number
    | null;
  @Field(() => Float, { ...MAYBE, description: 'The smallest effect that so many users would show four times in five, on the scale.' })
  detectable!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'The probability that the lift is above 0.' })
  chanceToWin!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'The lift that is lost on average by choosing the variant where it is really worse.' })
  risk!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'Of CUPED: how much of what users were before was taken out of each.' }) theta!:
    | number
    | null;
  @Field(() => Float, { ...MAYBE, description: 'Of CUPED: the share of the difference’s variance that went with it.' }) varianceReduction!:
    | number
    | null;
  @Field(() => VerdictEnum) verdict!: keyof typeof VerdictEnum;
  @Field(() => String, { ...MAYBE, description: 'Why no winner may be named, what is missing, and what to mind.' }) reason!: string | null;
}
