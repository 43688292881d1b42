import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';
import type { Day } from '../../src/lib/day';
import type { CrisisStage } from '../../src/metrics/crisis/detect-crises';

const MAYBE = { nullable: true } as const;

/** How far a crisis has come. */
export const CrisisStageEnum: { readonly [S in CrisisStage]: S } = { WATCH: 'WATCH', ALERT: 'ALERT', CRISIS: 'CRISIS', CLOSED: 'CLOSED' };
registerEnumType(CrisisStageEnum, {
  name: 'CrisisStage',
  description:
    'WATCH: more mentions than usual, and many negative. ALERT: most are, and they reach people. CRISIS: that lasts, or is overwhelming. CLOSED: over.',
});

/** One day of a crisis. */
@ObjectType({ description: 'One day of a crisis, as it was judged by the days before it.', simpleResolvers: true })
export class BrandCrisisDay {
  @Field(() => DayScalar) day!: Day;
  @Field(() => CrisisStageEnum) stage!: CrisisStage;
  @Field(() => Float) mentions!: number;
  @Field(() => Float, { ...MAYBE, description: 'The median of the same weekday of the weeks before.' }) expected!: number | null;
  @Field(() => Float, { ...MAYBE, description: 'The same of the negative mentions.' }) expectedNegative!: number | null;
  @Field(() => Float, {
    ...MAYBE,
    description: 'Robust deviations above what was expected, of the mentions or of the negative ones: the larger.',
  })
  z!: number | null;
  @Field(() => Float) negative!: number;
  @Field(() => Float, { ...MAYBE, description: 'Negative among the mentions whose sentiment is known.' }) negativeShare!: number | null;
  @Field(() => Float, { description: "Views and engagements of the day's mentions, as far as platforms tell them." }) reach!: number;
  @Field(() => String, { description: 'Why, with the limits of the rule.' }) reason!: string;
}

/** What a crisis is about. */
@ObjectType({ description: 'What people talked about in a crisis, by their negative mentions.', simpleResolvers: true })
export class BrandCrisisTopic {
  @Field(() => String) topic!: string;
  @Field(() => String) label!: string;
  @Field(() => Float) negative!: number;
}

/** What somebody did about a crisis. */
@ObjectType({ description: 'What somebody did about a crisis, or said of it.', simpleResolvers: true })
export class BrandCrisisNote {
  @Field(() => DayScalar) day!: Day;
  @Field(() => String) note!: string;
  @Field(() => String, MAYBE) owner!: string | null;
  @Field(() => DayScalar, MAYBE) silentUntil!: Day | null;
  @Field(() => String) notedBy!: string;
  @Field(() => DateTimeScalar) notedAt!: Date;
}

/** A crisis of a brand. */
@ObjectType({
  description:
    'A crisis of a brand: a spike of mentions of which many are negative and reach people, from its first day until days of calm.',
  simpleResolvers: true,
})
export class BrandCrisis {
  @Field(() => DayScalar) from!: Day;
  @Field(() => DayScalar, { description: 'The last day that was not calm.' }) to!: Day;
  @Field(() => CrisisStageEnum) stage!: CrisisStage;
  @Field(() => CrisisStageEnum, { description: 'Where it stood at its height.' }) worst!: CrisisStage;
  @Field(() => DayScalar, { ...MAYBE, description: 'The first day on which it was more than something to watch.' }) alertedOn!: Day | null;
  @Field(() => BrandCrisisDay) peak!: BrandCrisisDay;
  @Field(() => [BrandCrisisDay]) days!: BrandCrisisDay[];
  @Field(() => [BrandCrisisTopic]) topics!: BrandCrisisTopic[];
  @Field(() => String, { ...MAYBE, description: 'Who has it in hand.' }) owner!: string | null;
  @Field(() => DayScalar, { ...MAYBE, description: 'Nobody is to be alerted before this day has passed.' }) silentUntil!: Day | null;
  @Field(() => [BrandCrisisNote]) log!: BrandCrisisNote[];
  @Field(() => String, { description: 'The version of the rule by which it was judged.' }) ruleVersion!: string;
}
