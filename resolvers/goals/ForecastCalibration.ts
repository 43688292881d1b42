import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DayScalar } from '../../entities/scalars';
import { Cost } from '../../src/graph/cost';

const OPTIONAL = { nullable: true } as const;

/** A row of the reliability table. */
@ObjectType({ description: 'Chances between two bounds: what was said on average, and how often it happened.', simpleResolvers: true })
export class ReliabilityRow {
  @Field(() => Float) from!: number;
  @Field(() => Float) to!: number;
  @Field(() => Int) count!: number;
  @Field(() => Int, { description: 'So many different outcomes they were for: looks into one month are for one.' }) outcomes!: number;
  @Field(() => Float, OPTIONAL) said!: number | null;
  @Field(() => Float, OPTIONAL) happened!: number | null;
  @Field(() => Interval, { ...OPTIONAL, description: 'Of how often it happens, by the number of outcomes alone.' })
  interval!: Interval | null;
}

/** The chances of a month. */
@ObjectType({ description: 'The chances for periods that ended in one month.', simpleResolvers: true })
export class MonthOfCalibration {
  @Field(() => DayScalar) month!: string;
  @Field(() => Int) count!: number;
  @Field(() => Float) brier!: number;
}

/** How far the chances of goals are to be believed. */
@ObjectType({
  description:
    'How far the chances of goals are to be believed: those that would have been given in past months and quarters, held against what came.',
  simpleResolvers: true,
})
export class ForecastCalibration {
  @Field(() => Int) count!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'The mean squared distance of chance and outcome: 0 is clairvoyance, 0.25 a coin.' })
  brier!: number | null;
  @Field(() => Float, { ...OPTIONAL, description: 'Of always saying how often it happened in all.' }) brierOfBaseRate!: number | null;
  @Field(() => Float, {
    ...OPTIONAL,
    description: 'The part of the base rate’s score that is saved; below 0 it is better to say always the same.',
  })
  skill!: number | null;

  @Cost({ items: () => 1 })
  @Field(() => [ReliabilityRow])
  rows!: ReliabilityRow[];

  @Cost({ items: () => 2 })
  @Field(() => [MonthOfCalibration])
  byMonth!: MonthOfCalibration[];

  @Cost({ items: () => 2 })
  @Field(() => [String], { description: 'The keys of the goals that chances were given for.' })
  goals!: string[];

  @Field(() => String, { ...OPTIONAL, description: 'Why there is nothing to judge by.' }) reason!: string | null;
}
