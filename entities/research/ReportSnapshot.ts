import { ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { Document, Id, Instant, Link, Text, Whole, WorkspaceKey } from '../columns';

/** A saved query's answer as it was given at an instant, kept with all that it followed from. */
@ObjectType({ description: 'A saved query’s answer as it was given at an instant, kept with all that it followed from.' })
@Entity({ schema: 'hub', name: 'report_snapshot' })
export class ReportSnapshot {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Link() savedQueryId!: number;
  /** The version of the saved query. */
  @Whole() version!: number;
  /** What its taker wrote to it. */
  @Text() note!: string;
  @Text() takenBy!: string;
  @Instant() takenAt!: Date;
  @Text() dataVersion!: string;
  /** The question with its days, instant, currency, rates, rules and definitions. */
  @Document() terms!: Record<string, unknown>;
  /** Rows, totals and warnings; read by itself, as it may be long. */
  @Document() report!: Record<string, unknown>;
}
