import { type Credit, type CreditModel, type Journey, sharedOut } from './journey';

/** The most channels there can be: what keeps a state and a channel one number. */
const MOST_CHANNELS = 4096;
const MOST_SWEEPS = 100_000;
const CLOSE = 1e-13;

/** What a removed channel takes with it: 1 is everything. */
export interface RemovalEffects {
  /** Conversions, and value, of one journey on average. */
  readonly base: Credit;
  /** By channel: the part of conversions, and of value, that is lost where every step to it leads to nothing. */
  readonly effects: readonly Credit[];
}

/**
 * Credits by removal in a Markov chain of journeys (Anderl, Becker, von Wangenheim & Schumann, International Journal of Research in Marketing 33, 2016).
 * The states are the last `order` channels touched. A channel is removed by leading every step to it to the end without an outcome; what is then lost of
 * conversions, and apart from that of value, is its removal effect, and the actual totals are shared out in proportion to the effects. A journey counts
 * once, whatever it converts to. Memory grows with the distinct states and steps, not with the journeys.
 */
export class MarkovCredits implements CreditModel {
  /** What a step (`state` × MOST_CHANNELS + channel) is called, and where it leads. */
  private readonly steps = new Map<number, number>();
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly taken: number[] = [];
  private readonly states = new Map<string, number>([['', 0]]);
  private readonly pasts: number[][] = [[]];
  /** Of each state: how many journeys were in it, and what those that ended there brought. */
  private readonly visits: number[] = [0];
  private readonly ended: Credit[] = [{ conversions: 0, value: 0 }];

  constructor(
    private readonly channels: number,
    private readonly order = 1,
  ) {
    if (!Number.isInteger(order) || order < 1) throw new RangeError(`MarkovCredits: order ${order}; expected a whole number from 1 on`);
    if (channels > MOST_CHANNELS) throw new RangeError(`MarkovCredits: ${channels} channels; expected at most ${MOST_CHANNELS}`);
  }

  add({ channels, conversions, value }: Journey): void {
    if (channels.length === 0) return;
    let state = 0;
    this.visits[0]! += 1;
    for (let at = 0; at < channels.length; at += 1) {
      const key = state * MOST_CHANNELS + channels[at]!;
      const step = this.steps.get(key) ?? this.newStep(key, state, channels[at]!);
      this.taken[step]! += 1;
      state = this.to[step]!;
      this.visits[state]! += 1;
    }
    const end = this.ended[state]!;
    end.conversions += conversions;
    end.value += value;
  }

  credits(): Credit[] {
    const { effects } = this.removal();
    const total = (read: (credit: Credit) => number) => this.ended.reduce((sum, each) => sum + read(each), 0);
    const conversions = sharedOut(
      total((each) => each.conversions),
      effects.map((each) => each.conversions),
    );
    const value = sharedOut(
      total((each) => each.value),
      effects.map((each) => each.value),
    );
    return effects.map((_, channel) => ({ conversions: conversions[channel]!, value: value[channel]! }));
  }

  /** What is lost with each channel; of no journeys, nothing. */
  removal(): RemovalEffects {
    const base = { conversions: this.expected('conversions'), value: this.expected('value') };
    const lost = (kind: keyof Credit, channel: number) => (base[kind] === 0 ? 0 : 1 - this.expected(kind, channel) / base[kind]);
    const effects = Array.from({ length: this.channels }, (_, channel) => ({
      conversions: lost('conversions', channel),
      value: lost('value', channel),
    }));
    return { base, effects };
  }

  /** What a journey brings on average, with or without a channel: Gauss–Seidel sweeps over "what a state brings", until what is still to come is nothing. */
  private expected(kind: keyof Credit, removed = -1): number {
    const { order, offsets } = this.stepsByState();
    const worth = this.visits.map((count, state) => (count === 0 ? 0 : this.ended[state]![kind] / count));
    const values = [...worth];
    let before = 0;
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
      let moved = 0;
      let largest = 0;
      for (let state = this.visits.length - 1; state >= 0; state -= 1) {
        const next = this.stateValue(state, worth[state]!, values, order, offsets, removed);
        moved = Math.max(moved, Math.abs(next - values[state]!));
        largest = Math.max(largest, Math.abs(next));
        values[state] = next;
      }
      // Steps that shrink by the ratio r leave r / (1 - r) of the last one to come.
      const ratio = before > 0 ? Math.min(moved / before, 1 - 1e-9) : 0.5;
      if (moved === 0 || (sweep > 1 && (moved * ratio) / (1 - ratio) <= CLOSE * Math.max(largest, Number.MIN_VALUE))) return values[0]!;
      before = moved;
    }
    throw new RangeError(`MarkovCredits: ${this.visits.length} states did not settle in ${MOST_SWEEPS} sweeps`);
  }

  private stateValue(
    state: number,
    worth: number,
    values: readonly number[],
    order: Int32Array,
    offsets: Int32Array,
    removed: number,
  ): number {
    let sum = worth;
    let stay = 0;
    for (let place = offsets[state]!; place < offsets[state + 1]!; place += 1) {
      const step = order[place]!;
      const to = this.to[step]!;
      if (this.pasts[to]!.at(-1) === removed) continue;
      const probability = this.taken[step]! / this.visits[state]!;
      if (to === state) stay += probability;
      else sum += probability * values[to]!;
    }
    return sum / (1 - stay);
  }

  private stepsByState(): { order: Int32Array; offsets: Int32Array } {
    const offsets = new Int32Array(this.visits.length + 1);
    for (const state of this.from) offsets[state + 1]! += 1;
    for (let state = 0; state < this.visits.length; state += 1) offsets[state + 1]! += offsets[state]!;
    const place = offsets.slice();
    const order = new Int32Array(this.from.length);
    for (const [step, state] of this.from.entries()) order[place[state]!++] = step;
    return { order, offsets };
  }

  private newStep(key: number, state: number, channel: number): number {
    if (!(channel >= 0 && channel < this.channels)) throw new RangeError(`MarkovCredits: channel ${channel} of ${this.channels}`);
    const past = [...this.pasts[state]!, channel].slice(-this.order);
    const name = past.join();
    const to = this.states.get(name) ?? this.states.size;
    if (to === this.states.size) {
      this.states.set(name, to);
      this.pasts.push(past);
      this.visits.push(0);
      this.ended.push({ conversions: 0, value: 0 });
    }
    const step = this.steps.size;
    this.steps.set(key, step);
    this.from.push(state);
    this.to.push(to);
    this.taken.push(0);
    return step;
  }
}
