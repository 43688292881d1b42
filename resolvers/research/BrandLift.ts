import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';

const MAYBE = { nullable: true } as const;

/** One group of a brand lift test. */
@ObjectType({ description: 'One group of a brand lift test.', simpleResolvers: true })
export class BrandLiftGroup {
  @Field(() => Int, { description: 'Answers, unweighted.' }) n!: number;
  @Field(() => Float, { description: 'Kish’s effective number.' }) effectiveN!: number;
  @Field(() => Float, { ...MAYBE, description: 'Of those who answered, 0 to 1; null where fewer than five did.' }) share!: number | null;
  @Field(() => Interval, { ...MAYBE, description: 'Wilson’s, over the effective number.' }) interval!: Interval | null;
}

/** A lift with its interval. */
@ObjectType({ description: 'A lift with its interval.', simpleResolvers: true })
export class BrandLiftEstimate {
  @Field(() => Float) value!: number;
  @Field(() => Interval) interval!: Interval;
}

/** What an exposure did to a share of answers. */
@ObjectType({
  description:
    'How much more often those who were exposed say something than the control. Shares of 1: 0.06 are six points, or six in a hundred.',
  simpleResolvers: true,
})
export class BrandLift {
  @Field(() => BrandLiftGroup) control!: BrandLiftGroup;
  @Field(() => BrandLiftGroup) exposed!: BrandLiftGroup;
  @Field(() => BrandLiftEstimate, { ...MAYBE, description: 'The difference of the shares.' }) absolute!: BrandLiftEstimate | null;
  @Field(() => BrandLiftEstimate, { ...MAYBE, description: 'The difference over the share of the control; null where that is 0.' })
  relative!: BrandLiftEstimate | null;
  @Field(() => BrandLiftEstimate, {
    ...MAYBE,
    description: 'The difference over what the control leaves to be won, 1 less its share; null where that is 0.',
  })
  headroom!: BrandLiftEstimate | null;
  @Field(() => Float, { ...MAYBE, description: 'Two-sided, of two independent shares over their effective numbers.' }) pValue!:
    | number
    | null;
  @Field(() => Boolean, { description: 'Whether the p-value is below 0.05.' }) significant!: boolean;
  @Field(() => Float, { ...MAYBE, description: 'The smallest absolute lift that so many answers would show four times in five.' })
  detectable!: number | null;
  @Field(() => String, { ...MAYBE, description: 'Why there is no lift, or why it is to be read with care.' }) reason!: string | null;
}
