import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../scalars';

/** What a finding is about. */
export enum FindingKind {
  TREND = 'TREND',
  CUSTOMER = 'CUSTOMER',
  POTENTIAL = 'POTENTIAL',
  COMPETITOR = 'COMPETITOR',
  RISK = 'RISK',
}
registerEnumType(FindingKind, { name: 'FindingKind', description: 'What a finding is about.' });

/** A statement that research supports, and what is done about it. */
@ObjectType({ description: 'A statement that research supports, and what is done about it.', simpleResolvers: true })
export class Finding {
  @Field(() => ID) id!: number;
  @Field(() => FindingKind) kind!: keyof typeof FindingKind;
  @Field(() => String) statement!: string;
  @Field(() => Float, { nullable: true }) confidence!: number | null;
  @Field(() => DateTimeScalar, { nullable: true }) publishedAt!: Date | null;
  @Field(() => DayScalar, { nullable: true, description: 'When it is to be looked at again.' }) reviewOn!: string | null;
}
