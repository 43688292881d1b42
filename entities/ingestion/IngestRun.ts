import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { Bytes, Count, Document, Id, Instant, Link, OnDay, Text, Whole, WorkspaceKey } from '../columns';

/** How a run stands or ended. PARTIAL: it loaded what it could and says what it could not. */
export enum RunStatus {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  PARTIAL = 'PARTIAL',
  FAILED = 'FAILED',
}
registerEnumType(RunStatus, {
  name: 'RunStatus',
  description: 'How a run stands or ended. PARTIAL loaded what it could and says what it could not.',
});

/**
 * One pull from a source, or one file. `records = inserted + revised + unchanged + quarantined`, at every commit.
 * Counted are outcomes: each row that a raw record became is inserted, revised or unchanged (also when a later row of its page replaced it),
 * a record that became no row is unchanged, a refused record is quarantined once. Where a record is a row, `records` is the raw records.
 * SUCCEEDED means that everything asked for was read and nothing quarantined; PARTIAL says in `error` what was left out.
 */
@ObjectType({
  description: 'One pull from a source, or one file. records = inserted + revised + unchanged + quarantined, at every commit.',
})
@Entity({ schema: 'hub', name: 'ingest_run' })
export class IngestRun {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Link() sourceId!: number;
  @Instant({ graph: false, nullable: true }) slot!: Date | null;
  @Field(() => RunStatus)
  @Column({ type: 'text' })
  status!: RunStatus;
  @OnDay({ nullable: true }) windowFrom!: string | null;
  @OnDay({ nullable: true }) windowTo!: string | null;
  @Document() position!: Record<string, unknown>;
  @Whole({ graph: false }) epoch!: number;
  @Text({ graph: false, nullable: true }) worker!: string | null;
  @Instant({ graph: false, nullable: true }) leaseUntil!: Date | null;
  @Whole({ graph: false }) attempts!: number;
  @Whole() pages!: number;
  @Count() records!: number;
  @Count() inserted!: number;
  @Count() revised!: number;
  @Count() unchanged!: number;
  @Count() quarantined!: number;
  @Text({ nullable: true }) error!: string | null;
  @Bytes({ nullable: true }) fileSha256!: Buffer | null;
  @Text({ graph: false, nullable: true }) mapping!: string | null;
  @Instant({ graph: false }) queuedAt!: Date;
  /** Null while the run waits in the queue; the graph shows when it was queued then. */
  @Instant({ graph: false, nullable: true }) startedAt!: Date | null;
  @Instant({ nullable: true }) finishedAt!: Date | null;
}
