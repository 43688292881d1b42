import { Field, Float, Int, ObjectType } from 'type-graphql';

/** What an experiment would need. */
@ObjectType({ description: 'What an experiment would need to show an effect, or what so many users could show.', simpleResolvers: true })
export class ExperimentPlan {
  @Field(() => Int, { description: 'Users in each arm; those given, or those that the lift needs.' }) usersPerArm!: number;
  @Field(() => Float, {
    description: 'The lift that so many users can be expected to show; null where none up to a share of 1 is.',
    nullable: true,
  })
  lift!: number | null;
  @Field(() => Int, { nullable: true, description: 'Whole days until all arms are filled; null without users a day.' }) days!:
    | number
    | null;
}
