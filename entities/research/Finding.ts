import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Goal } from '../plan/Goal';
import { DateTimeScalar } from '../scalars';
import { Action } from './Action';
import { Evidence } from './Evidence';

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
  @Field(() => ID) id!: string;
  @Field(() => FindingKind) kind!: FindingKind;
  @Field(() => String) statement!: string;
  @Field(() => Float, { nullable: true }) confidence!: number | null;
  @Field(() => DateTimeScalar, { nullable: true }) publishedAt!: Date | null;
  @Field(() => [Evidence]) evidence!: Evidence[];
  @Field(() => [Goal]) goals!: Goal[];
  @Field(() => [Action]) actions!: Action[];
}
