import { type Day, type DayRange, endOf } from '../lib/day';
import type { Asked } from './asked';
import { type Cell, type Cells, estimateOf } from './cells';
import { knownMetrics, zeroFor } from './fill';
import { LeafValues } from './leaf-values';
import type { Estimate, Metric } from './metric';
import { type Column, MetricCell, type Shown } from './metric-cell';
import { type Asker, type DimensionValue, type MetricName, type MetricRow, OTHER_KEY } from './question';
import { type AskedReading, topFilter } from './read-asked';
import { metricOf } from './registry';
import { pageOf, type RowPage } from './sort-rows';
import { hasSpans, spansOf } from './spans';
import { labelOf } from './value-names';
import type { Selected } from './warnings';

/** A row whose values can be set beside others. */
export interface Row extends MetricRow {
  values: MetricCell[];
}

/** A cell that has no rows. */
export const NOTHING: Cell = { period: null, keys: [], labels: [], values: new LeafValues() };

/** What a metric is in a cell, where the question asks for it with 0 in place of nothing. */
export type Estimator = (metric: Metric, cell: Cell) => Estimate;

/** The estimator of some cells of a question. */
export function estimatorOf(asked: Asked, metrics: readonly Metric[], cells: Cells, { today }: Asker): Estimator {
  if (asked.fill !== 'ZERO') return estimateOf;
  const known = knownMetrics(metrics, cells);
  return (metric, cell) => zeroFor(metric, cell, asked, known, today) ?? estimateOf(metric, cell);
}

/** What the lineage of a question's rows needs: the days and the filters behind a row. Without `asOf` it cannot be told. */
export function shownOf({ asked, topKeys, reading }: AskedReading, asOf: string | null): Shown {
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

/** A cell among the rows of an answer. */
interface ShownCell extends Pick<MetricRow, 'period' | 'dimensions'> {
  readonly cell: Cell;
}

/** Shows the cells of a question as rows of its answer. */
export class ShownRows {
  private readonly columns: readonly Column[];

  constructor(
    private readonly selected: Selected,
    shown: Shown,
    private readonly asked: Asked,
    private readonly asker: Asker,
    private readonly estimate: Estimator,
  ) {
    this.columns = [...selected].map(([metric, definition]) => ({ metric, definition, shown }));
  }

  /** The row of one cell. */
  of(cell: Cell): Row {
    return this.rowOf(this.shown(cell));
  }

  /** The page of rows that meet the question's bounds, sorted. */
  page({ all }: Cells): RowPage<Row> {
    const { having } = this.asked;
    const admitted = having?.length ? all.filter((cell) => having.every((bound) => meets(this.numberIn(cell, bound.metric), bound))) : all;
    const rows = admitted.map((cell) => this.shown(cell));
    const page = pageOf(rows, this.asked, ({ cell }, name) => this.numberIn(cell, name));
    return { ...page, rows: page.rows.map((row) => this.rowOf(row)) };
  }

  private shown(cell: Cell): ShownCell {
    return { cell, period: cell.period, dimensions: dimensionsOf(cell, this.asked, this.asker) };
  }

  private rowOf(row: ShownCell): Row {
    const { cell, period, dimensions } = row;
    const values = this.columns.map((column) => new MetricCell(column, this.estimate(column.definition, cell), row));
    return { period, dimensions, values };
  }

  private numberIn(cell: Cell, name: MetricName): number | null {
    return this.estimate(this.selected.get(name) ?? metricOf(name), cell).value?.toNumber() ?? null;
  }
}

function meets(number: number | null, { op, value }: NonNullable<Asked['having']>[number]): boolean {
  if (number === null) return false;
  return { GT: number > value, GTE: number >= value, LT: number < value, LTE: number <= value }[op];
}

const NO_DIMENSIONS: DimensionValue[] = [];

function dimensionsOf(cell: Cell, { by, top }: Asked, { locale }: Asker): DimensionValue[] {
  if (cell.keys.length === 0) return NO_DIMENSIONS;
  return cell.keys.map((key, i) => {
    const dimension = by[i] as Asked['by'][number];
    const isOther = key === OTHER_KEY && dimension === top?.dimension;
    return { dimension, key, label: isOther ? OTHER[locale] : labelOf(dimension, key, cell.labels[i], locale) };
  });
}

const OTHER: Record<Asker['locale'], string> = { EN: 'All others', ZH_HANS: '其余合计', ZH_HANT: '其餘合計' };
