import { Attribute, Content, type Count, type Day, Fact, Key, Measure } from './fact';

/** One post or article that names one tracked brand; a post that names two brands is two mentions. */
@Fact({ table: 'mention', grain: 'one post or article about one brand' })
export class Mention {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') post!: string;
  @Attribute('instant') publishedAt?: Date | null;
  @Attribute('text') platform?: string | null;
  /** `post`, `comment`, `video`, `article`: what it is that names the brand. */
  @Attribute('text') kind?: string | null;
  @Attribute('text') channel?: string | null;
  @Attribute('text') language?: string | null;
  @Attribute('text') sentiment?: 'positive' | 'neutral' | 'negative' | null;
  @Content() author?: string | null;
  @Content() url?: string | null;
  @Content() text?: string | null;
  @Measure('count') engagements?: Count | null;
  /** How often it was seen, where the platform tells. */
  @Measure('count') views?: Count | null;
}
