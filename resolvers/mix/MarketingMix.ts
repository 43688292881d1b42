import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
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
export const BudgetEndEnum = members('LOW', 'HIGH');
registerEnumType(BudgetEndEnum, { name: 'BudgetEnd', description: 'The bound that a channel’s budget stands at.' });

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
  @Field(() => Float) error!: number;
  @Field(() => Float, { description: 'Of the same model without media.' }) errorWithoutMedia!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'Of the same week a year before.' }) errorOfYearBefore!: number | null;
}

/** A channel of a budget. */
@ObjectType({ description: 'What a channel is given a week, and why not more or less.', simpleResolvers: true })
export class BudgetChannel {
  @Field(() => String) label!: string;
  @Field(() => Float) now!: number;
  @Field(() => Float) spend!: number;
  @Field(() => Float) responseNow!: number;
  @Field(() => Float) response!: number;
  @Field(() => Float) marginal!: number;
  @Field(() => BudgetEndEnum, OPTIONAL) bound!: keyof typeof BudgetEndEnum | null;
  @Field(() => String) reason!: string;
}

/** A weekly budget. */
@ObjectType({
  description: 'A weekly budget shared out by the curves of a mix. As good as the model, and no better.',
  simpleResolvers: true,
})
export class MixBudget {
  @Cost({ items: () => 2 })
  @Field(() => [BudgetChannel])
  channels!: BudgetChannel[];
  @Field(() => Float) spend!: number;
  @Field(() => Float) response!: number;
  @Field(() => Float) responseNow!: number;
  @Field(() => Float, { ...OPTIONAL, description: 'What the next unit of the whole would bring.' }) marginal!: number | null;
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
