import { Field, Float, InputType } from 'type-graphql';

/** A belief about lifts before the data. */
@InputType({
  description: 'A normal belief about lifts before the data: around `mean`, with this standard deviation (0.3 is thirty points).',
})
export class PriorInput {
  @Field(() => Float, { defaultValue: 0 }) mean!: number;
  @Field(() => Float) standardDeviation!: number;
}
