import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import type { LocalNames } from '../brand/Brand';
import { Amount, Document, Flag, Id, Instant, Link, OnDay, Text, Whole, WorkspaceKey } from '../columns';

/** What a metric, filtered, is to reach in some days. Amounts are millionths of the metric's unit. */
@ObjectType({ description: 'What a metric, filtered, is to reach between two days.' })
@Entity({ schema: 'hub', name: 'goal' })
export class Goal {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Link() planId!: number;
  /** Unique within its plan; the same from year to year. */
  @Text() key!: string;
  @Link({ nullable: true }) parentId!: number | null;
  /** The place in the plan: every goal before its sub-goals. */
  @Whole({ graph: false }) position!: number;
  @Document() title!: Required<LocalNames>;
  @Document({ nullable: true }) section!: { key: string; title: Required<LocalNames> } | null;
  @Text({ nullable: true }) owner!: string | null;
  @Text({ graph: false }) metric!: string;
  @Text({ graph: false }) unit!: string;
  @Text({ graph: false }) aggregation!: string;
  @Document() filters!: { dimension: string; values: string[] }[];
  @Text({ graph: false }) better!: string;
  @OnDay({ graph: false }) startDay!: string;
  @OnDay({ graph: false }) endDay!: string;
  @Amount() target!: bigint;
  @Amount({ nullable: true }) baseline!: bigint | null;
  @Amount({ nullable: true }) bandLow!: bigint | null;
  @Amount({ nullable: true }) bandHigh!: bigint | null;
  /** How a month's target is laid over its days. */
  @Text({ graph: false }) phasing!: string;
  @Document() calendar!: { weekend: number[]; holidays: string[]; workdays: string[] };
  /** Its sub-goals cover only a part of it. */
  @Flag({ graph: false }) partial!: boolean;
  /** Set when the plan no longer names the goal. */
  @Instant({ graph: false, nullable: true }) archivedAt!: Date | null;
}
