import { addDays, type Day, daysOf, toEpoch } from '../../../src/lib/day';
import type { Order, World } from '../world';
import { type OwnBrand, ownBrand } from './brands';
import { idOf, roll } from './dice';
import { demandOn } from './season';
import { startOfDayIn } from './zone';

/** A mailing list of a brand. */
export interface MailingList {
  readonly id: string;
  readonly name: string;
  readonly brand: OwnBrand;
  /** Whether it holds those who have bought, rather than those who only subscribed. */
  readonly customers: boolean;
}

/** One sending to one list and what has come of it when it is served; revenue in hundredths of the brand's currency. */
export interface Newsletter {
  readonly id: string;
  readonly list: MailingList;
  readonly subject: string;
  readonly title: string;
  readonly sentAt: number;
  readonly sent: number;
  readonly hardBounces: number;
  readonly softBounces: number;
  readonly opens: number;
  /** Opens by machines that load every picture, not by people. */
  readonly machineOpens: number;
  readonly clicks: number;
  readonly unsubscribed: number;
  readonly complaints: number;
  readonly orders: number;
  readonly revenueCents: number;
}

const BRANDS = ['lumina', 'kumo'].map(ownBrand);
const LISTS: readonly MailingList[] = BRANDS.flatMap((brand) =>
  [false, true].map((customers) => {
    const name = `${brand.names.en} ${customers ? 'customers' : 'newsletter'}`;
    return { id: idOf(name, 10), name, brand, customers };
  }),
);
const SUBJECTS: Record<string, readonly string[]> = {
  lumina: ['A softer light for dark evenings', 'New: Aurora in brass', 'Your desk, better lit', 'Free shipping until Sunday'],
  kumo: ['Frisch geerntet: Mist Green Tea', 'Tee zum Verschenken', 'Oolong, so wie in Taiwan', 'Die Ernte ist da'],
};
/** The share of its final opens and clicks that a sending shows so many days later. */
const share = (age: number) => (age >= 28 ? 1 : 1 - 0.4 * Math.exp(-age / 3));

/** The newsletters of the brands that send them: Tuesdays and Fridays, to two lists each. */
export class Newsletters {
  constructor(private readonly world: World) {}

  /** The sendings of a range of days as served on a day, oldest first. */
  *between(from: Day, to: Day, servedOn: Day): Generator<Newsletter> {
    for (const day of daysOf({ from, to: to < servedOn ? to : servedOn })) {
      if (!isSendingDay(day)) continue;
      for (const list of LISTS) yield this.sent(list, day, servedOn);
    }
  }

  private sent(list: MailingList, day: Day, servedOn: Day): Newsletter {
    const { brand, customers } = list;
    const dice = roll(this.world.seed, 'newsletter', list.id, toEpoch(day));
    const sent = Math.round((customers ? 1300 : 2400) * (brand.key === 'kumo' ? 0.7 : 1) * demandOn(brand.key, `${day.slice(0, 4)}-01-01`));
    const subject = dice.pick(SUBJECTS[brand.key] ?? []);
    const [opened, clicked] = customers ? [0.38, 0.055] : [0.29, 0.03];
    const known = share(toEpoch(servedOn) - toEpoch(day));
    const opens = Math.floor(sent * opened * dice.around(0.1) * known);
    const orders = this.orders(list, day, servedOn);
    return {
      id: idOf(`${list.id}/${day}`, 10),
      list,
      subject,
      title: `${brand.names.en} ${day} ${customers ? 'customers' : 'all'}`,
      sentAt: startOfDayIn(brand.timeZone, day) + 9 * 3_600_000,
      sent,
      hardBounces: dice.count(sent * 0.004),
      softBounces: dice.count(sent * 0.008),
      opens,
      machineOpens: Math.floor(opens * 0.24),
      clicks: Math.max(orders.length, Math.floor(sent * clicked * dice.around(0.15) * known)),
      unsubscribed: Math.floor(sent * 0.0018 * dice.around(0.3) * known),
      complaints: dice.chance(0.15) ? 1 : 0,
      orders: orders.length,
      revenueCents: orders.reduce((sum, { lines }) => sum + lines.reduce((all, { cents }) => all + cents, 0), 0),
    };
  }

  /** The orders that came by mail from this sending until the next: of customers those who have bought before. */
  private orders({ brand, customers }: MailingList, day: Day, servedOn: Day): Order[] {
    let last = day;
    while (!isSendingDay(addDays(last, 1))) last = addDays(last, 1);
    const placed = [...this.world.orders({ brand: brand.key, from: day, to: last, servedOn })];
    return placed.filter(({ test, utm, customer }) => !test && utm?.medium === 'email' && (customer?.index ?? 1) > 1 === customers);
  }
}

function isSendingDay(day: Day): boolean {
  // The first of January 1970 was a Thursday.
  const weekday = (toEpoch(day) + 3) % 7;
  return weekday === 1 || weekday === 4;
}
