import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { Bytes, Document, Flag, Id, Instant, Link, OnDay, Text, Whole, WorkspaceKey } from '../columns';

/** One account on one platform that the hub pulls from, or the door through which files come in. */
@ObjectType({ description: 'One account on one platform that the hub pulls from, or the door through which files come in.' })
@Entity({ schema: 'hub', name: 'source' })
export class Source {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Text() key!: string;
  @Text() name!: string;
  /** The connector's file name; `file` for imports. */
  @Text() connector!: string;
  @Document() config!: Record<string, unknown>;
  @Bytes({ nullable: true }) secrets!: Buffer | null;
  /** Cron, in the workspace's time zone; empty when nothing is pulled. */
  @Text() schedule!: string;
  /** IANA zone in which the platform cuts its days. */
  @Text({ graph: false }) timeZone!: string;
  @Text({ graph: false, nullable: true }) currency!: string | null;
  @Link({ nullable: true }) brandId!: number | null;
  @Flag() enabled!: boolean;
  @Instant({ graph: false }) createdAt!: Date;
  /** The last day that the source has answered for in full. */
  @OnDay({ nullable: true }) freshTo!: string | null;
  /** How many days back the source may still restate. */
  @Whole({ graph: false }) lookbackDays!: number;
}
