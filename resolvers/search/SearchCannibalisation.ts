import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Segment } from '../../src/metrics/seo/search-rows';
import { MetricValue } from '../metrics/MetricValue';
import { SearchSegmentEnum } from './CtrCurve';

const MAYBE = { nullable: true } as const;

/** A page that is shown for a query. */
@ObjectType({ description: 'A page that is shown for a query, with its numbers.', simpleResolvers: true })
export class CannibalPage {
  @Field(() => String) page!: string;
  @Field(() => MetricValue) clicks!: MetricValue;
  @Field(() => MetricValue) impressions!: MetricValue;
  @Field(() => MetricValue) position!: MetricValue;
}

/** Pages that may stand in each other’s way. */
@ObjectType({
  description:
    'Pages of one site that may stand in each other’s way for a query: four signs, and the numbers of each page. Overlap alone is no fault and scores 0.',
  simpleResolvers: true,
})
export class SearchCannibalisation {
  @Field(() => String) query!: string;
  @Field(() => SearchSegmentEnum) segment!: Segment;
  @Field(() => [CannibalPage], { description: 'With at least a tenth of the query’s impressions, most first.' }) pages!: CannibalPage[];
  @Field(() => Float, {
    ...MAYBE,
    description: 'How evenly clicks are spread over the pages: 0 all on one, 1 the same on each. A sign from 0.5 on.',
  })
  evenness!: number | null;
  @Field(() => Float, {
    ...MAYBE,
    description: 'The sum of the pages’ squared shares of clicks (Herfindahl and Hirschman): 1 all on one, 1/n the same on each of n.',
  })
  concentration!: number | null;
  @Field(() => Int, { description: 'How often the page that is shown most changed from one day to the next. A sign from 3 on.' })
  flips!: number;
  @Field(() => Float, { ...MAYBE, description: 'Clicks over what the own curve expects at these positions. A sign below 0.8.' })
  ctrRatio!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'Rank correlation between the positions of the two first pages. A sign below −0.3.' })
  correlation!: number | null;
  @Field(() => Float, { description: 'The share of the four signs that are there.' }) score!: number;
}
