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

/**
 * Sums of products of the columns (the outcome last) over the rows up to several origins, kept so that one column can be replaced without the others
 * being read again. Each panel has its own level: what is fitted are the deviations from the panels' means up to the origin.
 */
export class MixMoments {
  private readonly columns: Float64Array[];
  /** By origin: products of columns, and by panel their sums. */
  private readonly products: number[][][];
  private readonly sums: number[][][];

  constructor(
    private readonly design: MixDesign,
    /** Weeks, in order: the rows of the weeks before are fitted. */
    readonly origins: readonly number[],
  ) {
    this.columns = [...design.columns.map(({ values }) => values), design.outcome];
    const size = this.columns.length;
    this.products = origins.map(() => Array.from({ length: size }, () => new Array<number>(size).fill(0)));
    this.sums = origins.map(() => Array.from({ length: size }, () => new Array<number>(design.input.panels.length).fill(0)));
    for (let at = 0; at < size; at += 1) this.replace(at, this.columns[at]!, at);
  }

  /** Puts other values in place of a column's; of a table that is being filled `upTo` says how many columns there are. */
  replace(at: number, values: Float64Array, upTo = this.columns.length - 1): void {
    this.columns[at] = values;
    for (let other = 0; other <= upTo; other += 1) this.multiply(at, other);
    const panels = this.design.input.panels.length;
    const sums = new Array<number>(panels).fill(0);
    this.each(
      (row) => {
        sums[row % panels]! += values[row]!;
      },
      (origin) => {
        this.sums[origin]![at] = [...sums];
      },
    );
  }

  /** The fit of the rows before an origin. `penalty` is what a squared standardised coefficient costs, a row. */
  fit(origin: number, penalty: number, pseudo: readonly PseudoRow[] = []): MixFit {
    const size = this.columns.length - 1;
    const weeks = this.origins[origin]!;
    const within = (a: number, b: number) =>
      this.products[origin]![a]![b]! -
      this.sums[origin]![a]!.reduce((sum, own, panel) => sum + (own * this.sums[origin]![b]![panel]!) / weeks, 0);
    const rows = weeks * this.design.input.panels.length;
    const spreads = Array.from({ length: size }, (_, at) => Math.sqrt(Math.max(0, within(at, at)) / rows));
    const scaled = (at: number) => (spreads[at]! > 1e-12 ? 1 / spreads[at]! : 0);
    const gram = Array.from({ length: size }, (_, a) => Array.from({ length: size }, (_, b) => within(a, b) * scaled(a) * scaled(b)));
    const cross = Array.from({ length: size }, (_, at) => within(at, size) * scaled(at));
    for (const { values, target } of pseudo)
      for (let a = 0; a < size; a += 1) {
        cross[a]! += values[a]! * scaled(a) * target;
        for (let b = 0; b < size; b += 1) gram[a]![b]! += values[a]! * scaled(a) * values[b]! * scaled(b);
      }
    const found = nonNegativeRidge({
      gram,
      cross,
      penalties: cross.map(() => penalty * rows),
      isBounded: this.design.columns.map(({ kind }) => kind === 'media'),
    });
    const coefficients = found.map((value, at) => value * scaled(at));
    const mean = (at: number, panel: number) => this.sums[origin]![at]![panel]! / weeks;
    const intercepts = this.design.input.panels.map(
      (_, panel) => mean(size, panel) - coefficients.reduce((sum, value, at) => sum + value * mean(at, panel), 0),
    );
    return { coefficients, intercepts };
  }

  /** What a fit expects of a row. */
  expected({ coefficients, intercepts }: MixFit, row: number): number {
    let sum = intercepts[row % intercepts.length]!;
    for (let at = 0; at < coefficients.length; at += 1) sum += coefficients[at]! * this.columns[at]![row]!;
    return sum;
  }

  private multiply(a: number, b: number): void {
    const [one, other] = [this.columns[a]!, this.columns[b]!];
    let sum = 0;
    this.each(
      (row) => {
        sum += one[row]! * other[row]!;
      },
      (origin) => {
        this.products[origin]![a]![b] = sum;
        this.products[origin]![b]![a] = sum;
      },
    );
  }

  /** Walks the rows, and tells when those before an origin have been passed. */
  private each(add: (row: number) => void, reached: (origin: number) => void): void {
    const panels = this.design.input.panels.length;
    let row = 0;
    for (const [origin, week] of this.origins.entries()) {
      for (; row < week * panels; row += 1) add(row);
      reached(origin);
    }
  }
}
