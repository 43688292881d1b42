import { Attribute, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What a line of a collaboration's account is about; every amount is told without a sign, and a correction below zero. */
export type SettlementEntry = 'gmv' | 'refund' | 'goods' | 'slot_fee' | 'commission' | 'sample' | 'boost' | 'guarantee';

/** One line of the account of a collaboration, on the day that it was booked. What comes in, what goes back, and what it cost are lines alike. */
@Fact({ table: 'settlement_line', grain: 'one line of the account of one collaboration' })
export class SettlementLine {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') collaboration!: string;
  @Key('text') line!: string;
  @Attribute('text') entry?: SettlementEntry | null;
  @Attribute('text') platform?: string | null;
  /** The account of the creator. */
  @Attribute('text') creator?: string | null;
  /** `settled`: both sides agree; `open`: not yet. */
  @Attribute('text') status?: 'settled' | 'open' | null;
  @Attribute('text') currency?: string | null;
  @Measure('money') amount?: Micros | null;
}
