import { Field, Int, ObjectType } from 'type-graphql';
import { Cost, pageSize } from '../../src/graph/cost';
import { PageInfo } from '../PageInfo';
import { Livestream } from './Livestream';

/** A livestream and its place in the list. */
@ObjectType({ description: 'A livestream and its place in the list.', simpleResolvers: true })
export class LivestreamEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Livestream) node!: Livestream;
}

/** A page of livestreams, the newest first. */
@ObjectType({ description: 'A page of livestreams, the newest first.', simpleResolvers: true })
export class LivestreamConnection {
  @Cost({ items: pageSize })
  @Field(() => [LivestreamEdge])
  edges!: LivestreamEdge[];

  @Field(() => PageInfo) pageInfo!: PageInfo;

  /** Counted by a statement of its own only on later pages. */
  @Field(() => Int, { description: 'How many livestreams there are in all pages.' })
  totalCount!: () => Promise<number>;
}
