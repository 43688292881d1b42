import { Field, ID, ObjectType } from 'type-graphql';
import { Entity, PrimaryColumn } from 'typeorm';
import { Flag, OnDay, Text, WorkspaceKey } from '../columns';

/** A creator: one person, whatever accounts they have. */
@ObjectType({ description: 'A creator (达人): one person, whatever accounts they have.' })
@Entity({ schema: 'hub', name: 'creator' })
export class Creator {
  @WorkspaceKey() workspaceId!: number;
  @PrimaryColumn({ type: 'text' })
  @Field(() => ID)
  key!: string;
  @Text() name!: string;
  /** `nano`, `micro`, `mid`, `macro`, `mega`, or the company's own word. */
  @Text({ nullable: true }) tier!: string | null;
  @Text({ nullable: true }) category!: string | null;
  /** The days in which the creator works for no competitor. */
  @OnDay({ nullable: true }) exclusiveFrom!: string | null;
  @OnDay({ nullable: true }) exclusiveTo!: string | null;
  /** Whether paid posts are marked as such; null when nobody has looked. */
  @Flag({ nullable: true }) discloses!: boolean | null;
}
