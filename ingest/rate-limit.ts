import type { Clock } from './clock';

/** How fast a platform may be asked, as a bucket of tokens that fills evenly; also holds everything back when the platform says so. */
export class RateLimit {
  readonly #perMs: number;
  #tokens: number;
  #filledAt: number;
  #heldUntil = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly limit: { requests: number; perSeconds: number },
    private readonly clock: Clock,
  ) {
    this.#perMs = limit.requests / (limit.perSeconds * 1000);
    this.#tokens = limit.requests;
    this.#filledAt = clock.now().getTime();
  }

  /** Resolves when one more request may be sent; callers are served in the order in which they came. */
  take(signal?: AbortSignal): Promise<void> {
    const mine = this.#turn.then(() => this.#wait(signal));
    // One caller's abort is no reason to refuse the next.
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Lets no request out for so long from now. */
  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.clock.now().getTime() + ms);
  }

  async #wait(signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = this.clock.now().getTime();
      this.#tokens = Math.min(this.limit.requests, this.#tokens + Math.max(0, now - this.#filledAt) * this.#perMs);
      this.#filledAt = now;
      // A sum of fractions may fall a hair short of the token that it makes.
      const missing = this.#tokens >= 1 - 1e-9 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs);
      const wait = Math.max(missing, this.#heldUntil - now);
      if (wait <= 0) break;
      await this.clock.sleep(wait, signal);
    }
    this.#tokens -= 1;
  }
}
