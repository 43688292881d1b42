import { Field, Int, ObjectType } from 'type-graphql';
import { Campaign } from '../entities/campaign/Campaign';
import { Cost, pageSize } from '../src/graph/cost';
import { PageInfo } from './PageInfo';

/** A campaign as far as a list shows it: what a query does not ask for is not read. */
export type ListedCampaign = Pick<Campaign, 'id' | 'key' | 'name'> & Partial<Pick<Campaign, 'platform' | 'brandId'>>;

/** A campaign and its place in the list. */
@ObjectType({ description: 'A campaign and its place in the list.', simpleResolvers: true })
export class CampaignEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Campaign) node!: ListedCampaign;
}

/** A page of campaigns, by name. */
@ObjectType({ description: 'A page of campaigns, by name.', simpleResolvers: true })
export class CampaignConnection {
  @Cost({ items: pageSize })
  @Field(() => [CampaignEdge])
  edges!: CampaignEdge[];

  @Field(() => PageInfo) pageInfo!: PageInfo;

  /** Counted only when it is asked for. */
  @Field(() => Int, { description: 'How many campaigns there are in all pages.' })
  totalCount!: () => Promise<number>;
}
