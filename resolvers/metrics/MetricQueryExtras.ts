import { Field, Float, InputType, Int } from 'type-graphql';
import { DayScalar } from '../../entities/scalars';
import type { Unit as Grain } from '../../src/lib/day';
import type { RetailCalendar } from '../../src/lib/retail-calendar';
import type { Dimension, Having, MetricName, Top, Window } from '../../src/metrics/question';
import { BoundOpEnum, DimensionNameEnum, GrainEnum, MetricNameEnum, WeekPatternEnum } from './enums';

/** Keeps the rows whose metric is known and within a bound. */
@InputType({ description: 'Keeps the rows in which a selected metric is known and within the bound. Totals take no notice of it.' })
export class HavingInput {
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => BoundOpEnum, { nullable: true, defaultValue: 'GTE' }) op!: Having['op'] | null;
  @Field(() => Float) value!: number;
}

/** Keeps the values of a dimension that have the most of a metric. */
@InputType({ description: 'Keeps the values of a dimension of `by` that have the most of a metric over the whole range.' })
export class TopInput {
  @Field(() => DimensionNameEnum) dimension!: Dimension;
  @Field(() => MetricNameEnum) metric!: MetricName;
  @Field(() => Int, { nullable: true, defaultValue: 10 }) first!: number | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Also a row of all others, with the key `__other__`, computed from their own records.',
  })
  other!: boolean | null;
}

/** More days than a row's own period, up to its end. */
@InputType({ description: 'One of them: more days than a row’s own period, up to its end. Ratios are those of the whole window.' })
export class WindowInput {
  @Field(() => Int, { nullable: true, description: 'The last so many periods, also those before the range.' }) moving?: number | null;
  @Field(() => GrainEnum, { nullable: true, description: 'Since the beginning of the week, month, quarter or year.' })
  toDate?: Grain | null;
  @Field(() => Boolean, { nullable: true, description: 'Since the first day of the range.' }) cumulative?: boolean | null;
}

/** A calendar of whole weeks. */
@InputType({ description: 'Months, quarters and years of whole weeks. Years begin on the weekday of `start` that is nearest to its date.' })
export class WeekCalendarInput {
  @Field(() => WeekPatternEnum, { nullable: true, defaultValue: 'FOUR_FOUR_FIVE' }) pattern!: keyof typeof PATTERNS | null;
  @Field(() => DayScalar, { description: 'The first day of any one of its years.' }) start!: string;
}

const PATTERNS = { FOUR_FOUR_FIVE: '4-4-5', FOUR_FIVE_FOUR: '4-5-4', FIVE_FOUR_FOUR: '5-4-4' } as const;

/** The bounds that an input means. */
export function havingOf(inputs: readonly HavingInput[] | null | undefined): Having[] | undefined {
  return inputs?.map(({ metric, op, value }) => ({ metric, op: op ?? 'GTE', value }));
}

/** The top that an input means. */
export function topOf(input: TopInput | null | undefined): Top | undefined {
  return input ? { dimension: input.dimension, metric: input.metric, first: input.first ?? 10, other: input.other ?? true } : undefined;
}

/** The window that an input means. */
export function windowOf(input: WindowInput | null | undefined): Window | undefined {
  if (!input) return undefined;
  const { moving, toDate, cumulative } = input;
  return {
    ...(moving == null ? {} : { moving }),
    ...(toDate == null ? {} : { toDate: toDate as NonNullable<Window['toDate']> }),
    ...(cumulative == null ? {} : { cumulative }),
  };
}

/** The calendar that an input means. */
export function calendarOf(input: WeekCalendarInput | null | undefined): RetailCalendar | undefined {
  return input ? { pattern: PATTERNS[input.pattern ?? 'FOUR_FOUR_FIVE'], start: input.start } : undefined;
}
