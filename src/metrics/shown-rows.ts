import { type Day, type DayRange, endOf } from '../lib/day';
import type { Asked } from './asked';
import { type Cell, type Cells, estimateOf } from './cells';
import { knownMetrics, zeroFor } from './fill';
import type { Estimate, Metric } from './metric';
import { MetricCell, type Shown } from './metric-cell';
import { type Asker, type DimensionValue, type MetricRow, OTHER_KEY } from './question';
import { type AskedReading, topFilter } from './read-asked';
import { metricOf } from './registry';
import { pageOf } from './sort-rows';
import { hasSpans, spansOf } from './spans';
import { labelOf } from './value-names';
import type { Selected } from './warnings';

/** A row whose values can be set beside others. */
export interface Row extends MetricRow {
  values: MetricCell[];
}

/** A cell that has no rows. */
export const NOTHING: Cell = { period: null, keys: [], labels: [], values: new Map() };

/** What a metric is in a cell, where the question asks for it with 0 in place of nothing. */
export type Estimator = (metric: Metric, cell: Cell) => Estimate;

/** The estimator of some cells of a question. */
export function estimatorOf(asked: Asked, metrics: readonly Metric[], cells: Cells, { today }: Asker): Estimator {
  if (asked.fill !== 'ZERO') return estimateOf;
  const known = knownMetrics(metrics, cells);
  return (metric, cell) => zeroFor(metric, cell, asked, known, today) ?? estimateOf(metric, cell);
}

/** What the lineage of a question's rows needs: the days and the filters behind a row. */
export function shownOf({ asked, topKeys, reading }: AskedReading, asOf: string): Shown {
  const spans = hasSpans(asked) ? new Map(spansOf(asked, asked.range).map(({ period, range }) => [period, range])) : null;
  return {
    where: asked.where,
    currency: reading.currency,
    fx: asked.fx,
    asOf,
    spanOf: (period) => (period && spans?.get(period)) || bucketOf(asked, period),
    filterOf: ({ dimension, key }) => {
      const outside = key === OTHER_KEY && dimension === asked.top?.dimension && topKeys && topKeys.length > 0;
      return outside ? { ...topFilter(dimension, topKeys), op: 'NOT_IN' } : { dimension, op: 'IN', values: [key] };
    },
  };
}

function bucketOf({ range, grain }: Asked, period: Day | null): DayRange {
  const start = period ?? range.from;
  const end = period && grain ? endOf(grain, period) : range.to;
  return { from: start < range.from ? range.from : start, to: end < range.to ? end : range.to };
}

/** A row of a question's answer. */
export function rowOf(cell: Cell, selected: Selected, shown: Shown, asked: Asked, asker: Asker, estimate: Estimator): Row {
  const row = { period: cell.period, dimensions: dimensionsOf(cell, asked, asker) };
  return { ...row, values: [...selected].map(([name, metric]) => new MetricCell(name, metric, estimate(metric, cell), shown, row)) };
}

/** The page of a question's rows that meet its bounds, sorted. */
export function sortedPage(cells: Cells, selected: Selected, shown: Shown, asked: Asked, asker: Asker, estimate: Estimator) {
  const numberIn = (cell: Cell, name: string) => estimate(selected.get(name) ?? metricOf(name), cell).value?.toNumber() ?? null;
  const admitted = cells.all.filter((cell) => (asked.having ?? []).every((bound) => meets(numberIn(cell, bound.metric), bound)));
  const rows = admitted.map((cell) => ({ cell, period: cell.period, dimensions: dimensionsOf(cell, asked, asker) }));
  const page = pageOf(rows, asked, (row, name) => numberIn(row.cell, name));
  return { ...page, rows: page.rows.map(({ cell }) => rowOf(cell, selected, shown, asked, asker, estimate)) };
}

function meets(number: number | null, { op, value }: NonNullable<Asked['having']>[number]): boolean {
  if (number === null) return false;
  return { GT: number > value, GTE: number >= value, LT: number < value, LTE: number <= value }[op];
}

function dimensionsOf(cell: Cell, { by, top }: Asked, { locale }: Asker): DimensionValue[] {
  return cell.keys.map((key, i) => {
    const dimension = by[i] as Asked['by'][number];
    const isOther = key === OTHER_KEY && dimension === top?.dimension;
    return { dimension, key, label: isOther ? OTHER[locale] : labelOf(dimension, key, cell.labels[i], locale) };
  });
}

const OTHER: Record<Asker['locale'], string> = { EN: 'All others', ZH_HANS: '其余合计', ZH_HANT: '其餘合計' };
