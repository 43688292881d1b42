import { z } from 'zod';

const asked = z
  .strictObject({
    /** What the platform calls it: the id of a question, its code or reference. */
    from: z.string().min(1),
    /** What the hub calls it: a question that metrics are made of (docs/surveys.md), or a name of the study's own. */
    question: z.string().min(1),
    /** The key of the brand that it asks about; the source's own brand unless said. */
    brand: z.string().min(1).optional(),
    /** What an answer counts, by its code or its words, where it is no number itself. */
    scores: z.record(z.string(), z.number()).optional(),
    /** Of a question with several choices: this one counts 1 for who chose it and 0 for who answered without it. */
    choice: z.string().min(1).optional(),
  })
  .refine(({ scores, choice }) => scores === undefined || choice === undefined, 'takes either "scores" or "choice"');

/** One question of a survey and what the hub makes of its answers. */
export type AskedQuestion = z.output<typeof asked>;

const name = (question: AskedQuestion) => `${question.brand ?? ''}/${question.question}`;

/** The settings by which survey platforms' answers become ours, for the `z.object` of a connector. */
export const surveyQuestions = {
  /** The questions that are taken; others are left out. */
  questions: z
    .array(asked)
    .min(1)
    .refine((all) => new Set(all.map(name)).size === all.length, 'asks one question about one brand twice'),
  /** The wave of an answer: the month, quarter or year in which it was given, or one name for all. */
  wave: z.union([z.enum(['month', 'quarter', 'year']), z.strictObject({ fixed: z.string().min(1) })]).default('month'),
  study: z.string().min(1).optional(),
  /** Fields of a response, as the platform names them: the respondent's weight, segment and region. */
  weight: z.string().min(1).optional(),
  segment: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
};

const settings = z.object(surveyQuestions);

/** The settings of {@link surveyQuestions} as a connector reads them. */
export type SurveySettings = z.output<typeof settings>;
