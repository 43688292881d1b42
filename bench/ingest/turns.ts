import { performance } from 'node:perf_hooks';

/** Milliseconds that each of several ways of doing the same took, in turns. */
export class Turns<Way extends string> {
  readonly ms: Record<Way, number>;

  constructor(private readonly ways: readonly Way[]) {
    this.ms = Object.fromEntries(ways.map((way) => [way, 0])) as Record<Way, number>;
  }

  /**
   * Each way gets itself ready, which is not timed, and then does its work, which is, unless it tells the milliseconds itself; who is first changes
   * with `turn`.
   */
  async take(turn: number, ready: Record<Way, () => () => Promise<unknown>>): Promise<void> {
    const order = turn % 2 === 0 ? this.ways : [...this.ways].reverse();
    for (const way of order) {
      const work = ready[way]();
      const start = performance.now();
      const told = await work();
      this.ms[way] += typeof told === 'number' ? told : performance.now() - start;
    }
  }
}
