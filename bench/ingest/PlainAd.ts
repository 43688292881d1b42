import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The same row as an ordinary entity, kept by TypeORM's own upsert: the fact's natural key as a unique index, no ledger, no lineage, no rollup. */
@Entity({ schema: 'bench', name: 'plain_ad' })
@Index(['day', 'campaignId', 'sourceId', 'adGroup', 'ad', 'device', 'region'], { unique: true })
export class PlainAd {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id?: string;
  @Column({ type: 'date' }) day!: string;
  @Column({ name: 'source_id', type: 'integer' }) sourceId!: number;
  @Column({ name: 'campaign_id', type: 'integer' }) campaignId!: number;
  @Column({ name: 'ad_group', type: 'text' }) adGroup!: string;
  @Column({ type: 'text' }) ad!: string;
  @Column({ type: 'text' }) device!: string;
  @Column({ type: 'text' }) region!: string;
  @Column({ type: 'text' }) currency!: string;
  @Column({ type: 'bigint' }) impressions!: string;
  @Column({ type: 'bigint' }) clicks!: string;
  @Column({ name: 'spend_micros', type: 'bigint' }) spendMicros!: string;
  @Column({ name: 'conversions_micros', type: 'bigint' }) conversionsMicros!: string;
  @Column({ name: 'revenue_micros', type: 'bigint' }) revenueMicros!: string;
}
