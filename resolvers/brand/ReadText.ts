import { Field, Float, ObjectType } from 'type-graphql';
import type { Mood } from '../../src/text/sentiment-model';
import { SentimentLabelEnum } from './SentimentAudit';

const MAYBE = { nullable: true } as const;

/** A word that weighed. */
@ObjectType({
  description: 'A word of a text, folded, and its weight: above 0 it speaks for praise. Weights of one model compare with each other only.',
  simpleResolvers: true,
})
export class WeighedWord {
  @Field(() => String) word!: string;
  @Field(() => Float) weight!: number;
}

/** How a text is read. */
@ObjectType({ description: 'How the hub reads a text, and why.', simpleResolvers: true })
export class ReadText {
  @Field(() => String, { ...MAYBE, description: 'en, zh-Hans, zh-Hant, mixed or other; null without words.' }) written!: string | null;
  @Field(() => SentimentLabelEnum, { ...MAYBE, description: 'Null in a language that no model reads.' }) sentiment!: Mood | null;
  @Field(() => Float, { ...MAYBE, description: 'From -1 to 1: the probability of praise less that of complaint.' }) score!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'The probability of the label, as the model sees it.' }) confidence!: number | null;
  @Field(() => String, { description: 'Name and version of the model.' }) model!: string;
  @Field(() => [WeighedWord], { description: 'The words that weighed most, the weightiest first.' }) words!: WeighedWord[];
  @Field(() => [String], { description: 'What it is about, what it says most of first.' }) topics!: string[];
  @Field(() => [String], { description: 'The signs of spam that it shows.' }) spamSigns!: string[];
  @Field(() => [String], { description: 'Keys of the brands that it names.' }) brands!: string[];
}
