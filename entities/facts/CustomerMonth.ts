import { Attribute, type Count, type Day, Fact, Key, Measure } from './fact';

/**
 * A month in which a customer of a brand ordered, on the day of the customer's first order. `age` counts calendar months since that order's: everybody has
 * a row of age 0, and one for each later month that is over and had an order. Who had ordered before the hub knew of it has no row.
 */
@Fact({ table: 'customer_month', grain: 'one customer of one brand in one calendar month with orders', isWorkedOut: true })
export class CustomerMonth {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') customer!: string;
  @Key('text') age!: string;
  /** The month of the first order, `2026-03`. */
  @Attribute('text') cohort?: string | null;
  /** Channel and region of the first order. */
  @Attribute('text') channel?: string | null;
  @Attribute('text') region?: string | null;
  @Measure('count') orders?: Count | null;
  /** At age 0: days from the first order to the second; null as long as there is none. */
  @Measure('count') daysToSecond?: Count | null;
  /** At age 0: the most of 0, 30, 90, 180 and 365 whole days that have gone by since the first order. */
  @Measure('count') observedDays?: Count | null;
}
