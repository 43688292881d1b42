import { registerEnumType } from 'type-graphql';
import { DIMENSIONS } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';

const ANOMALY_REASONS = new Map([
  ['UNKNOWN', 'Nothing is known.'],
  ['INCOMPLETE', 'The period is not over, or a source has not told it to its end.'],
  ['IMMATURE', 'A source may still restate it.'],
  ['SHORT_HISTORY', 'Fewer than four of the eight weeks before are known.'],
  ['NO_SPREAD', 'The weeks before were all the same, and it is no count.'],
  ['SMALL_COUNT', 'Too few things.'],
  ['SMALL_CHANGE', 'Less than a fifth from what was expected.'],
]);

/** Every metric of the registry by its name, described as the catalogue describes it. */
export const MetricNameEnum = enumOf(
  'MetricName',
  'What can be asked for. The catalogue says what each one means.',
  [...METRICS.keys()],
  Object.fromEntries([...METRICS].map(([name, { about }]) => [name, { description: about.describe.en }])),
);

/** What numbers can be broken down and filtered by. */
export const DimensionNameEnum = enumOf('DimensionName', 'What numbers can be broken down and filtered by.', DIMENSIONS);

export const GrainEnum = enumOf('Grain', 'What a series is cut by. Weeks begin on Monday (ISO 8601).', [
  'DAY',
  'WEEK',
  'MONTH',
  'QUARTER',
  'YEAR',
]);

export const DirectionEnum = enumOf('Direction', 'Which way is better; BAND: neither, but within bounds.', ['UP', 'DOWN', 'BAND']);

export const AdditivityEnum = enumOf(
  'Additivity',
  'What a total may be summed over: everything, time only, or nothing (it is computed anew).',
  ['ALL', 'TIME', 'NONE'],
);

export const UnitEnum = enumOf(
  'Unit',
  'What a number is counted in. PERCENT is a share (0.05 is 5 %), RATIO a plain quotient, POINTS a score.',
  ['COUNT', 'MONEY', 'RATIO', 'PERCENT', 'POINTS', 'SECONDS', 'PEOPLE', 'POSITION'],
);

export const ComparisonEnum = enumOf('Comparison', 'What a value is compared with.', [
  'PREVIOUS_PERIOD',
  'PREVIOUS_YEAR',
  'CUSTOM',
  'TARGET',
]);

export const AlignmentEnum = enumOf(
  'Alignment',
  'Which day of the year before stands beside a day: the same date (weeks beside weeks), the same weekday 52 weeks before, that of the ISO week of the same number, or the day as far from Lunar New Year.',
  ['DATE', 'WEEKDAY', 'ISO_WEEK', 'LUNAR_NEW_YEAR'],
);

export const BoundOpEnum = enumOf('BoundOp', 'How a number stands to a bound.', ['GT', 'GTE', 'LT', 'LTE']);

export const FillEnum = enumOf(
  'Fill',
  'Rows for periods without data: none, with null, or with 0 where a metric adds up over time and the period has begun.',
  ['NONE', 'NULL', 'ZERO'],
);

export const AnomalyDirectionEnum = enumOf('AnomalyDirection', 'Which way an unusual number lies from what was expected.', ['UP', 'DOWN']);

export const AnomalyReasonEnum = enumOf(
  'AnomalyReason',
  'Why a number was not judged, or is not told though it is unusual.',
  [...ANOMALY_REASONS.keys()],
  Object.fromEntries([...ANOMALY_REASONS].map(([reason, description]) => [reason, { description }])),
);

export const WeekPatternEnum = enumOf('WeekPattern', 'How the thirteen weeks of a quarter are parted into its three months.', [
  'FOUR_FOUR_FIVE',
  'FOUR_FIVE_FOUR',
  'FIVE_FOUR_FOUR',
]);

export const FilterOpEnum = enumOf('FilterOp', 'How a filter holds a dimension against its values.', ['IN', 'NOT_IN', 'CONTAINS']);

export const LocaleEnum = enumOf('Locale', 'The language of a label.', ['EN', 'ZH_HANS', 'ZH_HANT']);

export const FxPolicyEnum = enumOf(
  'FxPolicy',
  'Which exchange rate turns money into the asked currency: that of each day, or the one the plan fixed.',
  ['DAY_RATE', 'PLAN_RATE'],
);

export const WarningCodeEnum = enumOf('WarningCode', 'Why an answer is to be read with care.', [
  'NON_ADDITIVE',
  'MIXED_TIMEZONE',
  'IMMATURE',
  'STALE',
  'PARTIAL_PERIOD',
  'LOW_BASE',
  'FX_MISSING',
  'TRUNCATED',
  'UNMAPPED',
  'MODELLED',
]);

function enumOf<const T extends string>(
  name: string,
  description: string,
  members: readonly T[],
  valuesConfig: Partial<Record<T, { description: string }>> = {},
): { readonly [K in T]: K } {
  const values = Object.fromEntries(members.map((member) => [member, member])) as { readonly [K in T]: K };
  registerEnumType(values, { name, description, valuesConfig });
  return values;
}
