import { Field, Float, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../../entities/scalars';
import type { AttributionModelName, AttributionQuestion, Credited } from '../../src/metrics/attribution/attribution-question';
import { AttributionModel, CreditedEnum } from '../AttributionModel';
import { RangeInput, rangeOf } from '../metrics/MetricQueryInput';

const OPTIONAL = { nullable: true } as const;

/** A question for credits. */
@InputType({ description: 'A question for who is credited for the orders of a range.' })
export class AttributionInput {
  @Field(() => RangeInput, { description: 'The days on which orders were placed.' }) range!: RangeInput;
  @Field(() => [AttributionModel], { ...OPTIONAL, description: 'All when absent, CUSTOM only with weights.' })
  models?: AttributionModelName[] | null;
  @Field(() => CreditedEnum, { ...OPTIONAL, defaultValue: 'CHANNEL' }) by?: Credited | null;
  @Field(() => [String], { ...OPTIONAL, description: 'Keys of brands; all when absent.' }) brands?: string[] | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 30, description: 'How many days before an order a touch counts.' })
  windowDays?: number | null;
  @Field(() => Float, { ...OPTIONAL, defaultValue: 7, description: 'TIME_DECAY: after so many days a touch is worth half.' })
  halfLifeDays?: number | null;
  @Field(() => [Float], { ...OPTIONAL, description: 'POSITION: the shares of the first and the last touch; 0.4 and 0.4 when absent.' })
  position?: number[] | null;
  @Field(() => [Float], {
    ...OPTIONAL,
    description: 'CUSTOM: what the last touch, the one before it, … are worth; further ones the last number.',
  })
  weights?: number[] | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 1, description: 'MARKOV: how many touches back a step remembers.' })
  markovOrder?: number | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 2000, description: 'SHAPLEY above 12 channels: how many orders of them are drawn.' })
  samples?: number | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 1, description: 'What they are drawn from: the same seed gives the same answer.' })
  seed?: number | null;
  @Field(() => String, { ...OPTIONAL, description: 'ISO 4217; the workspace’s reporting currency when absent.' }) currency?: string | null;
  @Field(() => DateTimeScalar, { ...OPTIONAL, description: 'As it was known then.' }) asOf?: Date | null;
}

/** The question that an input asks. */
export function attributionOf({ range, ...input }: AttributionInput): AttributionQuestion {
  return { ...input, range: rangeOf(range) };
}
