import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Segment } from '../../src/metrics/seo/search-rows';

/** To which curve a query belongs, for the schema. */
export const SearchSegmentEnum = { BRAND: 'BRAND', OTHER: 'OTHER', ALL: 'ALL' } as const;
registerEnumType(SearchSegmentEnum, {
  name: 'SearchSegment',
  description: 'To which curve a query belongs.',
  valuesConfig: {
    BRAND: { description: 'The rules give QUERY_TYPE the value `brand`.' },
    OTHER: { description: 'Every other query.' },
    ALL: { description: 'No rule tells queries for the brand from others.' },
  },
});

/** A position of a curve. */
@ObjectType({ description: 'A position of a curve: what was seen there, and what the curve says.', simpleResolvers: true })
export class CtrPoint {
  @Field(() => Int) position!: number;
  @Field(() => Float) clicks!: number;
  @Field(() => Float) impressions!: number;
  @Field(() => Float, { description: 'Clicks of impressions, as seen.' }) observed!: number;
  @Field(() => Float, { description: 'By the curve: never more than higher up.' }) fitted!: number;
  @Field(() => Int, { description: 'Rows by day, query and page.' }) n!: number;
}

/** Some positions. */
@ObjectType({ description: 'Where impressions stood: positions from `from` to `to`, null without an end.', simpleResolvers: true })
export class PositionBand {
  @Field(() => Int) from!: number;
  @Field(() => Int, { nullable: true }) to!: number | null;
  @Field(() => Float) clicks!: number;
  @Field(() => Float) impressions!: number;
  @Field(() => Float, { description: 'Of all impressions of the curve.' }) share!: number;
}

/** How often results are clicked by position. */
@ObjectType({
  description:
    'How often results are clicked by position, from the site’s own days: the never rising curve that lies nearest to what was seen.',
  simpleResolvers: true,
})
export class CtrCurve {
  @Field(() => SearchSegmentEnum) segment!: Segment;
  @Field(() => [CtrPoint]) points!: readonly CtrPoint[];
  @Field(() => Float) impressions!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Visibility by the own curve: clicks expected where impressions stood over clicks expected had all stood at the highest position seen; 1 is the most.',
  })
  visibility!: number | null;

  @Field(() => [PositionBand], { description: 'Positions 1 to 3, 4 to 10, 11 to 20, and 21 on.' })
  bands!: readonly PositionBand[];
}
