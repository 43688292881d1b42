import { Field, Float, ObjectType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';

/** One period of a goal, cut to the goal's days. */
@ObjectType({ description: 'One period of a goal, cut to the goal’s days.', simpleResolvers: true })
export class GoalPeriod {
  @Field(() => DayScalar) start!: string;
  @Field(() => DayScalar) end!: string;
  @Field(() => Float) target!: number;
  @Field(() => Float, { nullable: true, description: 'To date in the period under way; null in one that is to come.' })
  actual!: number | null;
  @Field(() => Float, { nullable: true, description: 'As the goal’s own, against the period’s target.' }) attainment!: number | null;
}
