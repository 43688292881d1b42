import { Field, Float, ObjectType } from 'type-graphql';
import { MetricNameEnum } from '../metrics/enums';

const SHARE = 'A share: 1 is reached.';

/** The goal that is furthest from its target. */
@ObjectType({ description: 'The goal that is furthest from its target.', simpleResolvers: true })
export class WeakestGoal {
  @Field(() => String) key!: string;
  @Field(() => Float, { description: SHARE }) attainment!: number;
}

/** Totals of one metric together. */
@ObjectType({
  description: 'Totals of one metric that are to rise, each counting by its target: what they came to over what they were to come to.',
  simpleResolvers: true,
})
export class TotalProgress {
  @Field(() => MetricNameEnum) metric!: string;
  @Field(() => Float, { description: SHARE }) attainment!: number;
  @Field(() => [String], { description: 'The keys of the goals.' }) goals!: readonly string[];
}

/** How far a plan is. */
@ObjectType({
  description: 'How far a plan is by its goals that are no part of others; those whose attainment is not known are left out.',
  simpleResolvers: true,
})
export class PlanProgress {
  @Field(() => Float, {
    nullable: true,
    description: `The mean attainment over goals of all kinds, each counting once; one that has gone backwards counts 0. ${SHARE}`,
  })
  mean!: number | null;
  @Field(() => WeakestGoal, { nullable: true }) weakest!: WeakestGoal | null;
  @Field(() => [TotalProgress]) totals!: readonly TotalProgress[];
}
