import { Entity } from 'typeorm';
import { Id, Instant, Link, Text, Whole, WorkspaceKey } from '../columns';

/** A record that could not be loaded, kept as it came with the reason, until it is replayed. */
@Entity({ schema: 'hub', name: 'quarantine' })
export class Quarantine {
  @WorkspaceKey() workspaceId!: number;
  @Id() id!: number;
  @Link() sourceId!: number;
  @Link() runId!: number;
  @Whole({ graph: false }) recordNo!: number;
  @Text() stream!: string;
  @Whole({ nullable: true }) line!: number | null;
  @Text() raw!: string;
  @Text() reason!: string;
  /** The column and the value at fault, when there is one. */
  @Text({ nullable: true }) place!: string | null;
  @Text({ nullable: true }) value!: string | null;
  @Instant() quarantinedAt!: Date;
  @Instant({ nullable: true }) replayedAt!: Date | null;
}
