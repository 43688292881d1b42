import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { Id, Instant, Text, Whole, WorkspaceKey } from '../columns';

/** A question for metrics that is kept under a key; its versions are rows of their own. */
@ObjectType({ description: 'A question for metrics that is kept under a key. Every save is a new version.' })
@Entity({ schema: 'hub', name: 'saved_query' })
export class SavedQuery {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Text() key!: string;
  @Text() name!: string;
  /** The number of the newest version. */
  @Whole() latestVersion!: number;
  @Instant({ graph: false, nullable: true }) deletedAt!: Date | null;
}
