import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Interval } from '../../entities/research/Interval';
import { DayScalar } from '../../entities/scalars';
import { Cost } from '../../src/graph/cost';
import { AnswerHead } from '../metrics/AnswerHead';

const OPTIONAL = { nullable: true } as const;
const members = <const T extends string>(...names: T[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { readonly [K in T]: K };

export const MixVerdictEnum = members('USE', 'REVIEW', 'DO_NOT_USE');
registerEnumType(MixVerdictEnum, {
  name: 'MixVerdict',
  description: 'What the review of a model comes to: DO_NOT_USE where a check fails.',
});
export const ReviewOutcomeEnum = members('PASS', 'REVIEW', 'FAIL');
registerEnumType(ReviewOutcomeEnum, { name: 'ReviewOutcome', description: 'How a check of a model came out.' });
/** A point of a curve. */
@ObjectType({ description: 'What a channel brings a week when so much is spent on it every week.', simpleResolvers: true })
export class ResponsePoint {
  @Field(() => Float) spend!: number;
  @Field(() => Float) contribution!: number;
  @Field(() => Float, { description: 'What the next unit brings.' }) marginal!: number;
}

/** A channel of a mix. */
@ObjectType({
  description: 'What a channel brought by the model. Returns are units of the outcome for each unit of spend; ranges hold 90 % of refits.',
  simpleResolvers: true,
})
export class MixRow {
  @Field(() => String) key!: string;
  @Field(() => String) label!: string;
  @Field(() => Float) spend!: number;
  @Field(() => Float) contribution!: number;
  @Field(() => Interval) contributionRange!: Interval;
  @Field(() => Float, { description: 'Of the whole outcome.' }) share!: number;
  @Field(() => Float, OPTIONAL) roas!: number | null;
  @Field(() => Interval, OPTIONAL) roasRange!: Interval | null;
  @Field(() => Float, { ...OPTIONAL, description: 'What one more unit of spend, spread as it was, would have brought.' })
  marginalRoas!: number | null;
  @Field(() => Interval, OPTIONAL) marginalRoasRange!: Interval | null;
  @Field(() => String, { description: 'How what was spent goes on working.' }) carryOver!: string;
  @Field(() => Float) slope!: number;
  @Field(() => Float, { description: 'The half-point of diminishing returns, as a share of the largest week.' }) half!: number;

  @Cost({ items: () => 2 })
  @Field(() => [ResponsePoint], { description: 'Up to twice the mean spend of a week.' })
  curve!: ResponsePoint[];
}

/** A week of a mix. */
@ObjectType({ description: 'A week and what the model makes of it.', simpleResolvers: true })
export class MixWeek {
  @Field(() => DayScalar) week!: string;
  @Field(() => Float) outcome!: number;
  @Field(() => Float) expected!: number;
  @Field(() => Float, { description: 'What no channel brought.' }) baseline!: number;
}

/** A channel in a region. */
@ObjectType({ description: 'What a channel had and brought in a region.', simpleResolvers: true })
export class MixRegionChannel {
  @Field(() => String) key!: string;
  @Field(() => String) label!: string;
  @Field(() => Float) spend!: number;
  @Field(() => Float) contribution!: number;
}

/** A region of a mix. */
@ObjectType({
  description: 'What a region had and what channels brought there, by the one response of all regions.',
  simpleResolvers: true,
})
export class MixRegion {
  @Field(() => String) key!: string;
  @Field(() => String) label!: string;
  @Field(() => Float, { description: 'By what it is divided to be comparable.' }) size!: number;
  @Field(() => Float) outcome!: number;
  @Field(() => Float) spend!: number;
  @Field(() => Float) contribution!: number;

  @Cost({ items: () => 2 })
  @Field(() => [MixRegionChannel])
  channels!: MixRegionChannel[];
}

/** What a control does. */
@ObjectType({ description: 'What a control of a mix does.', simpleResolvers: true })
export class MixControlEffect {
  @Field(() => String) name!: string;
  @Field(() => Float, { description: 'By how much a week differs where the control is one of its standard deviations higher.' })
  effect!: number;
}

/** What an event did. */
@ObjectType({ description: 'What an event or a festival of a mix does.', simpleResolvers: true })
export class MixEventEffect {
  @Field(() => String) name!: string;
  @Field(() => Float, { description: 'By how much a week that is all of it differs, in the regions that have it together.' })
  effect!: number;
}

/** A check of a mix. */
@ObjectType({ description: 'A check of the model, and the bounds beyond which it is to be looked at, or fails.', simpleResolvers: true })
export class MixCheck {
  @Field(() => String) name!: string;
  @Field(() => String) text!: string;
  @Field(() => ReviewOutcomeEnum) outcome!: keyof typeof ReviewOutcomeEnum;
  @Field(() => Float, OPTIONAL) value!: number | null;
  @Field(() => Float) reviewBeyond!: number;
  @Field(() => Float) failBeyond!: number;
  @Field(() => Boolean) isMoreBetter!: boolean;
  @Field(() => String, { ...OPTIONAL, description: 'The channel that is worst.' }) label!: string | null;
}

/** Errors on weeks that were kept aside. */
@ObjectType({
  description:
    'How far off the weeks were that neither fit nor choice of form had seen: root mean squared errors over the outcome’s range.',
  simpleResolvers: true,
})
export class MixOutOfSample {
  @Field(() => DayScalar) fromWeek!: string;
  @Field(() => Int, { description: 'How many times weeks were kept aside, each foreseen by all weeks before it.' }) windows!: number;
  @Field(() => Float) error!: number;
  @Field(() => Float, { description: 'Of the same model without media.' }) errorWithoutMedia!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'Of the same week a year before.' }) errorOfYearBefore!: number | null;
}

/** A marketing mix. */
@ObjectType({
  description: 'What each channel brought, by a model of the hub’s weekly spend and outcome, with a card that may say not to use it.',
})
export class MarketingMix extends AnswerHead {
  @Cost({ items: () => 10 })
  @Field(() => [MixRow])
  rows!: MixRow[];
  @Cost({ items: () => 20 })
  @Field(() => [MixWeek])
  weeks!: MixWeek[];
  @Cost({ items: () => 10 })
  @Field(() => [MixRegion], { description: 'None where the whole was fitted.' })
  regions!: MixRegion[];
  @Cost({ items: () => 2 })
  @Field(() => [MixControlEffect])
  controls!: MixControlEffect[];
  @Cost({ items: () => 2 })
  @Field(() => [MixEventEffect])
  events!: MixEventEffect[];
  @Field(() => Float, OPTIONAL) baselineShare!: number | null;
  @Field(() => MixOutOfSample, OPTIONAL) outOfSample!: MixOutOfSample | null;
  @Field(() => MixVerdictEnum) verdict!: keyof typeof MixVerdictEnum;
  @Cost({ items: () => 5 })
  @Field(() => [MixCheck])
  checks!: MixCheck[];
  @Cost({ items: () => 1 })
  @Field(() => [String], { description: 'The lift tests that it was held to.' })
  liftTests!: string[];
  @Cost({ items: () => 1 })
  @Field(() => [String], { description: 'Why there is no model, or what it leaves out.' })
  reasons!: string[];
}
