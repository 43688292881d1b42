import { ObjectType } from 'type-graphql';
import { Entity, PrimaryColumn } from 'typeorm';
import { Document, Instant, Text, WorkspaceKey } from '../columns';

/** What a saved query asked since one of its saves. */
@ObjectType({ description: 'What a saved query asks since one of its saves; never changed.' })
@Entity({ schema: 'hub', name: 'saved_query_version' })
export class SavedQueryVersion {
  @WorkspaceKey() workspaceId!: number;
  @PrimaryColumn({ name: 'saved_query_id', type: 'integer' }) savedQueryId!: number;
  @PrimaryColumn({ type: 'integer' }) version!: number;
  /** A MetricQueryInput, as it is sent. */
  @Document() query!: Record<string, unknown>;
  @Text() savedBy!: string;
  @Instant() savedAt!: Date;
}
