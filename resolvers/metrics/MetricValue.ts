import { Field, Float, ID, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DecimalScalar } from '../../entities/scalars';
import type { MetricAnomaly, MetricName, Pacing as Told } from '../../src/metrics/question';
import { Anomaly } from './Anomaly';
import { MetricNameEnum } from './enums';
import { Pacing } from './Pacing';

const NUMBER = { nullable: true } as const;

/** One value of an answer. */
@ObjectType({ description: 'One value of an answer: null where it is not defined, 0 where nothing was observed.', simpleResolvers: true })
export class MetricValue {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => Float, { ...NUMBER, description: 'The nearest double.' }) value!: number | null;
  @Field(() => DecimalScalar, { ...NUMBER, description: 'The exact decimal.' }) decimal!: string | null;
  @Field(() => Float, { ...NUMBER, description: 'With compare: the value of the range that it is compared with.' }) previous!:
    | number
    | null;
  @Field(() => Float, NUMBER) change!: number | null;
  @Field(() => Float, { ...NUMBER, description: 'The change in percent of the previous value; 5 is 5 %.' }) changePercent!: number | null;
  @Field(() => Float, { ...NUMBER, description: 'With compare TARGET: what the plan asks for.' }) target!: number | null;
  @Field(() => Float, { ...NUMBER, description: 'The value as a share of the target.' }) attainment!: number | null;
  @Field(() => Float, { ...NUMBER, description: 'What is missing to the target; negative past it.' }) gap!: number | null;
  @Field(() => Pacing, { ...NUMBER, description: 'With compare TARGET, where the row’s days have begun.' }) pacing!: Told | null;
  @Field(() => Float, {
    ...NUMBER,
    description: 'With nowcast: what the value is likely to be once its days are complete, by how numbers of its sources have grown.',
  })
  nowcast!: number | null;
  @Field(() => Anomaly, { ...NUMBER, description: 'With anomalies; null in totals.' }) anomaly!: MetricAnomaly | null;
  @Field(() => Float, { ...NUMBER, description: 'How many answers an estimate rests on.' }) n!: number | null;
  @Field(() => Interval, NUMBER) interval!: Interval | null;
  @Field(() => ID, { description: 'Hand to Query.lineage for the records behind the value.' }) lineage!: string;
}
