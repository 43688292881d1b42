import { Field, InputType, Int } from 'type-graphql';
import { DateTimeScalar, DayScalar } from '../../entities/scalars';
import type { Unit as Grain } from '../../src/lib/day';
import type {
  Alignment,
  Comparison,
  Dimension,
  Fill,
  Filter,
  FilterOp,
  FxPolicy,
  MetricName,
  Order,
  Question,
  Range,
} from '../../src/metrics/question';
import { AlignmentEnum, ComparisonEnum, DimensionNameEnum, FillEnum, FilterOpEnum, FxPolicyEnum, GrainEnum, MetricNameEnum } from './enums';
import { calendarOf, HavingInput, havingOf, TopInput, topOf, WeekCalendarInput, WindowInput, windowOf } from './MetricQueryExtras';

const DEFAULT_PAGE = 100;

/** Either both days, or a number of complete units. */
@InputType({ description: 'Either from and to, both inclusive, or the last complete units that end yesterday.' })
export class RangeInput {
  @Field(() => DayScalar, { nullable: true }) from?: string | null;
  @Field(() => DayScalar, { nullable: true }) to?: string | null;
  @Field(() => Int, { nullable: true }) last?: number | null;
  @Field(() => GrainEnum, { nullable: true }) unit?: Grain | null;
}

/** Keeps rows by a dimension. */
@InputType({ description: 'Keeps the rows whose dimension is among the values, or is not, or contains one of them.' })
export class FilterInput {
  @Field(() => DimensionNameEnum) dimension!: Dimension;
  @Field(() => FilterOpEnum, { nullable: true, defaultValue: 'IN' }) op!: FilterOp | null;
  @Field(() => [String]) values!: string[];
}

/** Sorts rows by one metric or one dimension. */
@InputType({ description: 'Sorts by a selected metric, or by a dimension of `by`.' })
export class MetricOrderInput {
  @Field(() => MetricNameEnum, { nullable: true }) metric?: MetricName | null;
  @Field(() => DimensionNameEnum, { nullable: true }) dimension?: Dimension | null;
  @Field(() => Boolean, { nullable: true, defaultValue: true }) descending!: boolean | null;
}

/** A question for metrics. */
@InputType({ description: 'A question for metrics.' })
export class MetricQueryInput {
  @Field(() => [MetricNameEnum]) select!: MetricName[];
  @Field(() => [DimensionNameEnum], { nullable: true, defaultValue: [] }) by!: Dimension[] | null;
  @Field(() => GrainEnum, { nullable: true, description: 'Absent: one value for the whole range.' }) grain?: Grain | null;
  @Field(() => RangeInput) range!: RangeInput;
  @Field(() => [FilterInput], { nullable: true, defaultValue: [] }) where!: FilterInput[] | null;
  @Field(() => ComparisonEnum, { nullable: true }) compare?: Comparison | null;
  @Field(() => RangeInput, { nullable: true, description: 'With compare CUSTOM: its k-th period stands beside the question’s k-th.' })
  compareRange?: RangeInput | null;
  @Field(() => AlignmentEnum, { nullable: true, defaultValue: 'DATE', description: 'With compare PREVIOUS_YEAR.' })
  alignment!: Alignment | null;
  @Field(() => [HavingInput], { nullable: true, defaultValue: [] }) having!: HavingInput[] | null;
  @Field(() => TopInput, { nullable: true }) top?: TopInput | null;
  @Field(() => WindowInput, { nullable: true }) window?: WindowInput | null;
  @Field(() => WeekCalendarInput, { nullable: true }) calendar?: WeekCalendarInput | null;
  @Field(() => FillEnum, { nullable: true, defaultValue: 'NONE' }) fill!: Fill | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Also what young numbers are likely to be in the end.' })
  nowcast!: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'With the grain DAY or WEEK: also how unusual each number is, by the same weekdays or the weeks before.',
  })
  anomalies!: boolean | null;
  @Field(() => String, { nullable: true, description: 'ISO 4217; the workspace’s reporting currency when absent.' }) currency?:
    | string
    | null;
  @Field(() => FxPolicyEnum, { nullable: true, defaultValue: 'DAY_RATE' }) fx!: FxPolicy | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'As it was known then.' }) asOf?: Date | null;
  @Field(() => [MetricOrderInput], { nullable: true, defaultValue: [] }) orderBy!: MetricOrderInput[] | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false }) totals!: boolean | null;
  @Field(() => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first!: number | null;
  @Field(() => String, { nullable: true }) after?: string | null;
}

/** The question that an input asks: what it leaves out or sets to null takes its default. */
export function questionOf(input: MetricQueryInput): Question {
  return {
    select: input.select,
    by: input.by ?? [],
    range: rangeOf(input.range),
    where: filtersOf(input.where),
    fx: input.fx ?? 'DAY_RATE',
    orderBy: (input.orderBy ?? []).map(orderOf),
    totals: input.totals ?? false,
    first: input.first ?? DEFAULT_PAGE,
    ...given({ grain: input.grain, compare: input.compare, currency: input.currency, asOf: input.asOf, after: input.after }),
    ...given({ alignment: input.alignment, fill: input.fill, having: havingOf(input.having), top: topOf(input.top) }),
    ...given({ compareRange: input.compareRange ? rangeOf(input.compareRange) : undefined }),
    ...(input.nowcast ? { nowcast: true } : {}),
    ...(input.anomalies ? { anomalies: true } : {}),
    ...given({ window: windowOf(input.window), calendar: calendarOf(input.calendar) }),
  };
}

/** The range that an input means. */
export function rangeOf({ from, to, last, unit }: RangeInput): Range {
  return given({ from, to, last, unit });
}

/** The filters that an input means. */
export function filtersOf(inputs: readonly FilterInput[] | null | undefined): Filter[] {
  return (inputs ?? []).map(({ dimension, op, values }) => ({ dimension, op: op ?? 'IN', values }));
}

function orderOf({ metric, dimension, descending }: MetricOrderInput): Order {
  return { descending: descending ?? true, ...given({ metric, dimension }) };
}

/** The properties that were given, without those that are null or absent. */
function given<T extends object>(properties: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
