import { Attribute, type Count, type Day, Fact, Key, Measure } from './fact';

/** One post or article that names one tracked brand; a post that names two brands is two mentions. */
@Fact({ table: 'mention', grain: 'one post or article about one brand' })
export class Mention {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') post!: string;
  @Attribute('instant') publishedAt?: Date | null;
  @Attribute('text') platform?: string | null;
  @Attribute('text') channel?: string | null;
  @Attribute('text') language?: string | null;
  @Attribute('text') sentiment?: 'positive' | 'neutral' | 'negative' | null;
  @Attribute('text') author?: string | null;
  @Attribute('text') url?: string | null;
  @Attribute('text') text?: string | null;
  @Measure('count') engagements?: Count | null;
}
