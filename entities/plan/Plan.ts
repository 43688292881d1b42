import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import type { LocalNames } from '../brand/Brand';
import { Document, Id, Text, Whole, WorkspaceKey } from '../columns';

/** What a year is to bring. */
@ObjectType({ description: 'What a year is to bring: a tree of goals.' })
@Entity({ schema: 'hub', name: 'plan' })
export class Plan {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Whole() year!: number;
  @Document() title!: Required<LocalNames>;
  /** ISO 4217; of every goal that counts money. */
  @Text() currency!: string;
  @Text() timeZone!: string;
}
