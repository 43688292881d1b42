import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';

/** What kind of thing is known of a competitor. */
export const CompetitorFactKindEnum = {
  PRODUCT: 'PRODUCT',
  PRICE: 'PRICE',
  PROMOTION: 'PROMOTION',
  CLAIM: 'CLAIM',
  CHANNEL: 'CHANNEL',
  STRENGTH: 'STRENGTH',
  WEAKNESS: 'WEAKNESS',
} as const;
registerEnumType(CompetitorFactKindEnum, { name: 'CompetitorFactKind', description: 'What kind of thing is known of a competitor.' });

/** What was seen of a competitor. */
@ObjectType({ description: 'What was seen of a competitor, and until when it is taken to hold.', simpleResolvers: true })
export class CompetitorFact {
  @Field(() => ID) id!: number;
  @Field(() => String) brand!: string;
  @Field(() => CompetitorFactKindEnum) kind!: keyof typeof CompetitorFactKindEnum;
  @Field(() => String, { description: 'A product, a channel; empty of the brand as a whole.' }) subject!: string;
  @Field(() => String) statement!: string;
  @Field(() => String) sourceUrl!: string;
  @Field(() => DayScalar) observedOn!: string;
  @Field(() => Float, { description: '0 to 1.' }) confidence!: number;
  @Field(() => DayScalar) expiresOn!: string;
  @Field(() => String) recordedBy!: string;
}

/** A field of the matrix. */
@ObjectType({
  description: 'What was known of one kind about one brand at the day: the newest observation of each subject.',
  simpleResolvers: true,
})
export class CompetitorCell {
  @Field(() => String) brand!: string;
  @Field(() => CompetitorFactKindEnum) kind!: keyof typeof CompetitorFactKindEnum;
  @Field(() => [CompetitorFact]) facts!: readonly CompetitorFact[];
  @Field(() => [CompetitorFact], { description: 'Not taken to hold any more: to be looked at again.' }) expired!: readonly CompetitorFact[];
}

/** An observation to be recorded. */
@InputType({ description: 'An observation of a competitor.' })
export class CompetitorFactInput {
  @Field(() => String, { description: 'The key of a brand.' }) brand!: string;
  @Field(() => CompetitorFactKindEnum) kind!: keyof typeof CompetitorFactKindEnum;
  @Field(() => String, { defaultValue: '' }) subject!: string;
  @Field(() => String) statement!: string;
  @Field(() => String) sourceUrl!: string;
  @Field(() => DayScalar) observedOn!: string;
  @Field(() => Float, { description: 'Above 0, at most 1.' }) confidence!: number;
  @Field(() => DayScalar) expiresOn!: string;
}
