import { Field, Float, ObjectType } from 'type-graphql';
import { MetricValue } from '../metrics/MetricValue';

const MAYBE = { nullable: true } as const;

/** A query’s numbers of one range. */
@ObjectType({ description: 'A query’s numbers of one range; null where it was not named.', simpleResolvers: true })
export class SearchNumbers {
  @Field(() => MetricValue, MAYBE) clicks!: MetricValue | null;
  @Field(() => MetricValue, MAYBE) impressions!: MetricValue | null;
  @Field(() => MetricValue, MAYBE) position!: MetricValue | null;
}

/** A query that won or lost clicks. */
@ObjectType({
  description: 'A query that won or lost clicks, and what made it. The three effects add up to the change.',
  simpleResolvers: true,
})
export class SearchChange {
  @Field(() => String) query!: string;
  @Field(() => SearchNumbers) before!: SearchNumbers;
  @Field(() => SearchNumbers) after!: SearchNumbers;
  @Field(() => Float, { description: 'Clicks.' }) change!: number;
  @Field(() => Float, { description: 'By more or fewer appearances.' }) impressionEffect!: number;
  @Field(() => Float, { description: 'By a better or worse position, as the own curve values it.' }) positionEffect!: number;
  @Field(() => Float, { description: 'By being clicked more or less than the position explains.' }) ctrEffect!: number;
}
