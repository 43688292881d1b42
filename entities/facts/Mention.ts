import { Attribute, Content, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

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
  /** Who says so: `source`, `human`, or the model's name and version. */
  @Attribute('text') sentimentBy?: string | null;
  /** How the text is written: `en`, `zh-Hans`, `zh-Hant`, `mixed`, `other`. */
  @Attribute('text') written?: string | null;
  /** What it is mostly about (src/text/topics.ts). */
  @Attribute('text') topic?: string | null;
  /** `spam` or `ok`, by signs in the text. */
  @Attribute('text') spam?: string | null;
  /** The first mention of its kind, `<platform>:<post>`: reposts and copies share it. */
  @Attribute('text') cluster?: string | null;
  /** The version of the brand's names that found it; null when the source said itself which brand it is about. */
  @Attribute('text') queryVersion?: string | null;
  @Content() author?: string | null;
  @Content() url?: string | null;
  @Content() text?: string | null;
  @Measure('count') engagements?: Count | null;
  /** How often it was seen, where the platform tells. */
  @Measure('count') views?: Count | null;
  /** From -1 to 1 in millionths: the probability of praise less that of complaint; null where no model judged. */
  @Measure('amount') sentimentScore?: Micros | null;
}
