import type { Day, DayRange } from '../lib/day';
import { startOf } from '../lib/day';
import type { Asked } from './asked';
import { BadQuestion } from './BadQuestion';
import { type Cell, Cells, cellKey, estimateOf } from './cells';
import { Exact } from './exact';
import { leafKey } from './leaf';
import { LeafValues } from './leaf-values';
import type { Estimate, Metric } from './metric';
import { MAX_GROUPS } from './scan';
import { spansOf } from './spans';

/** The cells with an empty one for every period that has none, for each combination of values that has any. */
export function filled(cells: Cells, asked: Asked, range: DayRange): Cells {
  if (!asked.grain || !asked.fill || asked.fill === 'NONE') return cells;
  const series = new Map(cells.all.map((cell) => [JSON.stringify(cell.keys), cell]));
  if (asked.by.length === 0 && series.size === 0) series.set('[]', { period: null, keys: [], labels: [], values: new LeafValues() });
  const periods = spansOf(asked, range);
  if (periods.length * series.size > MAX_GROUPS) throw new BadQuestion('fill', asked.fill, `at most ${MAX_GROUPS} rows`);
  const byKey = new Map(cells.byKey);
  for (const { keys, labels } of series.values()) {
    for (const { period } of periods) {
      const key = cellKey(period, keys);
      if (!byKey.has(key)) byKey.set(key, { period, keys, labels, values: new LeafValues() });
    }
  }
  return new Cells([...byKey.values()], cells.scans, cells.truncated);
}

/** The metrics of which anything is known in some cell: of others nobody can say that there was nothing. */
export function knownMetrics(metrics: readonly Metric[], cells: Cells): ReadonlySet<Metric> {
  return new Set(metrics.filter((metric) => cells.all.some((cell) => estimateOf(metric, cell).value !== null)));
}

/**
 * 0 where a question asks for it and a period that has begun by `today` has no row of what the metric is made of; null where the estimate
 * stands as it is.
 */
export function zeroFor(metric: Metric, cell: Cell, asked: Asked, known: ReadonlySet<Metric>, today: Day): Estimate | null {
  if (asked.fill !== 'ZERO' || metric.additivity === 'NONE' || !known.has(metric)) return null;
  if (cell.period === null || !asked.grain || cell.period >= startOf('DAY', today)) return null;
  return metric.leaves.some((leaf) => cell.values.get(leafKey(leaf))) ? null : { value: Exact.zero, filled: true };
}
