import type { MixDesign } from './mix-design';
import { nonNegativeRidge } from './non-negative-ridge';

/** Coefficients by column, and what each panel has without any of them. */
export interface MixFit {
  readonly coefficients: readonly number[];
  /** By panel, per unit of its size. */
  readonly intercepts: readonly number[];
}

/** A demand on the coefficients beside the rows: a row of values that ought to come to `target`, as if it had been seen once. */
export interface PseudoRow {
  readonly values: readonly number[];
  readonly target: number;
}

/** Which weeks are fitted: those before `to`, without those from `without.from` to below `without.to`. All of them are edges of the moments. */
export interface FittedWeeks {
  readonly to: number;
  readonly without?: { readonly from: number; readonly to: number };
}

/** What a squared standardised coefficient costs, a row: of a channel, and of anything else. */
export interface Penalty {
  readonly media: number;
  readonly rest: number;
}

/**
 * Sums of products of the columns (the outcome last) over the rows up to several weeks, the edges, kept so that one column can be replaced without the
 * others being read again. Each panel has its own level: what is fitted are the deviations from the panels' means over the fitted weeks. Of what all panels
 * of a week have in common the share `together` is taken off first, as it is known less surely than what they differ by (see `weekShare`).
 */
export class MixMoments {
  private readonly columns: Float64Array[];
  private readonly apart: Float64Array[];
  /** By edge: products of columns, and by panel their sums; `plain` of the columns as they are. */
  private readonly products: number[][][];
  private readonly sums: number[][][];
  private readonly plain: number[][][];

  constructor(
    private readonly design: MixDesign,
    /** Weeks, in order. */
    readonly edges: readonly number[],
    readonly together = 0,
  ) {
    this.columns = [...design.columns.map(({ values }) => values), design.outcome];
    const size = this.columns.length;
    const table = (width: number) => edges.map(() => Array.from({ length: size }, () => new Array<number>(width).fill(0)));
    this.products = table(size);
    this.sums = table(design.input.panels.length);
    this.plain = table(design.input.panels.length);
    this.apart = this.columns.map((values) => this.takenApart(values));
    for (let at = 0; at < size; at += 1) this.replace(at, this.columns[at]!, at);
  }

  /** Puts other values in place of a column's; of a table that is being filled `upTo` says how many columns there are. */
  replace(at: number, values: Float64Array, upTo = this.columns.length - 1): void {
    this.columns[at] = values;
    this.apart[at] = this.takenApart(values);
    for (let other = 0; other <= upTo; other += 1) this.multiply(at, other);
    for (const [series, sums] of [[values, this.plain] as const, [this.apart[at]!, this.sums] as const]) {
      const panels = this.design.input.panels.length;
      const own = new Array<number>(panels).fill(0);
      this.each(
        (row) => {
          own[row % panels]! += series[row]!;
        },
        (edge) => {
          sums[edge]![at] = [...own];
        },
      );
    }
  }

