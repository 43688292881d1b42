import type { Day, DayRange } from '../lib/day';
import type { Micros } from '../lib/money';
import type { WorkingCalendar } from './working-calendar';

/** How a goal's actual comes from its days: SUM adds up and is divided over periods; the others are levels and are not divided. */
export const AGGREGATIONS = ['SUM', 'RATIO', 'END_OF_PERIOD', 'AVERAGE', 'MIN', 'MAX'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Which way is better; BAND wants the actual between two bounds. */
export const DIRECTIONS = ['UP', 'DOWN', 'BAND'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** How a target is laid over the months of a goal. */
export const SPLIT_METHODS = ['EQUAL', 'WORKING_DAYS', 'SEASONAL', 'MANUAL'] as const;
export type SplitMethod = (typeof SPLIT_METHODS)[number];

/** How a month's target is laid over its days. */
export const PHASINGS = ['DAYS', 'WORKING_DAYS'] as const;
export type Phasing = (typeof PHASINGS)[number];

/** How a target becomes months. Month numbers are calendar months, 1 is January. */
export interface Split {
  readonly method: SplitMethod;
  readonly phasing: Phasing;
  /** SEASONAL: twelve weights, January first, in millionths. */
  readonly weights?: readonly Micros[];
  /** MANUAL: one number for each month of the goal, in order. */
  readonly months?: readonly Micros[];
  /** MANUAL: one number for each quarter of the goal, in order. */
  readonly quarters?: readonly Micros[];
  /** Months that are fixed; the rest of the target is spread over the others. */
  readonly locks?: ReadonlyMap<number, Micros>;
}

/** Both bounds belong to the band; for SUM goals they bound the total of the whole range. */
export interface Band {
  readonly low: Micros;
  readonly high: Micros;
}

/** What is to be reached, by when, and how it is laid over the time. Amounts in millionths of the goal's unit. */
export interface GoalTarget {
  readonly range: DayRange;
  readonly aggregation: Aggregation;
  readonly better: Direction;
  readonly target: Micros;
  readonly baseline: Micros | null;
  readonly band: Band | null;
  /** Month targets are multiples of this (1_000_000n is one piece, 10_000n a cent). */
  readonly step: Micros;
  readonly split: Split;
  readonly calendar: WorkingCalendar;
}

/** One period of a goal, cut to the goal's range, with the target that holds for it. */
export interface TargetPeriod {
  readonly from: Day;
  readonly to: Day;
  readonly target: Micros;
}
