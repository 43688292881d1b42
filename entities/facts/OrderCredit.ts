import { Attribute, type Day, Fact, Key, Measure, type Micros } from './fact';

/**
 * What one touch of the journey to an order is credited with by the workspace's reporting model, on the day of the order. The credits of an order add up to
 * one conversion and to its revenue, exactly; a touch that a model gives nothing has a row of 0. Orders of which no touch is known have no row.
 */
@Fact({ table: 'order_credit', grain: 'one touch of the journey to one order', isWorkedOut: true })
export class OrderCredit {
  day!: Day;
  @Key('brand') brand!: string;
  /** The campaign that the touch names, where the hub knows it. */
  @Key('campaign') campaign?: string;
  @Key('text') orderId!: string;
  /** The place of the touch in the journey: 1 is the first. */
  @Key('text') step!: string;
  @Attribute('text') person?: string | null;
  @Attribute('text') touch?: string | null;
  /** The key of the source that told the touch. */
  @Attribute('text') touchSource?: string | null;
  @Attribute('instant') touchedAt?: Date | null;
  @Attribute('text') channel?: string | null;
  @Attribute('text') platform?: string | null;
  /** The model, with its window. */
  @Attribute('text') model?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('amount') conversions?: Micros | null;
  /** Null where the order tells no revenue, or several currencies. */
  @Measure('money') revenue?: Micros | null;
}
