import { Field, Float, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';

const KNOWN = { nullable: true } as const;

/** One post or article that names one tracked brand, as it was read: a row of the facts, and no sum of them. */
@ObjectType({
  description:
    'One post or article that names one tracked brand; one that names two brands is two mentions. Null is what its source does not tell.',
  simpleResolvers: true,
})
export class Mention {
  @Field(() => ID) id!: string;
  @Field(() => DayScalar, { description: 'The day of its source that it counts for.' }) day!: string;
  @Field(() => DateTimeScalar, KNOWN) publishedAt!: Date | null;
  @Field(() => String, KNOWN) platform!: string | null;
  @Field(() => String, { ...KNOWN, description: 'What names the brand: post, comment, video, article.' }) kind!: string | null;
  @Field(() => String, KNOWN) channel!: string | null;
  @Field(() => String, KNOWN) language!: string | null;
  @Field(() => String, { ...KNOWN, description: 'positive, neutral or negative.' }) sentiment!: string | null;
  @Field(() => String, KNOWN) author!: string | null;
  @Field(() => String, KNOWN) url!: string | null;
  @Field(() => String, { ...KNOWN, description: 'Null also where the author has it erased.' }) text!: string | null;
  @Field(() => Float, { ...KNOWN, description: 'Reactions, comments and shares.' }) engagements!: number | null;
  @Field(() => Float, { ...KNOWN, description: 'How often it was seen.' }) views!: number | null;
  readonly brandId!: number;
}
