import { Field, ObjectType } from 'type-graphql';

/** Where a page of a list ends. */
@ObjectType({ description: 'Where a page of a list ends.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Hand to `after` for the next page; null when the page is empty.' })
  endCursor!: string | null;
}
