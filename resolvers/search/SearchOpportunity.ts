import { Field, Float, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import type { Segment } from '../../src/metrics/seo/search-rows';
import { MetricValue } from '../metrics/MetricValue';
import { SearchSegmentEnum } from './CtrCurve';

/** What a query could bring at a better position. */
@ObjectType({ description: 'What a query could bring at a better position, by the site’s own curve.', simpleResolvers: true })
export class SearchOpportunity {
  @Field(() => String) query!: string;
  @Field(() => SearchSegmentEnum) segment!: Segment;
  @Field(() => MetricValue) clicks!: MetricValue;
  @Field(() => MetricValue) impressions!: MetricValue;
  @Field(() => MetricValue) position!: MetricValue;
  @Field(() => Float, { description: 'Clicks that the same impressions would bring at the target.' }) expected!: number;
  @Field(() => Float, { description: 'Expected less actual clicks.' }) gain!: number;
  @Field(() => Boolean, {
    description:
      'Whether anything was seen as high up as the target. If not, the curve holds the rate of its highest position there: too little.',
  })
  targetSeen!: boolean;
  @Field(() => Interval, { nullable: true, description: 'By drawing days anew, 400 times; null of fewer than five days.' })
  interval!: Interval | null;
}
