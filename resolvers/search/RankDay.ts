import { Field, ObjectType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import { MetricValue } from '../metrics/MetricValue';

/** A page that was found for a query. */
@ObjectType({ description: 'A page that was found for a query on a day.', simpleResolvers: true })
export class RankedPage {
  @Field(() => String) page!: string;
  @Field(() => MetricValue) position!: MetricValue;
  @Field(() => MetricValue) impressions!: MetricValue;
  @Field(() => MetricValue) clicks!: MetricValue;
}

/** Where a query stood on a day. */
@ObjectType({
  description:
    'Where a query’s pages stood on a day. Without any the rank is lost, or was withheld: there is no page and no position, never 0.',
  simpleResolvers: true,
})
export class RankDay {
  @Field(() => DayScalar) day!: string;
  @Field(() => RankedPage, { nullable: true }) best!: RankedPage | null;
  @Field(() => [RankedPage], { description: 'The best first.' }) pages!: readonly RankedPage[];
}
