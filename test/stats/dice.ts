/** A seeded source of chance for simulations (Marsaglia's xorshift, Journal of Statistical Software 8, 2003): the same numbers at every run. */
export class Dice {
  private state: number;
  private spare: number | undefined;

  constructor(seed: number) {
    this.state = (seed ^ 0x9e3779b9) | 0 || 1;
    for (let step = 0; step < 20; step += 1) this.uniform();
  }

  /** Evenly between 0 and 1, never 0. */
  uniform(): number {
    let s = this.state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.state = s;
    return (s >>> 0) / 4294967296;
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    if (this.spare !== undefined) {
      const { spare } = this;
      this.spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** How many of `n` succeed, each with probability p. */
  successes(n: number, p: number): number {
    let count = 0;
    for (let at = 0; at < n; at += 1) if (this.uniform() < p) count += 1;
    return count;
  }
}
