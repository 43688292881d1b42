import { type Day, Fact, Key, Measure, type Micros } from './fact';

/** A reference exchange rate: how many units of the currency one euro bought at the end of the day. */
@Fact({ table: 'fx_day', grain: 'one currency on one day' })
export class FxDay {
  day!: Day;
  @Key('text') currency!: string;
  @Measure('amount') perEuro!: Micros | null;
}
