import type { Session } from '../database/session';
import type { Asked } from './asked';
import type { MetricName, MetricRow } from './question';

/** Gives `compare: TARGET` its targets; whoever keeps goals provides it. */
export interface TargetReader {
  /**
   * For each row, in order, the target of each selected metric that has one, in the metric's unit and the answer's currency.
   * A row stands for the bucket of `asked.grain` that begins on its `period`, cut to `asked.range`, or for the whole range.
   */
  targetsOf(
    session: Session,
    asked: Asked,
    rows: readonly Pick<MetricRow, 'period' | 'dimensions'>[],
  ): Promise<ReadonlyMap<MetricName, number>[]>;
}
