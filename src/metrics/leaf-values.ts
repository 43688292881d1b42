import { Exact } from './exact';
import { leafKey } from './leaf';
import type { Metric } from './metric';

/** A leaf's value in a cell. */
export interface LeafValue {
  readonly value: Exact | null;
  /** How many rows of the fact are in the cell; of what adds up, one for any number of them. */
  readonly rows: number;
  /** Money in a currency without a rate is in the cell. */
  readonly rateMissing: boolean;
}

/** Where the leaves have their places in the cells of one reading: looked up once for all of them. */
export class LeafPlaces {
  private readonly places = new Map<string, number>();
  private readonly byMetric = new Map<Metric, readonly number[]>();

  /** The place of a leaf by {@link leafKey}: the next one where it has none yet. */
  of(key: string): number {
    const place = this.places.get(key) ?? this.places.size;
    if (place === this.places.size) this.places.set(key, place);
    return place;
  }

  /** The places of a metric's leaves, in their order. */
  ofMetric(metric: Metric): readonly number[] {
    const known = this.byMetric.get(metric);
    if (known) return known;
    const found = metric.leaves.map((leaf) => this.of(leafKey(leaf)));
    this.byMetric.set(metric, found);
    return found;
  }

  keys(): Iterable<string> {
    return this.places.keys();
  }
}

/** The leaves' values of a cell, by {@link leafKey}: like a map, and lighter, as there is one for every row that is read. */
export class LeafValues {
  /** `list` has the values in their places: of what `rows` rows say, all of which could be converted, the number alone. */
  constructor(
    private readonly places = new LeafPlaces(),
    private readonly list: (LeafValue | Exact | null | undefined)[] = [],
    private readonly rows = 0,
  ) {}

  get isEmpty(): boolean {
    return this.list.length === 0;
  }

  /** Undefined where the cell has no row of the leaf's fact. */
  get(key: string): LeafValue | undefined {
    const found = this.isEmpty ? undefined : this.list[this.places.of(key)];
    return found === null || found instanceof Exact ? { value: found, rows: this.rows, rateMissing: false } : found;
  }

  set(key: string, value: LeafValue): void {
    this.list[this.places.of(key)] = value;
  }

  /** Takes over what another cell has. */
  setAll(others: LeafValues): void {
    for (const key of others.places.keys()) {
      const value = others.get(key);
      if (value) this.set(key, value);
    }
  }

  /** The values of a metric's leaves, in their order. */
  of(metric: Metric): (Exact | null)[] {
    if (this.isEmpty) return metric.leaves.map(() => null);
    const places = this.places.ofMetric(metric);
    const values = new Array<Exact | null>(places.length);
    // A loop, as this is done for every number: a function for each would be the heavier half of it.
    for (let at = 0; at < places.length; at++) {
      const found = this.list[places[at] as number];
      values[at] = found instanceof Exact ? found : (found?.value ?? null);
    }
    return values;
  }
}
