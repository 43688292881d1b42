import { Field, Int, ObjectType } from 'type-graphql';
import { Cost, pageSize } from '../../src/graph/cost';
import { PageInfo } from '../PageInfo';
import { Mention } from './Mention';

/** A mention and its place in the list. */
@ObjectType({ description: 'A mention and its place in the list.', simpleResolvers: true })
export class MentionEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Mention) node!: Mention;
}

/** A page of mentions, the newest first. */
@ObjectType({ description: 'A page of mentions, the newest first.', simpleResolvers: true })
export class MentionConnection {
  @Cost({ items: pageSize })
  @Field(() => [MentionEdge])
  edges!: MentionEdge[];

  @Field(() => PageInfo) pageInfo!: PageInfo;

  /** Counted only when it is asked for. */
  @Field(() => Int, { description: 'How many mentions there are in all pages.' })
  totalCount!: () => Promise<number>;
}
