import type { Day, DayRange } from '../lib/day';
import { encodeCell } from './cell-id';
import type { Exact } from './exact';
import type { Estimate, Metric } from './metric';
import { pacingOf } from './pacing';
import type { DimensionValue, Filter, FxPolicy, MetricName, MetricValue } from './question';
import type { RowTarget } from './target-reader';

/** What the ids of an answer's cells have in common. */
export interface Shown {
  readonly where: readonly Filter[];
  readonly currency: string;
  readonly fx: FxPolicy;
  readonly asOf: string;
  /** The days that a row of a period stands for; of a row without one, the whole range. */
  spanOf(period: Day | null): DayRange;
  /** What admits the rows of a value of a dimension. */
  filterOf(value: DimensionValue): Filter;
}

/** One shown number. Its decimal and its lineage id are written only when someone asks for them, as few do. */
export class MetricCell implements MetricValue {
  readonly value: number | null;
  readonly n: number | null;
  readonly interval: MetricValue['interval'];
  previous: number | null = null;
  change: number | null = null;
  changePercent: number | null = null;
  target: number | null = null;
  attainment: number | null = null;
  gap: number | null = null;
  pacing: MetricValue['pacing'] = null;
  nowcast: number | null = null;
  anomaly: MetricValue['anomaly'] = null;
  readonly #filled: boolean;
  readonly #exact: Exact | null;
  readonly #isMoney: boolean;
  readonly #shown: Shown;
  readonly #row: { period: Day | null; dimensions: readonly DimensionValue[] };

  constructor(
    readonly metric: MetricName,
    definition: Metric,
    estimate: Estimate,
    shown: Shown,
    row: { period: Day | null; dimensions: readonly DimensionValue[] },
  ) {
    this.value = estimate.value?.toNumber() ?? null;
    this.#exact = estimate.value;
    this.#filled = estimate.filled ?? false;
    this.#isMoney = definition.about.unit === 'MONEY';
    this.n = estimate.n ?? null;
    this.interval = estimate.interval ?? null;
    this.#shown = shown;
    this.#row = row;
  }

  /** The number itself, from which value and decimal are rounded. */
  get exact(): Exact | null {
    return this.#exact;
  }

  get decimal(): string | null {
    return (this.#isMoney ? this.#exact?.toFixed(6) : this.#exact?.toDecimal()) ?? null;
  }

  get lineage(): string {
    const { where, currency, fx, asOf } = this.#shown;
    const { period, dimensions } = this.#row;
    return encodeCell({
      metric: this.metric,
      ...this.#shown.spanOf(period),
      where: [...where, ...dimensions.map((value) => this.#shown.filterOf(value))],
      currency,
      fx,
      asOf,
      // What was filled in is no number of the records.
      value: this.#filled ? null : this.value,
    });
  }

  /** With what is written only when asked for. */
  toJSON(): MetricValue {
    return { ...this, decimal: this.decimal, lineage: this.lineage };
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
