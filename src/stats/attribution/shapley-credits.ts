import { randomFrom, shuffled } from '../random';
import { type Credit, type CreditModel, type Journey, sharedOut } from './journey';

/** Up to so many channels every coalition is looked at: 2^12 of them. */
const MOST_EXACT = 12;
const USUAL_SAMPLES = 2000;

/**
 * What a coalition of channels is worth, over the journeys that touched no other channel. `rate`: their conversions (or value) a journey, those that led to
 * nothing included. `total`: their conversions, which makes every journey's credit equal among its distinct channels, and tells nothing of what failed.
 */
export type CoalitionWorth = 'rate' | 'total';

/** How coalitions are valued, and how orders are drawn above 12 channels. */
export interface ShapleyTerms {
  readonly worth?: CoalitionWorth;
  readonly samples?: number;
  readonly seed?: number;
}

/** Shapley values by channel, adding up to the worth of all channels together, with the standard error of each: 0 where every coalition was looked at. */
export interface ShapleyValues {
  readonly values: readonly number[];
  readonly standardErrors: readonly number[];
}

interface Tally {
  readonly channels: readonly number[];
  journeys: number;
  conversions: number;
  value: number;
}

/**
 * Credits by Shapley value: what a channel adds to the channels before it, over all orders in which they may come (Shapley, 1953). Up to 12 channels
 * exactly; above that over orders drawn at random from a seed. The totals are then shared out in proportion. On rates a channel whose journeys fail can
 * be worth less than nothing: the sum holds all the same.
 */
export class ShapleyCredits implements CreditModel {
  private readonly sets = new Map<string, Tally>();

  constructor(
    private readonly channels: number,
    private readonly terms: ShapleyTerms = {},
  ) {}

  add({ channels, conversions, value }: Journey): void {
    if (channels.length === 0) return;
    const distinct = [...new Set(channels)].sort((a, b) => a - b);
    if (!(distinct[0]! >= 0 && distinct.at(-1)! < this.channels))
      throw new RangeError(`ShapleyCredits: channel ${distinct.at(-1)} of ${this.channels}`);
    const key = distinct.join();
    const tally = this.sets.get(key) ?? { channels: distinct, journeys: 0, conversions: 0, value: 0 };
    this.sets.set(key, tally);
    tally.journeys += 1;
    tally.conversions += conversions;
    tally.value += value;
  }

  credits(): Credit[] {
    const share = (kind: keyof Credit) => {
      const total = [...this.sets.values()].reduce((sum, tally) => sum + tally[kind], 0);
      return sharedOut(total, this.shapley(kind).values);
    };
    const [conversions, value] = [share('conversions'), share('value')];
    return conversions.map((each, channel) => ({ conversions: each, value: value[channel]! }));
  }

  /** The values before the totals are shared out. */
  shapley(kind: keyof Credit): ShapleyValues {
    return this.channels <= MOST_EXACT ? this.exact(kind) : this.sampled(kind);
  }

  private exact(kind: keyof Credit): ShapleyValues {
    const size = 2 ** this.channels;
    const gained = new Float64Array(size);
    const journeys = new Float64Array(size);
    for (const tally of this.sets.values()) {
      const mask = tally.channels.reduce((bits, channel) => bits | (1 << channel), 0);
      gained[mask]! += tally[kind];
      journeys[mask]! += tally.journeys;
    }
    // Every coalition's sum over its subsets, a channel at a time.
    for (const sums of [gained, journeys])
      for (let channel = 0; channel < this.channels; channel += 1)
        for (let mask = 0; mask < size; mask += 1) if (mask & (1 << channel)) sums[mask]! += sums[mask ^ (1 << channel)]!;
    const weights = orderWeights(this.channels);
    const values = Array.from({ length: this.channels }, (_, channel) => {
      let value = 0;
      for (let mask = 0; mask < size; mask += 1) {
        if (mask & (1 << channel)) continue;
        const joined = mask | (1 << channel);
        const added = this.worthOf(gained[joined]!, journeys[joined]!) - this.worthOf(gained[mask]!, journeys[mask]!);
        value += weights[countOf(mask)]! * added;
      }
      return value;
    });
    return { values, standardErrors: values.map(() => 0) };
  }

  private sampled(kind: keyof Credit): ShapleyValues {
    const { samples = USUAL_SAMPLES, seed = 1 } = this.terms;
    if (!(samples >= 2)) throw new RangeError(`ShapleyCredits: ${samples} samples; expected 2 or more`);
    const next = randomFrom(seed);
    const tallies = [...this.sets.values()];
    const sums = new Float64Array(this.channels);
    const squares = new Float64Array(this.channels);
    for (let sample = 0; sample < samples; sample += 1) {
      const order = shuffled(this.channels, next);
      for (const [place, added] of this.addedBy(order, tallies, kind).entries()) {
        sums[order[place]!]! += added;
        squares[order[place]!]! += added * added;
      }
    }
    const values = Array.from(sums, (sum) => sum / samples);
    const standardErrors = values.map((mean, channel) => Math.sqrt(Math.max(0, squares[channel]! / samples - mean * mean) / (samples - 1)));
    return { values, standardErrors };
  }

  /** What each channel adds when they come in this order: a set of channels counts from the last of them on. */
  private addedBy(order: readonly number[], tallies: readonly Tally[], kind: keyof Credit): number[] {
    const place = new Int32Array(this.channels);
    for (const [at, channel] of order.entries()) place[channel] = at;
    const gained = new Float64Array(this.channels);
    const journeys = new Float64Array(this.channels);
    for (const tally of tallies) {
      const complete = tally.channels.reduce((latest, channel) => Math.max(latest, place[channel]!), 0);
      gained[complete]! += tally[kind];
      journeys[complete]! += tally.journeys;
    }
    let [sum, count, before] = [0, 0, 0];
    return order.map((_, at) => {
      sum += gained[at]!;
      count += journeys[at]!;
      const worth = this.worthOf(sum, count);
      const added = worth - before;
      before = worth;
      return added;
    });
  }

  private worthOf(gained: number, journeys: number): number {
    if (this.terms.worth === 'total') return gained;
    return journeys === 0 ? 0 : gained / journeys;
  }
}

/** By the size s of a coalition of n channels that one joins: s! (n - s - 1)! / n!. */
function orderWeights(channels: number): number[] {
  const weights = [1 / channels];
  for (let size = 1; size < channels; size += 1) weights.push((weights[size - 1]! * size) / (channels - size));
  return weights;
}

function countOf(mask: number): number {
  let count = 0;
  for (let bits = mask; bits > 0; bits &= bits - 1) count += 1;
  return count;
}
