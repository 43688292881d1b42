import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One product on the shelf of a livestream, on the day the stream began. */
@Fact({ table: 'live_product', grain: 'one product in one livestream' })
export class LiveProduct {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') platform!: string;
  @Key('text') session!: string;
  @Key('text') product!: string;
  @Attribute('text') title?: string | null;
  @Attribute('text') currency?: string | null;
  @Measure('count') exposures?: Count | null;
  @Measure('count') clicks?: Count | null;
  @Measure('count') orders?: Count | null;
  @Measure('count') units?: Count | null;
  @Measure('money') gmvPaid?: Micros | null;
  @Measure('money') refunded?: Micros | null;
}
