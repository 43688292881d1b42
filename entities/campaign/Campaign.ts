import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { Id, Link, Text, WorkspaceKey } from '../columns';

/** A campaign as its platform names it. */
@ObjectType({ description: 'A campaign as its platform names it.', simpleResolvers: true })
@Entity({ schema: 'hub', name: 'campaign' })
export class Campaign {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  /** `<platform>:<the platform's id>`. */
  @Text() key!: string;
  @Text() name!: string;
  @Text() platform!: string;
  @Text({ graph: false }) channel!: string;
  @Link({ nullable: true }) brandId!: number | null;
}
