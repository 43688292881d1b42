import { Field, ID, ObjectType } from 'type-graphql';
import { Entity, PrimaryColumn } from 'typeorm';
import { Millionths, OnDay, Text, Texts, WorkspaceKey } from '../columns';

/** What was agreed with a creator. Amounts are millionths of its currency; shares and returns are millionths too. */
@ObjectType({ description: 'What was agreed with a creator: its terms, its posts and livestreams, and the account of what came of it.' })
@Entity({ schema: 'hub', name: 'collaboration' })
export class Collaboration {
  @WorkspaceKey() workspaceId!: number;
  @PrimaryColumn({ type: 'text' })
  @Field(() => ID)
  key!: string;
  @Text() name!: string;
  @Text({ graph: false }) creator!: string;
  @Text({ graph: false }) brand!: string;
  @Text({ nullable: true }) brief!: string | null;
  @OnDay() fromDay!: string;
  @OnDay() toDay!: string;
  /** ISO 4217. */
  @Text() currency!: string;
  @Millionths({ nullable: true }) slotFee!: bigint | null;
  @Millionths({ nullable: true }) commission!: bigint | null;
  /** Of which GMV the commission is a share: `PAID` or `NET`. */
  @Text({ nullable: true }) commissionOf!: 'PAID' | 'NET' | null;
  @Millionths({ nullable: true }) sampleCost!: bigint | null;
  @Millionths({ nullable: true }) boost!: bigint | null;
  @Millionths({ nullable: true }) guarantee!: bigint | null;
  /** Of which GMV the guaranteed return is, `PAID` or `NET`; and over what, the `FEE` or the whole `COST`. */
  @Text({ nullable: true }) guaranteeOf!: 'PAID' | 'NET' | null;
  @Text({ nullable: true }) guaranteeOver!: 'FEE' | 'COST' | null;
  @OnDay({ nullable: true }) settledOn!: string | null;
  /** The keys of the goals that it serves. */
  @Texts({ graph: false }) goals!: string[];
}
