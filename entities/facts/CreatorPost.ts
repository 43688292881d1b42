import { Attribute, Content, type Count, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One post of a creator or of the brand's own account, on the day it came out; its numbers are those reached so far and grow by revision. */
@Fact({ table: 'creator_post', grain: 'one post of one creator about one brand' })
export class CreatorPost {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') platform!: string;
  @Key('text') post!: string;
  /** The platform's id of the account that posted. */
  @Content() creator?: string | null;
  @Content() creatorName?: string | null;
  /** Size class of the creator: nano, micro, mid, macro, mega, or the platform's own word. */
  @Attribute('text') tier?: string | null;
  /** `video`, `note`, `article`, `image`, `live_slice`, or the platform's own word. */
  @Attribute('text') kind?: string | null;
  /** `own`: the brand's own account; `paid`: bought; `earned`: neither. */
  @Attribute('text') relation?: 'own' | 'paid' | 'earned' | null;
  @Content() title?: string | null;
  @Content() url?: string | null;
  @Attribute('instant') publishedAt?: Date | null;
  @Attribute('text') currency?: string | null;
  /** Of the creator, when the post was read. */
  @Measure('count') followers?: Count | null;
  @Measure('count') impressions?: Count | null;
  @Measure('count') views?: Count | null;
  /** Unique within the post only: never summed. */
  @Measure('count') viewers?: Count | null;
  @Measure('count') likes?: Count | null;
  @Measure('count') comments?: Count | null;
  @Measure('count') shares?: Count | null;
  @Measure('count') saves?: Count | null;
  @Measure('count') clicks?: Count | null;
  /** Fee, commission and boosting together. */
  @Measure('money') cost?: Micros | null;
  @Measure('count') orders?: Count | null;
  @Measure('money') gmvPaid?: Micros | null;
  @Measure('money') refunded?: Micros | null;
}
