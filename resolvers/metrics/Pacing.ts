import { Field, Float, Int, ObjectType } from 'type-graphql';

/** How a number stands by yesterday against what of its target was due by then. */
@ObjectType({ description: 'How a number stands by yesterday against what of its target was due by then.', simpleResolvers: true })
export class Pacing {
  @Field(() => Float, { description: 'What of the target was due, as the plan lays it over its days.' }) expected!: number;
  @Field(() => Float, { nullable: true, description: 'What was reached by yesterday over what was due: 1 is exactly on plan.' })
  index!: number | null;
  @Field(() => Float, { nullable: true, description: 'Where a total ends when it goes on so against the plan.' }) projected!: number | null;
  @Field(() => Float, { nullable: true, description: 'Where a total ends when each day brings the mean of those gone.' })
  projectedEvenly!: number | null;
  @Field(() => Float, { nullable: true, description: 'What each day left has to bring to a total.' }) requiredPerDay!: number | null;
  @Field(() => Int, { description: 'The row’s days from today on.' }) daysLeft!: number;
}
