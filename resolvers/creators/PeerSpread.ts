import { Field, Float, Int, ObjectType } from 'type-graphql';

/** How peers lie. */
@ObjectType({ description: 'How peers lie: how many, their quartiles, and their tenth and ninetieth percentile.', simpleResolvers: true })
export class PeerSpread {
  @Field(() => Int) n!: number;
  @Field(() => Float, { description: 'The tenth percentile.' }) low!: number;
  @Field(() => Float) q1!: number;
  @Field(() => Float) median!: number;
  @Field(() => Float) q3!: number;
  @Field(() => Float, { description: 'The ninetieth percentile.' }) high!: number;
}
