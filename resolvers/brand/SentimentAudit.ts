import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Mood } from '../../src/text/sentiment-model';
import { MetricValue } from '../metrics/MetricValue';

const MAYBE = { nullable: true } as const;

/** How a mention speaks of a brand. */
export const SentimentLabelEnum: Readonly<Record<'POSITIVE' | 'NEUTRAL' | 'NEGATIVE', Mood>> = {
  POSITIVE: 'positive',
  NEUTRAL: 'neutral',
  NEGATIVE: 'negative',
};
registerEnumType(SentimentLabelEnum, { name: 'SentimentLabel', description: 'How a mention speaks of a brand.' });

/** How two judges agree. */
@ObjectType({ description: 'How two judges agree on the sentiment of mentions; null where nothing was compared.', simpleResolvers: true })
export class SentimentAgreement {
  @Field(() => Int, { description: 'How many mentions both judged.' }) n!: number;
  @Field(() => Float, MAYBE) accuracy!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'The mean of the F1 of the three labels.' }) macroF1!: number | null;
  @Field(() => Float, { ...MAYBE, description: "Cohen's kappa: 0 as by chance, 1 always the same." }) kappa!: number | null;
}

/** A number with its interval. */
@ObjectType({ description: 'An estimate with the interval that holds it at the level.', simpleResolvers: true })
export class SentimentEstimate {
  @Field(() => Float) value!: number;
  @Field(() => Float) low!: number;
  @Field(() => Float) high!: number;
  @Field(() => Float) level!: number;
}

/** Shares freed from the machine's mistakes. */
@ObjectType({ description: "Shares of the mentions freed from the machine's known mistakes, and the net of them.", simpleResolvers: true })
export class CorrectedSentiment {
  @Field(() => SentimentEstimate) negative!: SentimentEstimate;
  @Field(() => SentimentEstimate) neutral!: SentimentEstimate;
  @Field(() => SentimentEstimate) positive!: SentimentEstimate;
  @Field(() => SentimentEstimate, { description: 'Positive less negative.' }) net!: SentimentEstimate;
}

/** How far a brand's sentiment can be trusted. */
@ObjectType({
  description: "How far a brand's sentiment can be trusted, by labels of people on mentions drawn at random.",
  simpleResolvers: true,
})
export class SentimentAudit {
  @Field(() => MetricValue, { ...MAYBE, description: 'Net sentiment as it is published.' }) netSentiment!: MetricValue | null;
  @Field(() => SentimentAgreement, { description: 'The machine beside people.' }) machine!: SentimentAgreement;
  @Field(() => [[Int]], { description: 'How often people said (rows) and the machine said (columns) negative, neutral, positive.' })
  matrix!: number[][];
  @Field(() => SentimentAgreement, { description: 'Two people beside each other.' }) people!: SentimentAgreement;
  @Field(() => CorrectedSentiment, { ...MAYBE, description: 'Null until each of the three labels has been audited.' })
  corrected!: CorrectedSentiment | null;
}
