import { addDays, type Day, daysBetween, toEpoch } from '../../../src/lib/day';
import { roll } from './dice';
import { crisisOn, demandOn } from './season';

/** An account that people follow: how many did on the first day of 2022, and how many come on a plain day. */
export interface Account {
  readonly key: string;
  readonly brand: string;
  readonly base: number;
  readonly daily: number;
}

const FIRST: Day = '2022-01-01';

/** Makes and remembers who came to an account, who left it, and how many follow it at the end of each day. */
export class Following {
  private readonly totals: number[] = [];

  constructor(
    private readonly seed: number,
    private readonly account: Account,
  ) {}

  /** How many began to follow the account on a day. */
  gainedOn(day: Day): number {
    const { key, brand, daily } = this.account;
    return roll(this.seed, 'gained', key, toEpoch(day)).count(daily * demandOn(brand, day));
  }

  /** How many stopped on a day; more of them in a crisis. */
  lostOn(day: Day): number {
    const { key, brand, daily } = this.account;
    const angry = 4 * (crisisOn(brand, day)?.intensity ?? 0);
    return roll(this.seed, 'lost', key, toEpoch(day)).count(daily * (0.4 + angry));
  }

  /** How many follow the account at the end of a day. */
  totalOn(day: Day): number {
    for (let next = this.totals.length; next <= daysBetween(FIRST, day); next++) {
      const each = addDays(FIRST, next);
      this.totals.push((this.totals[next - 1] ?? this.account.base) + this.gainedOn(each) - this.lostOn(each));
    }
    return this.totals[daysBetween(FIRST, day)] ?? this.account.base;
  }
}
