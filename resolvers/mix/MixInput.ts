import { Field, Float, InputType, Int, registerEnumType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';
import type { BudgetBound } from '../../src/metrics/mix/budget-bounds';
import { FESTIVAL_COUNTRIES, type FestivalCountry } from '../../src/metrics/mix/festivals';
import {
  MIX_CHANNELS,
  MIX_REGIONS,
  type MixChannel,
  type MixEvent,
  type MixQuestion,
  type MixRegions,
  type RegionSize,
} from '../../src/metrics/mix/mix-question';
import type { BudgetQuestion } from '../../src/metrics/mix/plan-budget';
import type { MetricName } from '../../src/metrics/question';
import { MetricNameEnum } from '../metrics/enums';
import { FilterInput, RangeInput, rangeOf } from '../metrics/MetricQueryInput';

const OPTIONAL = { nullable: true } as const;

/** What a channel is in a mix. */
export const MixChannelEnum = Object.fromEntries(MIX_CHANNELS.map((name) => [name, name])) as { readonly [K in MixChannel]: K };
registerEnumType(MixChannelEnum, { name: 'MixChannel', description: 'What a channel is in a marketing mix.' });

/** Days of something else. */
@InputType({
  description: 'Days on which something else moved the outcome: a festival, a launch. Every week that holds one of them counts.',
})
export class MixEventInput implements MixEvent {
  @Field(() => String) name!: string;
  @Field(() => DayScalar) from!: string;
  @Field(() => DayScalar) to!: string;
}

/** What tells regions apart. */
export const MixRegionsEnum = Object.fromEntries(MIX_REGIONS.map((name) => [name, name])) as { readonly [K in MixRegions]: K };
registerEnumType(MixRegionsEnum, { name: 'MixRegions', description: 'What tells the regions of a marketing mix apart.' });

/** Countries whose days of buying are known. */
export const FestivalCountryEnum = Object.fromEntries(FESTIVAL_COUNTRIES.map((name) => [name, name])) as {
  readonly [K in FestivalCountry]: K;
};
registerEnumType(FestivalCountryEnum, { name: 'FestivalCountry', description: 'A country whose days of buying are known, by ISO 3166.' });

/** A control. */
@InputType({ description: 'A metric that moves the outcome and is not bought, of the question’s brands unless `where` names others.' })
export class MixControlInput {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => [FilterInput], OPTIONAL) where?: FilterInput[] | null;
  @Field(() => String, { ...OPTIONAL, description: 'The metric’s name when absent.' }) name?: string | null;
}

/** The size of a region. */
@InputType({ description: 'How many people a region has, or how large it is by another measure that is the same for all.' })
export class RegionSizeInput implements RegionSize {
  @Field(() => String, { description: 'The key of a region.' }) region!: string;
  @Field(() => Float) size!: number;
}

/** A question for a mix. */
@InputType({ description: 'A question for what each channel brought, by a model of weekly spend and outcome.' })
export class MarketingMixInput {
  @Field(() => RangeInput, { description: 'A year at least; its whole weeks count, Monday to Sunday.' }) range!: RangeInput;
  @Field(() => MetricNameEnum, {
    ...OPTIONAL,
    description: 'What is explained: a metric that adds up over everything; revenue when absent.',
  })
  outcome?: MetricName | null;
  @Field(() => MixChannelEnum, { ...OPTIONAL, defaultValue: 'CHANNEL' }) by?: MixChannel | null;
  @Field(() => [String], { ...OPTIONAL, description: 'Keys of brands; all when absent.' }) brands?: string[] | null;
  @Field(() => [MixEventInput], OPTIONAL) events?: MixEventInput[] | null;
  @Field(() => [FestivalCountryEnum], {
    ...OPTIONAL,
    description: 'Countries whose days of buying count as events, such as Lunar New Year, 618, Singles’ Day and Black Friday.',
  })
  holidays?: FestivalCountry[] | null;
  @Field(() => [MixControlInput], { ...OPTIONAL, description: 'What moves the outcome and is not bought: prices, what competitors sell.' })
  controls?: MixControlInput[] | null;
  @Field(() => MixRegionsEnum, {
    ...OPTIONAL,
    description: 'Fits over regions, each with a level of its own and all with one response; the whole when absent.',
  })
  regions?: MixRegions | null;
  @Field(() => [RegionSizeInput], {
    ...OPTIONAL,
    description: 'Of every region of the model, such as its people; the mean weekly outcome when absent.',
  })
  sizes?: RegionSizeInput[] | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 200, description: 'How often residuals are drawn anew for the ranges.' }) samples?:
    | number
    | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 1 }) seed?: number | null;
  @Field(() => String, { ...OPTIONAL, description: 'ISO 4217; the workspace’s reporting currency when absent.' }) currency?: string | null;
  @Field(() => DateTimeScalar, { ...OPTIONAL, description: 'As it was known then.' }) asOf?: Date | null;
}

/** The question that an input asks. */
export function mixOf({ range, controls, ...input }: MarketingMixInput): MixQuestion {
  const asked = controls?.map(({ where, ...control }) => ({
    ...control,
    where: where?.map((filter) => ({ ...filter, op: filter.op ?? 'IN' })),
  }));
  return { ...input, range: rangeOf(range), controls: asked ?? null };
}

/** Bounds of one channel. */
@InputType({ description: 'Bounds of a channel’s weekly spend, as multiples of what it had on average: 0.5 and 1.5 when absent.' })
export class BudgetBoundInput implements BudgetBound {
  @Field(() => String, { description: 'The key of a row of the mix.' }) channel!: string;
  @Field(() => String, { ...OPTIONAL, description: 'The key of the one region that is meant, of a budget by region.' }) region?:
    | string
    | null;
  @Field(() => DayScalar, {
    ...OPTIONAL,
    description: 'A day of the one week that is meant; all weeks that have no bounds of their own when absent.',
  })
  week?: string | null;
  @Field(() => Float, OPTIONAL) low?: number | null;
  @Field(() => Float, OPTIONAL) high?: number | null;
}

/** A question for a budget. */
@InputType({ description: 'A weekly budget to share out, or a return that every last unit of it has to bring.' })
export class BudgetInput implements BudgetQuestion {
  @Field(() => Float, { ...OPTIONAL, description: 'A week, on average over the weeks of the plan; what was spent on average when absent.' })
  weekly?: number | null;
  @Field(() => Float, { ...OPTIONAL, description: 'Spend as long as one more unit brings so much; in place of `weekly`.' }) target?:
    | number
    | null;
  @Field(() => Int, { ...OPTIONAL, defaultValue: 1, description: 'How many weeks are planned: 1 to 52.' }) weeks?: number | null;
  @Field(() => DayScalar, { ...OPTIONAL, description: 'A day of the first week of the plan; the week after the model’s last when absent.' })
  from?: string | null;
  @Field(() => Boolean, {
    ...OPTIONAL,
    defaultValue: false,
    description: 'Of a mix over regions: money may go from one region to another.',
  })
  byRegion?: boolean | null;
  @Field(() => [BudgetBoundInput], OPTIONAL) bounds?: BudgetBoundInput[] | null;
  @Field(() => Boolean, { ...OPTIONAL, defaultValue: false, description: 'Also by a model that the review says not to use.' })
  despiteReview?: boolean | null;
}
