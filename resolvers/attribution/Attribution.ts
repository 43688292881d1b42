import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';
import { Cost } from '../../src/graph/cost';
import type { AttributionModelName } from '../../src/metrics/attribution/attribution-question';
import { AttributionModel } from '../AttributionModel';
import { AnswerHead } from '../metrics/AnswerHead';
import { MetricValue } from '../metrics/MetricValue';

const OPTIONAL = { nullable: true } as const;

/** What one model credits. */
@ObjectType({ description: 'What one model credits a channel, platform or campaign with.', simpleResolvers: true })
export class AttributionCredit {
  @Field(() => AttributionModel) model!: AttributionModelName;
  @Field(() => Float) conversions!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'Of all orders that had a touch.' }) share!: number | null;
  @Field(() => Float) revenue!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'Credited revenue for each unit of spend; null where nothing was spent.' }) roas!:
    | number
    | null;
  @Field(() => Float, { ...OPTIONAL, description: 'What the platforms claim for each conversion that is credited.' })
  overclaimRatio!: number | null;
}

/** How long before orders touches were. */
@ObjectType({ description: 'How many touches that led to an order were so many days before it.', simpleResolvers: true })
export class ConversionDelay {
  @Field(() => Int) fromDays!: number;
  @Field(() => Int, { ...OPTIONAL, description: 'Below so many; null is no end.' }) toDays!: number | null;
  @Field(() => Int) touches!: number;
  @Field(() => Float) share!: number;
}

/** What lift tests found. */
@ObjectType({ description: 'What the lift tests that ended in the range found, over the days of the tests.', simpleResolvers: true })
export class LiftFound {
  @Cost({ items: () => 2 })
  @Field(() => [String])
  tests!: string[];
  @Field(() => DayScalar) from!: string;
  @Field(() => DayScalar) to!: string;
  @Field(() => Float, OPTIONAL) conversions!: number | null;
  @Field(() => Interval, OPTIONAL) interval!: Interval | null;
  @Field(() => Float, { ...OPTIONAL, description: 'What the platforms claimed on the days of the tests.' }) claimedMeanwhile!:
    | number
    | null;
  @Field(() => Float, { ...OPTIONAL, description: 'Incremental over claimed: what a claimed conversion was worth.' }) factor!:
    | number
    | null;
}

/** A line of the comparison. */
@ObjectType({
  description:
    'What a channel, platform or campaign claims, is credited with, and was found to have brought: beside each other, never added.',
  simpleResolvers: true,
})
export class AttributionRow {
  @Field(() => String) key!: string;
  @Field(() => String) label!: string;

  @Cost({ items: () => 1 })
  @Field(() => [AttributionCredit])
  credits!: AttributionCredit[];

  @Cost({ items: () => 1 })
  @Field(() => [MetricValue], {
    description: 'The registry’s numbers: spend, conversionsClaimed, revenueClaimed, and what lift tests found.',
  })
  values!: MetricValue[];

  @Field(() => Float, OPTIONAL) spendShare!: number | null;

  @Cost({ items: () => 1 })
  @Field(() => [ConversionDelay])
  delays!: ConversionDelay[];

  @Field(() => LiftFound, OPTIONAL) lift!: LiftFound | null;
  @Field(() => String, { ...OPTIONAL, description: 'Why no lift is known.' }) liftReason!: string | null;
}

/** Orders and journeys. */
@ObjectType({ description: 'Orders, with and without touches, and journeys that led to none.', simpleResolvers: true })
export class JourneyTally {
  @Field(() => Int) conversions!: number;
  @Field(() => Float) revenue!: number;
  @Field(() => Int, { description: 'Orders of which no touch is known within the window: nobody is credited for them.' })
  unattributedConversions!: number;
  @Field(() => Float) unattributedRevenue!: number;
  @Field(() => Int, { description: 'Of those, the orders of people who are not known at all.' }) anonymousConversions!: number;
  @Field(() => Int) journeysToNothing!: number;
  @Field(() => Int, { description: 'Journeys too young to have led to nothing: they count for nothing yet.' }) openJourneys!: number;
  @Field(() => Int, { description: 'Orders whose revenue is not told or has no exchange rate.' }) unpricedConversions!: number;
}

/** A touch or an order. */
@ObjectType({ description: 'A touch or an order with the raw record that told it.', simpleResolvers: true })
export class JourneyEvent {
  @Field(() => String, { description: 'What its source calls it.' }) name!: string;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => DayScalar) day!: string;
  @Field(() => String, { description: 'What is credited for the touch; empty of an order.' }) credited!: string;
  @Field(() => String) sourceKey!: string;
  @Field(() => String, { description: 'The record as the source sent it; empty when its page is no longer kept.' }) raw!: string;
  @Field(() => Int, OPTIONAL) runId!: number | null;
}

/** A journey. */
@ObjectType({
  description: 'The touches of one person, oldest first, and the order that they led to; null of none.',
  simpleResolvers: true,
})
export class Journey {
  @Field(() => [JourneyEvent]) touches!: JourneyEvent[];
  @Field(() => JourneyEvent, OPTIONAL) order!: JourneyEvent | null;
}

/** Who is credited. */
@ObjectType({
  description: 'Who is credited for the orders of a range, by every model asked for: ask again with the same asOf and get the same.',
})
export class Attribution extends AnswerHead {
  @Field(() => [AttributionRow]) rows!: AttributionRow[];
  @Field(() => JourneyTally) tally!: JourneyTally;
  @Cost({ items: () => 2 })
  @Field(() => [String], { description: 'What is left out, and why.' })
  reasons!: string[];
}
