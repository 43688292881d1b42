import { Attribute, type Count, type Day, Fact, Key, Measure } from './fact';

/** Whether one run of a prompt at an answer engine named one brand: every tracked brand has a row for every run, named or not. */
@Fact({ table: 'answer_run', grain: 'one brand in one run of one prompt at one answer engine' })
export class AnswerRun {
  day!: Day;
  @Key('brand') brand!: string;
  /** `chatgpt`, `gemini`, `perplexity`, `doubao`, `deepseek`, … */
  @Key('text') engine!: string;
  @Key('text') prompt!: string;
  /** What tells runs of a prompt on one day apart. */
  @Key('text') run?: string;
  /** The address of the brand's own or another page that the answer cites for it. */
  @Attribute('text') cited?: string | null;
  @Attribute('text') language?: string | null;
  /** 1 when the answer names the brand, 0 when it does not. */
  @Measure('count') named?: Count | null;
  /** The brand's place among those that the answer names, 1 for the first; null where it is not named. */
  @Measure('count') place?: Count | null;
}
