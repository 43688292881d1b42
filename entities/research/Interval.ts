import { Field, Float, ObjectType } from 'type-graphql';

/** Where an estimate's true value lies, at a level of confidence. */
@ObjectType({ description: 'Where the true value lies, at a level of confidence (0.95).', simpleResolvers: true })
export class Interval {
  @Field(() => Float) low!: number;
  @Field(() => Float) high!: number;
  @Field(() => Float) level!: number;
}
