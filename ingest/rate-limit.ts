import type { Clock } from './clock';
import { paceOf, type RateDeclaration } from './pace';
import { OwnTurns, type Turns } from './turns';

/** Turns taken ahead reach so far: a hold that another worker was told of reaches this one within it and the grace of a turn. */
const AHEAD_MS = 200;
/** How far they reach while the limit is near; who has waited longer for a turn asks again whether it still holds. */
const AHEAD_WAITING_MS = 50;
/** A process that is late so often in a row is too busy to be in time. */
const MOST_LATE = 3;

/**
 * How fast a platform is asked by all requests that go through this object: callers are served in the order in which they came, each at a turn of
 * its own. Turns are taken ahead a few at once where they are used up quickly, so that a high rate costs few statements.
 */
export class RateLimit {
  readonly #pace;
  #turns: number[] = [];
  #batch = 1;
  #takenAt = Number.NEGATIVE_INFINITY;
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
    this.#turns = [];
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
      const turn = this.#ahead() ?? (await this.#take());
      const early = turn - this.#now();
      if (early > 0) await this.clock.sleep(Math.ceil(early), signal);
      if (early > AHEAD_WAITING_MS) await this.#askForHold();
      if (this.#heldUntil > this.#now()) continue;
      if (this.#now() - turn <= this.#pace.graceMs || ++late > MOST_LATE) return;
    }
  }

  /** What another process was told to wait since the turn was taken. */
  async #askForHold(): Promise<void> {
    const held = await this.source.held();
    if (held > 0) this.#heldUntil = Math.max(this.#heldUntil, this.#now() + held);
  }

  /** The first turn taken ahead that is still good. */
  #ahead(): number | undefined {
    while (this.#turns.length > 0 && this.#turns[0]! + this.#pace.graceMs < this.#now()) this.#turns.shift();
    return this.#turns.shift();
  }

  async #take(): Promise<number> {
    const { stepMs } = this.#pace;
    const isBrisk = this.#now() - this.#takenAt < AHEAD_MS;
    const count = isBrisk ? this.#batch : 1;
    const wait = await this.source.take(count, this.#pace);
    const now = this.#now();
    this.#takenAt = now;
    this.#batch = Math.max(1, Math.min(count * 2, Math.floor((wait > 0 ? AHEAD_WAITING_MS : AHEAD_MS) / stepMs)));
    // A turn that was saved up by resting may be used from now on.
    const [first, ...others] = Array.from({ length: count }, (_, at) => now + Math.max(0, wait + at * stepMs));
    this.#turns = others;
    return first!;
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
