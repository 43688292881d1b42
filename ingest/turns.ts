import type { Pace } from './pace';

/** Where turns to ask a platform come from: this process alone, or all that share a database. */
export interface Turns {
  /** Takes so many turns and tells in how many milliseconds the first may be used, each further one a step later; negative after a rest. */
  take(turns: number, pace: Pace): Promise<number>;
  /** Lets nobody have a turn for so long from now. */
  hold(ms: number): Promise<void>;
  /** How many milliseconds a hold still lasts; 0 when there is none. */
  held(): Promise<number>;
}

/** Turns of this process alone; `now` is in milliseconds. */
export class OwnTurns implements Turns {
  #nextAt = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly now: () => number) {}

  async take(turns: number, { stepMs, burst }: Pace): Promise<number> {
    const now = this.now();
    const free = Math.max(this.#nextAt, this.#heldUntil, now - stepMs * (burst - 1));
    this.#nextAt = free + stepMs * turns;
    return free - now;
  }

  async hold(ms: number): Promise<void> {
    this.#heldUntil = Math.max(this.#heldUntil, this.now() + ms);
  }

  async held(): Promise<number> {
    return Math.max(0, this.#heldUntil - this.now());
  }
}
