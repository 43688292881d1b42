import { Field, Int, ObjectType } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import { MetricValue } from '../metrics/MetricValue';

/** The two ways in which search is told, beside each other. */
@ObjectType({ description: 'A day’s whole-site totals, and what of them has no named query.', simpleResolvers: true })
export class CoverageDay {
  @Field(() => DayScalar) day!: string;
  @Field(() => MetricValue, { description: 'Of the whole site.' }) clicks!: MetricValue;
  @Field(() => MetricValue, { description: 'Of the whole site.' }) impressions!: MetricValue;
  @Field(() => MetricValue, { description: 'Whole site less named queries.' }) clicksAnonymous!: MetricValue;
  @Field(() => MetricValue, { description: 'Whole site less named queries.' }) impressionsAnonymous!: MetricValue;
  @Field(() => MetricValue) anonymousRate!: MetricValue;
  @Field(() => Int, { description: 'Rows by query and page.' }) namedRows!: number;
  @Field(() => Boolean, { description: 'As many named rows came as the search engine gives at most, or a full page: some may be missing.' })
  possiblyRowCapped!: boolean;
}
