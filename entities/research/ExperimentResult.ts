import { Field, Float, ObjectType } from 'type-graphql';
import { Interval } from './Interval';

const MAYBE = { nullable: true } as const;

/** One variant against the baseline on one metric. */
@ObjectType({
  description: 'One variant against the baseline on one metric; null with a reason where it cannot be computed.',
  simpleResolvers: true,
})
export class ExperimentResult {
  @Field(() => String) metric!: string;
  @Field(() => String) variant!: string;
  @Field(() => String) baseline!: string;
  @Field(() => Float, MAYBE) lift!: number | null;
  @Field(() => Interval, MAYBE) liftInterval!: Interval | null;
  @Field(() => Float, MAYBE) difference!: number | null;
  @Field(() => Interval, MAYBE) differenceInterval!: Interval | null;
  @Field(() => Float, MAYBE) pValue!: number | null;
  @Field(() => Float, MAYBE) adjustedPValue!: number | null;
  @Field(() => Interval, MAYBE) sequentialInterval!: Interval | null;
  @Field(() => Float, MAYBE) chanceToWin!: number | null;
  @Field(() => Float, MAYBE) risk!: number | null;
  @Field(() => String, MAYBE) reason!: string | null;
}
