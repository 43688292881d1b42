import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DayScalar } from '../../entities/scalars';

const MAYBE = { nullable: true } as const;

/** Why there is no lift, for the schema. */
export const NoLiftEnum = { NO_BRAND_RULES: 'NO_BRAND_RULES', NOT_ENOUGH_DAYS: 'NOT_ENOUGH_DAYS' } as const;
registerEnumType(NoLiftEnum, {
  name: 'NoLift',
  description: 'Why there is no lift.',
  valuesConfig: {
    NO_BRAND_RULES: { description: 'No rule says which queries are for the brand: give QUERY_TYPE the value `brand`.' },
    NOT_ENOUGH_DAYS: {
      description: 'The week after is not complete, or a weekday has fewer than two days before that are free of other content.',
    },
  },
});

/** Searches for the brand after content of a creator. */
@ObjectType({
  description:
    'Searches for the brand in the week from a day with content of a creator, against the same weekdays of the four weeks before. Before and after, and no proof.',
  simpleResolvers: true,
})
export class BrandSearchLift {
  @Field(() => DayScalar) day!: string;
  @Field(() => String) brand!: string;
  @Field(() => Float, { ...MAYBE, description: '0.1 is a tenth more.' }) lift!: number | null;
  @Field(() => Interval, MAYBE) interval!: Interval | null;
  @Field(() => Int, { description: 'Days before that it rests on.' }) daysBefore!: number;
  @Field(() => NoLiftEnum, MAYBE) reason!: keyof typeof NoLiftEnum | null;
}
