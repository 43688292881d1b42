import { Attribute, type Day, Fact, Key } from './fact';

/** One touch of one pseudonymous person with a brand's marketing: a visit, a click, a view. */
@Fact({ table: 'touch', grain: 'one touch of one person' })
export class Touch {
  day!: Day;
  @Key('brand') brand!: string;
  /** Whatever a source calls the person by is kept as its SHA-256 and no other way; an order's customer is met by the same. */
  @Key('text') person!: string;
  /** What the source calls the touch. */
  @Key('text') touch!: string;
  /** When it was; touches of one instant are ordered by channel and name. */
  @Attribute('instant') at?: Date | null;
  @Attribute('text') channel?: string | null;
  /** `visit`, `click`, `view`, … */
  @Attribute('text') interaction?: string | null;
  /** The key or the name of the campaign that brought it, as its address told. */
  @Attribute('text') campaignName?: string | null;
}
