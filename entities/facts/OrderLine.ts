import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One line of a paid order, on the day it was placed; refunds are taken off the line they belong to, as a revision. */
@Fact({ table: 'order_line', grain: 'one line of one paid order' })
export class OrderLine {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') orderId!: string;
  @Key('text') line?: string;
  @Attribute('text') customer?: string | null;
  /** When the order was placed. */
  @Attribute('instant') placedAt?: Date | null;
  /** `new` when this is the customer's first order, else `returning`. */
  @Attribute('text') segment?: 'new' | 'returning' | null;
  @Attribute('text') product?: string | null;
  @Attribute('text') region?: string | null;
  @Attribute('text') channel?: string | null;
  /** The collaboration that the shop credits with the order, by its link or code. */
  @Attribute('text') collaboration?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('count') quantity?: Count | null;
  /** Paid for the line, before refunds. */
  @Measure('money') gross?: Micros | null;
  @Measure('money') refunded?: Micros | null;
  /** Paid for the line, net of refunds. */
  @Measure('money') revenue?: Micros | null;
  /** What the goods of the line cost, less those that came back. */
  @Measure('money') goodsCost?: Micros | null;
}
