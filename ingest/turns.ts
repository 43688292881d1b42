import type { Pace } from './pace';

/** Where turns to ask a platform come from: this process alone, or all that share a database. */
export interface Turns {
  /** Takes a chunk of turns and tells in how many milliseconds they may be used. */
  take(pace: Pace): Promise<number>;
  /** Lets nobody have a turn for so long from now. */
  hold(ms: number): Promise<void>;
  /** How many milliseconds a hold still lasts; 0 when there is none. */
  held(): Promise<number>;
}

/** Turns of this process alone; `now` is in milliseconds. */
export class OwnTurns implements Turns {
  /** When chunks were or will be good, oldest first. */
  #taken: number[] = [];
  #heldUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly now: () => number) {}

  async take({ chunks, windowMs }: Pace): Promise<number> {
    const now = this.now();
    const last = this.#taken.at(-1) ?? now;
    const leaving = this.#taken.at(-chunks);
    const free = Math.max(now, this.#heldUntil, last, leaving === undefined ? now : leaving + windowMs);
    this.#taken = [...this.#taken.slice(-chunks), free];
    return free - now;
  }

  async hold(ms: number): Promise<void> {
    this.#heldUntil = Math.max(this.#heldUntil, this.now() + ms);
  }

  async held(): Promise<number> {
    return Math.max(0, this.#heldUntil - this.now());
  }
}
