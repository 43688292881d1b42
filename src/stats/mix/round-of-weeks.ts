import { broughtBy, type ResponseTerms } from './response-curve';

/**
 * A channel's spend over a round of weeks that is repeated for ever, so that what carries over from the last weeks works in the first: a round of one week
 * is the same spend week after week.
 */
export class RoundOfWeeks {
  readonly spends: number[];
  /** By week, what has been carried over, as a multiple of the average spend. */
  private readonly carried: number[];
  private readonly brought: number[];

  constructor(
    private readonly terms: ResponseTerms,
    spends: readonly number[],
  ) {
    this.spends = spends.map(() => 0);
    this.carried = spends.map(() => 0);
    this.brought = spends.map(() => 0);
    for (const [week, spend] of spends.entries()) this.move(week, spend);
  }

  /** What each week brings. */
  get weeks(): readonly number[] {
    return this.brought;
  }

  /** What so much more in a week, or less, would bring over the round. */
  gain(week: number, more: number): number {
    let sum = 0;
    for (const [at, share] of this.reached(week)) sum += this.at(this.carried[at]! + share * more) - this.brought[at]!;
    return sum;
  }

  /** Spends so much more in a week, or less. */
  move(week: number, more: number): void {
    this.spends[week]! += more;
    for (const [at, share] of this.reached(week)) {
      this.carried[at] = Math.max(0, this.carried[at]! + share * more);
      this.brought[at] = this.at(this.carried[at]!);
    }
  }

  /** The weeks in which a week's spend works, and by how much for each unit. */
  private reached(week: number): Map<number, number> {
    const { carryOver, spent } = this.terms;
    const found = new Map<number, number>();
    if (spent === 0) return found;
    for (const [lag, weight] of carryOver.entries()) {
      const at = (week + lag) % this.spends.length;
      found.set(at, (found.get(at) ?? 0) + weight / spent);
    }
    return found;
  }

  private at(carried: number): number {
    return carried <= 0 ? 0 : broughtBy(this.terms, carried);
  }
}
