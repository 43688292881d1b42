import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { type NoProjection, REFUND_GROUPS, type RefundGroup } from '../../src/metrics/creators/refund-outlook';
import type { ToldRow } from '../../src/metrics/evidence/told-rows';

const MAYBE = { nullable: true } as const;

/** By what refunds are told apart, for the schema. */
export const RefundGroupEnum = Object.fromEntries(REFUND_GROUPS.map((name) => [name, name])) as Record<RefundGroup, RefundGroup>;
registerEnumType(RefundGroupEnum, { name: 'RefundGroup', description: 'By what refunds of livestreams are told apart.' });

/** Why there is no projection, for the schema. */
export const NoProjectionEnum = { NOTHING_PAID: 'NOTHING_PAID', AGES_NOT_SEEN: 'AGES_NOT_SEEN' } as const;
registerEnumType(NoProjectionEnum, {
  name: 'NoProjection',
  description: 'Why there is no projection.',
  valuesConfig: {
    AGES_NOT_SEEN: { description: 'An age that is still to come was not watched, from the day before on, in two livestreams yet.' },
  },
});

/** What came back at one age. */
@ObjectType({ description: 'What of the paid amount came back on one day after the stream.', simpleResolvers: true })
export class RefundStep {
  @Field(() => Int, { description: 'Days since the stream.' }) age!: number;
  @Field(() => Float) rate!: number;
  @Field(() => Int, { description: 'Livestreams, or products in livestreams, that it was seen of.' }) n!: number;
}

/** A number that is not known yet. */
@ObjectType({ description: 'A number that is not known yet: what it is likely to be, with a prediction interval.', simpleResolvers: true })
export class Projected {
  @Field(() => Float) value!: number;
  @Field(() => Interval) interval!: Interval;
}

/** What of a group’s sales has come back, and is likely to. */
@ObjectType({
  description:
    'What of a group’s livestream sales has come back, what is likely to in the end, and what is then left; amounts in `currency`.',
  simpleResolvers: true,
})
export class RefundOutlook {
  @Field(() => String, { description: 'The platform, `platform:account` or category; empty for all and for what no rule maps.' })
  key!: string;
  @Field(() => String) currency!: string;
  @Field(() => Int, { description: 'Livestreams, or products in livestreams.' }) n!: number;
  @Field(() => Float) paid!: number;
  @Field(() => Float, { description: 'Refunds known so far.' }) refunded!: number;
  @Field(() => Projected, { ...MAYBE, description: 'Refunds in the end as a share of what was paid.' }) finalRate!: Projected | null;
  @Field(() => Projected, { ...MAYBE, description: 'What is left of the paid amount in the end.' }) netGmv!: Projected | null;
  @Field(() => NoProjectionEnum, MAYBE) reason!: NoProjection | null;
  @Field(() => [RefundStep], { description: 'By days since the stream; days that nobody has watched are left out.' })
  development!: readonly RefundStep[];
  rows!: readonly ToldRow[];
}
