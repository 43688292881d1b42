import type { Day, DayRange } from '../lib/day';
import { encodeCell } from './cell-id';
import type { Exact } from './exact';
import type { Estimate, Metric } from './metric';
import { pacingOf } from './pacing';
import type { DimensionValue, Filter, FxPolicy, MetricName, MetricRow, MetricValue } from './question';
import type { RowTarget } from './target-reader';

/** What the ids of an answer's cells have in common. */
export interface Shown {
  readonly where: readonly Filter[];
  readonly currency: string;
  readonly fx: FxPolicy;
  /** Null where it was not read. */
  readonly asOf: string | null;
  /** The days that a row of a period stands for; of a row without one, the whole range. */
  spanOf(period: Day | null): DayRange;
  /** What admits the rows of a value of a dimension. */
  filterOf(value: DimensionValue): Filter;
}

/** What the cells of one metric have in common. */
export interface Column {
  readonly metric: MetricName;
  readonly definition: Metric;
  readonly shown: Shown;
}

/** What stands beside a number where the question asks for it, when it does not. */
const NOTHING_BESIDE = {
  previous: null,
  change: null,
  changePercent: null,
  target: null,
  attainment: null,
  gap: null,
  pacing: null,
  nowcast: null,
  anomaly: null,
};

/**
 * One shown number. An answer has thousands of them, most of which are asked for their value alone: what they do not have lies in the prototype, and what is
 * rarely asked for is written when somebody asks.
 */
export class MetricCell implements MetricValue {
  declare previous: number | null;
  declare change: number | null;
  declare changePercent: number | null;
  declare target: number | null;
  declare attainment: number | null;
  declare gap: number | null;
  declare pacing: MetricValue['pacing'];
  declare nowcast: number | null;
  declare anomaly: MetricValue['anomaly'];
  readonly #column: Column;
  readonly #estimate: Estimate;
  readonly #row: Pick<MetricRow, 'period' | 'dimensions'>;

  constructor(column: Column, estimate: Estimate, row: Pick<MetricRow, 'period' | 'dimensions'>) {
    this.#column = column;
    this.#estimate = estimate;
    this.#row = row;
  }

  get metric(): MetricName {
    return this.#column.metric;
  }

  get value(): number | null {
    return this.#estimate.value?.toNumber() ?? null;
  }

  get n(): number | null {
    return this.#estimate.n ?? null;
  }

  get interval(): MetricValue['interval'] {
    return this.#estimate.interval ?? null;
  }

  /** The number itself, from which value and decimal are rounded. */
  get exact(): Exact | null {
    return this.#estimate.value;
  }

  get decimal(): string | null {
    return (this.#column.definition.about.unit === 'MONEY' ? this.exact?.toFixed(6) : this.exact?.toDecimal()) ?? null;
  }

  get lineage(): string {
    const { shown } = this.#column;
    const { where, currency, fx, asOf } = shown;
    if (asOf === null) throw new Error('the lineage of a number was asked for, and its instant was not read');
    const { period, dimensions } = this.#row;
    return encodeCell({
      metric: this.metric,
      ...shown.spanOf(period),
      where: [...where, ...dimensions.map((value) => shown.filterOf(value))],
      currency,
      fx,
      asOf,
      // What was filled in is no number of the records.
      value: this.#estimate.filled ? null : this.value,
    });
  }

  /** With what is written only when asked for. */
  toJSON(): MetricValue {
    const { metric, value, n, interval, decimal, lineage } = this;
    return { ...NOTHING_BESIDE, ...this, metric, value, n, interval, decimal, lineage };
  }

  /** Sets the number beside another; null where either is not defined, the percentage also where the other is 0. */
  compareWith(now: Exact | null, before: Exact | null): void {
    this.previous = before?.toNumber() ?? null;
    if (!now || !before) return;
    const change = now.minus(before);
    this.change = change.toNumber();
    const share = change.over(before)?.toNumber() ?? null;
    // No change of what is negative is 0 too, and not the −0 of floating point.
    this.changePercent = share === null ? null : 100 * share * (before.numerator < 0n ? -1 : 1) + 0;
  }

  /** Sets the number beside its target; `toDate` is what it was by yesterday. */
  aimAt(aim: RowTarget | undefined, toDate: number | null): void {
    if (aim === undefined) return;
    const { target } = aim;
    this.pacing = pacingOf(aim, toDate);
    this.target = target;
    this.attainment = this.value === null || target === 0 ? null : this.value / target;
    this.gap = this.value === null ? null : target - this.value;
  }
}

Object.assign(MetricCell.prototype, NOTHING_BESIDE);
