import { Field, Float, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';

/** Where a goal is heading. */
@ObjectType({ description: 'The value to be expected at the goal’s end.', simpleResolvers: true })
export class GoalForecast {
  @Field(() => Float, { nullable: true }) value!: number | null;
  @Field(() => Interval, { nullable: true, description: 'From what the method missed when it forecast the goal’s own past.' })
  interval!: Interval | null;
  @Field(() => Float, { nullable: true, description: 'The chance that the goal is met.' }) probabilityToHit!: number | null;
  @Field(() => String) method!: string;
  @Field(() => String, { nullable: true, description: 'Why there is no value or no interval.' }) reason!: string | null;
}
