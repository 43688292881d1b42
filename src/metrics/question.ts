import type { Day, Unit as Grain } from '../lib/day';
import type { RetailCalendar } from '../lib/retail-calendar';
import type { AnomalyReason } from '../stats/anomaly';
import type { Parameters } from './parameters';

/** A metric's name: the export that defines it in the registry. */
export type MetricName = string;

/** What numbers can be broken down and filtered by. */
export const DIMENSIONS = [
  'BRAND',
  'CHANNEL',
  'PLATFORM',
  'CAMPAIGN',
  'REGION',
  'PRODUCT',
  'SEGMENT',
  'CREATOR',
  'DEVICE',
  'QUERY',
  'PAGE',
  'SENTIMENT',
  'LANGUAGE',
  'SOURCE',
  'ACCOUNT',
  'AD_GROUP',
  'AD',
  'CREATIVE',
  'TIER',
  'RELATION',
  'FORMAT',
  'STUDY',
  'WAVE',
  'AUDIENCE',
  'EXPERIMENT',
  'PHASE',
  'VARIANT',
  'OUTCOME',
  'CATEGORY',
  'MARKET',
  'INITIATIVE',
  'QUERY_TYPE',
  'PAGE_TYPE',
  'SPLIT',
  'SPLIT_VALUE',
  'MATCH_TYPE',
  'TOPIC',
  'SPAM',
  'POST',
  'LIVESTREAM',
  'PERSON',
  'COLLABORATION',
  'WRITTEN',
  'JUDGED_BY',
  'QUERY_VERSION',
  'COHORT',
  'AGE',
  'ENGINE',
  'PROMPT',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export type Comparison = 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR' | 'CUSTOM' | 'TARGET';
export type FxPolicy = 'DAY_RATE' | 'PLAN_RATE';
export type FilterOp = 'IN' | 'NOT_IN' | 'CONTAINS';
export type WarningCode =
  | 'NON_ADDITIVE'
  | 'MIXED_TIMEZONE'
  | 'IMMATURE'
  | 'STALE'
  | 'PARTIAL_PERIOD'
  | 'LOW_BASE'
  | 'FX_MISSING'
  | 'TRUNCATED'
  | 'UNMAPPED'
  | 'MODELLED';

/** Either both days, or the last `last` complete `unit`s that end yesterday or before. */
export interface Range {
  from?: Day;
  to?: Day;
  last?: number;
  unit?: Grain;
}

export interface Filter {
  dimension: Dimension;
  op: FilterOp;
  values: string[];
  /** In place of values, of a dimension that links to a table: a list of ids, where what is listed is being read in the same moment. */
  list?: IdList;
}

/** A list of ids. */
export interface IdList {
  /** Another for every other list. */
  readonly key: string;
  /** Its SQL, its values among the parameters. */
  readonly sql: (parameters: Parameters) => string;
}

export interface Order {
  metric?: MetricName;
  dimension?: Dimension;
  descending: boolean;
}

/**
 * Which day of the year before stands beside a day, with PREVIOUS_YEAR. DATE: the same date; weeks stand beside weeks, 52 before. WEEKDAY: the same
 * weekday, 52 weeks before. ISO_WEEK: the week of the same number. LUNAR_NEW_YEAR: as many days from the festival.
 */
export type Alignment = 'DATE' | 'WEEKDAY' | 'ISO_WEEK' | 'LUNAR_NEW_YEAR';

/** A demand on the shown rows: a selected metric is known, and stands so to the bound. */
export interface Having {
  metric: MetricName;
  op: 'GT' | 'GTE' | 'LT' | 'LTE';
  value: number;
}

/** Only the values of a dimension that have the most of a metric over the whole range; with `other`, what the rest comes to, in one row. */
export interface Top {
  dimension: Dimension;
  metric: MetricName;
  first: number;
  other: boolean;
}

/** The key of the row that holds everything outside the top; no source calls anything so. */
export const OTHER_KEY = '__other__';

/** More days than a row's own period, up to its end: the last so many periods, those since the beginning of a larger unit, or since the range's first day. */
export interface Window {
  moving?: number;
  toDate?: Exclude<Grain, 'DAY'>;
  cumulative?: boolean;
}

/** Rows for periods that have no data: none, with null, or with 0 where a metric adds up over time. */
export type Fill = 'NONE' | 'NULL' | 'ZERO';

/** What a dashboard, a goal, a command or an export asks. */
export interface Question {
  select: MetricName[];
  by: Dimension[];
  grain?: Grain;
  range: Range;
  where: Filter[];
  compare?: Comparison;
  /** With CUSTOM: the days to compare with; the k-th period of the one stands beside the k-th of the other. */
  compareRange?: Range;
  alignment?: Alignment;
  having?: Having[];
  top?: Top;
  window?: Window;
  /** Months, quarters and years of whole weeks in place of those of the calendar. */
  calendar?: RetailCalendar;
  fill?: Fill;
  /** Whether to say what young numbers are likely to be in the end. */
  nowcast?: boolean;
  /** Whether to say, of days or weeks, how unusual each number is. */
  anomalies?: boolean;
  /** ISO 4217; the workspace's reporting currency when absent. */
  currency?: string;
  fx: FxPolicy;
  /** As it was known then; now when absent. */
  asOf?: Date;
  orderBy: Order[];
  totals: boolean;
  first: number;
  after?: string;
}

export interface DimensionValue {
  dimension: Dimension;
  key: string;
  label: string;
}

/** How a number stands by yesterday against what of its target was due by then. */
export interface Pacing {
  /** What was due. */
  expected: number;
  /** Actual over due: 1 is exactly on plan. */
  index: number | null;
  /** Where a total ends when it goes on as it did against the plan, and when every day brings the mean of those gone. */
  projected: number | null;
  projectedEvenly: number | null;
  /** What each day left has to bring to a total. */
  requiredPerDay: number | null;
  daysLeft: number;
}

/** How unusual a number of a day or a week is, by the same weekdays or the weeks before. */
export interface MetricAnomaly {
  /** Robust deviations above what was expected, below when negative; null where it was not judged. */
  score: number | null;
  expected: number | null;
  /** Between them nothing is unusual. */
  low: number | null;
  high: number | null;
  /** Where it is worth a word. */
  direction: 'UP' | 'DOWN' | null;
  /** Why it was not judged, or is not told though unusual. */
  reason: Exclude<AnomalyReason, 'OPEN'> | 'INCOMPLETE' | 'IMMATURE' | null;
}

export interface MetricValue {
  metric: MetricName;
  /** The nearest double; null when not defined. */
  value: number | null;
  /** The exact decimal, where the value is a sum or a quotient that ends; money to six places. */
  decimal: string | null;
  previous: number | null;
  change: number | null;
  changePercent: number | null;
  target: number | null;
  attainment: number | null;
  /** What is missing to the target; negative past it. */
  gap: number | null;
  /** With compare TARGET: where the row's days have begun. */
  pacing: Pacing | null;
  /** Where the question asks for it: what the value is likely to be once its days are complete. */
  nowcast: number | null;
  /** Where the question asks for it. */
  anomaly: MetricAnomaly | null;
  n: number | null;
  interval: { low: number; high: number; level: number } | null;
  /** Hand to `lineage`. */
  lineage: string;
}

export interface MetricRow {
  /** The first day of the row's grain; null without a grain. */
  period: Day | null;
  dimensions: DimensionValue[];
  values: MetricValue[];
}

export interface Warning {
  code: WarningCode;
  message: string;
  metric: MetricName | null;
}

export interface Answer {
  rows: MetricRow[];
  totals: MetricRow | null;
  warnings: Warning[];
  /** The instant whose knowledge the answer holds: ask again `asOf` it and get the same. */
  asOf: Date;
  dataVersion: string;
  currency: string;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What an answer depends on besides the data: the day it is, and the language of labels. */
export interface Asker {
  today: Day;
  locale: 'EN' | 'ZH_HANS' | 'ZH_HANT';
  /** The workspace's reporting currency, where it was told with who asks; looked up when absent. */
  currency?: string;
}
