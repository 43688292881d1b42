import { Attribute, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** What a panel, a trend service or a study says of one brand in a market, on the day or for the period that begins then. All others are a brand, or none. */
@Fact({ table: 'market_day', grain: 'one brand in one category and region of a market, on one day or for the period that begins on it' })
export class MarketDay {
  day!: Day;
  @Key('brand') brand?: string | null;
  @Key('text') category?: string;
  @Key('text') region?: string;
  @Attribute('text') currency?: string | null;
  /** Searches for the brand: a volume, or an index on one scale for all brands of the category. */
  @Measure('amount') searches?: Micros | null;
  /** What was bought of the brand, from anyone. */
  @Measure('money') sales?: Micros | null;
  /** Different people who bought it in the period, of the population that could. */
  @Measure('count') buyers?: Count | null;
  @Measure('count') population?: Count | null;
}
