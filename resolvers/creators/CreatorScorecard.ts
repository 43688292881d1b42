import { Field, ObjectType } from 'type-graphql';
import { MetricValue } from '../metrics/MetricValue';
import { BrandSearchLift } from './BrandSearchLift';

/** What a creator cost and brought. */
@ObjectType({
  description:
    'What a creator cost and brought over some days, in all of their accounts: what posts and livestreams are told of, and the settled accounts.',
  simpleResolvers: true,
})
export class CreatorScorecard {
  @Field(() => MetricValue, { description: 'By the accounts of collaborations.' }) cost!: MetricValue;
  @Field(() => MetricValue, { description: 'By the accounts of collaborations.' }) gmvNet!: MetricValue;
  @Field(() => MetricValue, { description: 'Net GMV less cost, for each unit of cost, by the accounts.' }) roi!: MetricValue;
  @Field(() => MetricValue, { description: 'Net of goods too, by the accounts.' }) roiNet!: MetricValue;
  @Field(() => MetricValue, { description: 'Impressions of posts.' }) impressions!: MetricValue;
  @Field(() => MetricValue, { description: 'Views of posts.' }) views!: MetricValue;
  @Field(() => MetricValue, { description: 'Views of livestreams.' }) liveViews!: MetricValue;
  @Field(() => MetricValue) engagementRate!: MetricValue;
  @Field(() => MetricValue, { description: 'What platforms tell that posts cost.' }) postCost!: MetricValue;
  @Field(() => MetricValue, { description: 'What platforms tell that posts brought, net of refunds.' }) postGmvNet!: MetricValue;
  @Field(() => MetricValue, { description: 'What platforms tell that livestreams cost.' }) liveCost!: MetricValue;
  @Field(() => MetricValue, { description: 'What platforms tell that livestreams brought, net of refunds.' }) liveGmvNet!: MetricValue;
  @Field(() => MetricValue, { description: 'Whose first order a shop credits one of the collaborations with.' }) newCustomers!: MetricValue;
  @Field(() => [BrandSearchLift], { description: 'For at most the ten newest days with content.' }) brandSearchLift!: BrandSearchLift[];
}
