import type { Clock } from './clock';
import { paceOf, type RateDeclaration } from './pace';
import { OwnTurns, type Turns } from './turns';

/** What was heard of a hold is good for so long: within it a hold that another worker was told of reaches this one. */
const HEARD_MS = 200;
/** A process that is late so often in a row is too busy to be in time. */
const MOST_LATE = 3;

/**
 * How fast a platform is asked by all requests that go through this object: callers are served in the order in which they came, each at a turn of
 * its own. Of a high rate several turns are taken at once, so that it costs few statements.
 */
export class RateLimit {
  readonly #pace;
  /** Turns that are taken and not used, and the instant from which they are good. */
  #left = 0;
  #goodFrom = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    limit: RateDeclaration,
    private readonly clock: Clock,
    private readonly source: Turns = new OwnTurns(() => clock.now().getTime()),
  ) {
    this.#pace = paceOf(limit);
  }

  /** Resolves when one more request may be sent. */
  take(signal?: AbortSignal): Promise<void> {
    const mine = this.#queue.then(() => this.#wait(signal));
    // One caller's abort is no reason to refuse the next.
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  /** Lets no request out for so long from now; resolves when others who share the limit will hold back too. */
  async hold(ms: number): Promise<void> {
    if (ms <= 0) return;
    this.#heldUntil = Math.max(this.#heldUntil, this.#now() + ms);
    await this.source.hold(ms);
  }

  async #wait(signal?: AbortSignal): Promise<void> {
    for (let late = 0; ; ) {
      signal?.throwIfAborted();
      const held = this.#heldUntil - this.#now();
      if (held > 0) {
        await this.clock.sleep(Math.ceil(held), signal);
        continue;
      }
      if (this.#left === 0 || this.#isLate()) await this.#takeChunk();
      const early = this.#goodFrom - this.#now();
      if (early > 0) await this.clock.sleep(Math.ceil(early), signal);
      if (this.#now() - this.#heardAt > HEARD_MS) await this.#askForHold();
      if (this.#heldUntil > this.#now() || (this.#isLate() && ++late <= MOST_LATE)) continue;
      this.#left -= 1;
      return;
    }
  }

  #isLate(): boolean {
    return this.#now() - this.#goodFrom > this.#pace.graceMs;
  }

  async #takeChunk(): Promise<void> {
    const wait = await this.source.take(this.#pace);
    this.#heardAt = this.#now();
    this.#goodFrom = this.#heardAt + wait;
    this.#left = this.#pace.chunk;
  }

  /** What another process was told to wait since. */
  async #askForHold(): Promise<void> {
    const held = await this.source.held();
    this.#heardAt = this.#now();
    if (held > 0) this.#heldUntil = Math.max(this.#heldUntil, this.#heardAt + held);
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
