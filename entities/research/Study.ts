import { ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Id, Text, WorkspaceKey } from '../columns';

/** A survey with its waves. */
@ObjectType({ description: 'A survey with its waves.' })
@Entity({ schema: 'hub', name: 'study' })
export class Study {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  /** As the answers name it. */
  @Text() key!: string;
  @Text() name!: string;
  /** The key of the brand that it asks about unless a question says another; '' for none. */
  @Text() brand!: string;
  /** The questions that tell how long a response took and from which device it came. */
  @Text({ graph: false, nullable: true }) secondsQuestion!: string | null;
  @Text({ graph: false, nullable: true }) deviceQuestion!: string | null;
  @Column({ name: 'trim_least', type: 'float8', nullable: true }) trimLeast!: number | null;
  @Column({ name: 'trim_most', type: 'float8', nullable: true }) trimMost!: number | null;
}
