import type { Session } from '../database/session';
import type { Day } from '../lib/day';
import type { Asked } from './asked';
import type { MetricName, MetricRow } from './question';

/** What a row is to reach, in the metric's unit and the answer's currency. */
export interface RowTarget {
  readonly target: number;
  /** What of it is due by the last day before today; null where the row's days have not begun. */
  readonly due: number | null;
  /** Whether the target is a total, of which days bring their parts. */
  readonly isTotal: boolean;
  /** The row's days, and those of them from today on. */
  readonly days: number;
  readonly daysLeft: number;
}

/** Gives `compare: TARGET` its targets; whoever keeps goals provides it. */
export interface TargetReader {
  /**
   * For each row, in order, the target of each selected metric that has one.
   * A row stands for the bucket of `asked.grain` that begins on its `period`, cut to `asked.range`, or for the whole range.
   */
  targetsOf(
    session: Session,
    asked: Asked,
    rows: readonly Pick<MetricRow, 'period' | 'dimensions'>[],
    today: Day,
  ): Promise<ReadonlyMap<MetricName, RowTarget>[]>;
}
