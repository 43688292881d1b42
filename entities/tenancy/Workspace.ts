import { Entity, PrimaryColumn } from 'typeorm';
import { Count, Instant, Text } from '../columns';

/** One tenant: whose rows, in which currency and time zone they are reported. */
@Entity({ schema: 'hub', name: 'workspace' })
export class Workspace {
  @PrimaryColumn({ type: 'integer' }) id!: number;
  @Text() key!: string;
  @Text() name!: string;
  /** ISO 4217. */
  @Text() reportingCurrency!: string;
  /** IANA zone in which schedules run and "yesterday" is meant. */
  @Text() timeZone!: string;
  /** The language in which the workspace is told of alerts: EN, ZH_HANS or ZH_HANT. */
  @Text() locale!: string;
  @Count() dataVersion!: number;
  @Instant() recordedAt!: Date;
}
