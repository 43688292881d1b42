import type { Day } from '../lib/day';
import { endOf } from '../lib/day';
import type { Asked } from './asked';
import { encodeCell } from './cell-id';
import type { Exact } from './exact';
import type { Estimate, Metric } from './metric';
import type { DimensionValue, MetricName, MetricValue } from './question';

/** What the ids of an answer's cells have in common. */
export interface Shown {
  readonly asked: Asked;
  readonly currency: string;
  readonly asOf: string;
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
    this.#isMoney = definition.about.unit === 'MONEY';
    this.n = estimate.n ?? null;
    this.interval = estimate.interval ?? null;
    this.#shown = shown;
    this.#row = row;
  }

  get decimal(): string | null {
    return (this.#isMoney ? this.#exact?.toFixed(6) : this.#exact?.toDecimal()) ?? null;
  }

  get lineage(): string {
    const { asked, currency, asOf } = this.#shown;
    const { period, dimensions } = this.#row;
    const start = period ?? asked.range.from;
    const end = period && asked.grain ? endOf(asked.grain, period) : asked.range.to;
    return encodeCell({
      metric: this.metric,
      from: start < asked.range.from ? asked.range.from : start,
      to: end < asked.range.to ? end : asked.range.to,
      where: [...asked.where, ...dimensions.map(({ dimension, key }) => ({ dimension, op: 'IN' as const, values: [key] }))],
      currency,
      fx: asked.fx,
      asOf,
      value: this.value,
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
    this.changePercent = share === null ? null : 100 * share * (before.numerator < 0n ? -1 : 1);
  }

  /** Sets the number beside its target. */
  aimAt(target: number | undefined): void {
    if (target === undefined) return;
    this.target = target;
    this.attainment = this.value === null || target === 0 ? null : this.value / target;
  }
}
