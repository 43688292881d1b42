import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The same row as an ordinary entity, kept by TypeORM's own upsert: key, values, no ledger, no lineage, no rollup. */
@Entity({ schema: 'bench', name: 'plain_ad' })
export class PlainAd {
  @PrimaryColumn({ type: 'date' }) day!: string;
  @PrimaryColumn({ name: 'campaign_id', type: 'integer' }) campaignId!: number;
  @PrimaryColumn({ name: 'ad_group', type: 'text' }) adGroup!: string;
  @PrimaryColumn({ type: 'text' }) ad!: string;
  @PrimaryColumn({ type: 'text' }) device!: string;
  @Column({ type: 'text' }) currency!: string;
  @Column({ type: 'bigint' }) impressions!: string;
  @Column({ type: 'bigint' }) clicks!: string;
  @Column({ name: 'spend_micros', type: 'bigint' }) spendMicros!: string;
  @Column({ name: 'conversions_micros', type: 'bigint' }) conversionsMicros!: string;
  @Column({ name: 'revenue_micros', type: 'bigint' }) revenueMicros!: string;
}
