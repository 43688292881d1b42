/**
 * A stream of pseudo-random values that depends on nothing but the keys it was rolled from, so that a day's values
 * are the same whenever and in whatever order they are asked for.
 */
export class Dice {
  constructor(private state: number) {}

  /** The next value, 0 <= x < 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return scramble(this.state) / 4294967296;
  }

  /** A whole number from `low` to `high`, both inclusive. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Whether an event of the given probability happens. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, all equally likely. Throws a RangeError on an empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Dice.pick: the list is empty; expected at least one item');
    return items[this.int(0, items.length - 1)] as T;
  }

  /** One of the items, each as likely as its weight. */
  weighted<T>(items: readonly (readonly [T, number])[]): T {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let rest = this.next() * total;
    for (const [item, weight] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return (items.at(-1) as readonly [T, number])[0];
  }

  /** A bell-shaped value of mean 0 and standard deviation 1, never beyond ±3.5. */
  bell(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3);
  }

  /** A factor around 1 that spreads by about `sigma`, never below a tenth. */
  around(sigma: number): number {
    return Math.max(0.1, 1 + sigma * this.bell());
  }

  /** A count with the given mean that varies as independent events do. */
  count(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.bell()));
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > floor; product *= this.next()) count++;
    return count;
  }
}

/** The dice that belong to these keys: equal keys give equal dice. */
export function roll(...keys: readonly (string | number)[]): Dice {
  let state = 0x811c9dc5;
  for (const key of keys) state = scramble(Math.imul(state ^ hash(key), 0x01000193));
  return new Dice(state);
}

/** A stable number of exactly `digits` digits for a key, as text: platforms' ids outgrow a double. */
export function idOf(key: string, digits: number): string {
  const dice = roll('id', key);
  let text = String(dice.int(1, 9));
  while (text.length < digits) text += dice.int(0, 9);
  return text;
}

function hash(key: string | number): number {
  if (typeof key === 'number') return scramble(key | 0);
  let state = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) state = Math.imul(state ^ key.charCodeAt(i), 0x01000193);
  return state;
}

function scramble(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
