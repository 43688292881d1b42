import { Attribute, type Day, Fact, Key, Measure, type Micros } from './fact';

/** One respondent's answer to one question about one brand. */
@Fact({ table: 'survey_answer', grain: "one respondent's answer to one question about one brand" })
export class SurveyAnswer {
  day!: Day;
  @Key('brand') brand!: string;
  @Key('text') wave!: string;
  @Key('text') respondent!: string;
  /** A question that metrics are made of (docs/surveys.md names them and their scales), or one of the study's own. */
  @Key('text') question!: string;
  @Attribute('text') study?: string | null;
  @Attribute('text') segment?: string | null;
  @Attribute('text') region?: string | null;
  /** The answer in words: an option's label, an open answer. */
  @Attribute('text') answer?: string | null;
  /** Whether it is an answer: answered, or dont_know, refused, skipped. Null where the source does not say; what was not shown has no row. */
  @Attribute('text') state?: string | null;
  /** Null when asked and not answered, or when the answer is no number. */
  @Measure('amount') score?: Micros | null;
  /** The respondent's weight as it came; 1 when the sample is not weighted. Where the wave was weighed, answers count by those weights. */
  @Measure('amount') weight?: Micros | null;
}