  /** The fit of some weeks; `close` as of `nonNegativeRidge`. */
  fit(weeks: FittedWeeks, penalty: Penalty, pseudo: readonly PseudoRow[] = [], close?: number): MixFit {
    const size = this.columns.length - 1;
    const { panels } = this.design.input;
    const over = this.over(weeks);
    const count = over((edge) => this.edges[edge]!);
    const sumsOf = (from: number[][][]) =>
      Array.from({ length: size + 1 }, (_, at) => panels.map((_, panel) => over((edge) => from[edge]![at]![panel]!)));
    const sums = sumsOf(this.sums);
    const within = (a: number, b: number) =>
      over((edge) => this.products[edge]![a]![b]!) - sums[a]!.reduce((sum, own, panel) => sum + (own * sums[b]![panel]!) / count, 0);
    const rows = count * panels.length;
    const scales = Array.from({ length: size }, (_, at) => {
      const spread = Math.sqrt(Math.max(0, within(at, at)) / rows);
      return spread > 1e-12 ? 1 / spread : 0;
    });
    const gram = scales.map((a, at) => scales.map((b, other) => within(at, other) * a * b));
    const cross = scales.map((scale, at) => within(at, size) * scale);
    for (const { values, target } of pseudo)
      for (let a = 0; a < size; a += 1) {
        cross[a]! += values[a]! * scales[a]! * target;
        for (let b = 0; b < size; b += 1) gram[a]![b]! += values[a]! * scales[a]! * values[b]! * scales[b]!;
      }
    const isBounded = this.design.columns.map(({ kind }) => kind === 'media');
    const penalties = isBounded.map((isMedia) => (isMedia ? penalty.media : penalty.rest) * rows);
    const coefficients = nonNegativeRidge({ gram, cross, penalties, isBounded }, close).map((value, at) => value * scales[at]!);
    const plain = sumsOf(this.plain);
    const intercepts = panels.map(
      (_, panel) => (plain[size]![panel]! - coefficients.reduce((sum, value, at) => sum + value * plain[at]![panel]!, 0)) / count,
    );
    return { coefficients, intercepts };
  }

  /** What a fit expects of a row. */
  expected({ coefficients, intercepts }: MixFit, row: number): number {
    let sum = intercepts[row % intercepts.length]!;
    for (let at = 0; at < coefficients.length; at += 1) sum += coefficients[at]! * this.columns[at]![row]!;
    return sum;
  }

  /** The sum of squares of what a fit misses in the weeks `from` to below `to`, without the share of what all panels of a week miss together. */
  missed(fit: MixFit, from: number, to: number): number {
    const panels = fit.intercepts.length;
    let sum = 0;
    for (let week = from; week < to; week += 1) {
      let [own, squares] = [0, 0];
      for (let row = week * panels; row < (week + 1) * panels; row += 1) {
        const residual = this.columns.at(-1)![row]! - this.expected(fit, row);
        own += residual;
        squares += residual * residual;
      }
      // Σ (r - θ·mean)² = Σ r² - (2θ - θ²)·n·mean².
      sum += squares - ((2 * this.together - this.together ** 2) * (own * own)) / panels;
    }
    return sum;
  }

  /** Adds up what is told by edge over the weeks that are fitted. */
  private over({ to, without }: FittedWeeks): (of: (edge: number) => number) => number {
    const place = (week: number) => {
      const at = this.edges.indexOf(week);
      if (at < 0 && week !== 0) throw new RangeError(`MixMoments: week ${week} is no edge; there are ${this.edges}`);
      return at;
    };
    const end = place(to);
    const [first, last] = without ? [place(without.from), place(without.to)] : [-1, -1];
    return (of) => of(end) - (last < 0 ? 0 : of(last) - (first < 0 ? 0 : of(first)));
  }

  private takenApart(values: Float64Array): Float64Array {
    const panels = this.design.input.panels.length;
    if (this.together === 0 || panels === 1) return values;
    const found = values.slice();
    for (let start = 0; start < values.length; start += panels) {
      let sum = 0;
      for (let row = start; row < start + panels; row += 1) sum += values[row]!;
      for (let row = start; row < start + panels; row += 1) found[row]! -= (this.together * sum) / panels;
    }
    return found;
  }

  private multiply(a: number, b: number): void {
    const [one, other] = [this.apart[a]!, this.apart[b]!];
    let sum = 0;
    this.each(
      (row) => {
        sum += one[row]! * other[row]!;
      },
      (edge) => {
        this.products[edge]![a]![b] = sum;
        this.products[edge]![b]![a] = sum;
      },
    );
  }

  /** Walks the rows, and tells when those before an edge have been passed. */
  private each(add: (row: number) => void, reached: (edge: number) => void): void {
    const panels = this.design.input.panels.length;
    let row = 0;
    for (const [edge, week] of this.edges.entries()) {
      for (; row < week * panels; row += 1) add(row);
      reached(edge);
    }
  }
}
