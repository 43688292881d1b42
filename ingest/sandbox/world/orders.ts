import { addDays, type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { OWN_BRANDS, type OwnBrand, type WorldProduct } from './brands';
import { AD_ACCOUNTS, campaignsIn, runsOn } from './campaigns';
import { type Dice, roll } from './dice';
import { crisisOn, demandOn, salesKept } from './season';
import { startOfDayIn } from './zone';

/** One product in an order; `cents` is what was paid for all pieces together, after discount. */
export interface OrderLine {
  readonly product: WorldProduct;
  readonly quantity: number;
  readonly cents: number;
}

/** The campaign parameters of the visit that brought an order. */
export interface Utm {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
}

/** An order with everything that will ever happen to it; instants in milliseconds since 1970, money in hundredths of the shop's currency. */
export interface Order {
  readonly number: number;
  readonly day: Day;
  readonly createdAt: number;
  readonly fulfilledAt: number;
  readonly cancelledAt: number | null;
  readonly refund: { readonly at: number; readonly cents: number } | null;
  readonly test: boolean;
  readonly lines: readonly OrderLine[];
  readonly shippingCents: number;
  readonly customer: { readonly id: string; readonly index: number; readonly days: readonly Day[] } | null;
  readonly utm: Utm | null;
  readonly country: string;
}

const DAY_MS = 86_400_000;
/** No customer comes back later than this. */
const LAST_RETURN = 200;
const COUNTRIES: Record<string, readonly (readonly [string, number])[]> = {
  lumina: [
    ['US', 82],
    ['CA', 12],
    ['GB', 6],
  ],
  verdane: [
    ['CN', 88],
    ['HK', 7],
    ['TW', 5],
  ],
  kumo: [
    ['DE', 68],
    ['AT', 17],
    ['FR', 15],
  ],
};

interface Customer {
  readonly id: string;
  /** The days of their orders, first one first. */
  readonly days: readonly Day[];
}

/** Makes and remembers the orders of the three shops. */
export class Orders {
  private readonly days = new Map<string, readonly Order[]>();
  private readonly cohorts = new Map<string, readonly Customer[]>();

  constructor(private readonly seed: number) {}

  /** The orders that a shop took on the days from one to another of its own zone, oldest first, whatever happens to them later. */
  *between(brand: OwnBrand, from: Day, to: Day): Generator<Order> {
    for (const day of daysOf({ from, to })) yield* this.on(brand, day);
  }

  private on(brand: OwnBrand, day: Day): readonly Order[] {
    const key = `${brand.key}/${day}`;
    const known = this.days.get(key);
    if (known) return known;
    const visits: { customer: Customer | null; index: number }[] = [];
    for (let back = LAST_RETURN; back >= 0; back--) {
      for (const customer of this.cohort(brand, addDays(day, -back))) {
        const index = customer.days.indexOf(day) + 1;
        if (index > 0) visits.push({ customer, index });
      }
    }
    if (roll(this.seed, 'guest', brand.key, toEpoch(day)).chance(0.25)) visits.push({ customer: null, index: 1 });
    const start = startOfDayIn(brand.timeZone, day);
    const orders = visits.map((visit, place) => this.order(brand, day, start, place, visit.customer, visit.index));
    orders.sort((a, b) => a.createdAt - b.createdAt);
    this.days.set(key, orders);
    return orders;
  }

  /** The customers whose first order falls on a day. */
  private cohort(brand: OwnBrand, day: Day): readonly Customer[] {
    const key = `${brand.key}/${day}`;
    const known = this.cohorts.get(key);
    if (known) return known;
    const dice = roll(this.seed, 'cohort', brand.key, toEpoch(day));
    const size = dice.count(7 * demandOn(brand.key, day) * salesKept(brand.key, day) * dice.around(0.12));
    const made = Array.from({ length: size }, (_, place) => ({
      id: `${7_000_000_000 + shopNumber(brand) * 500_000_000 + toEpoch(day) * 1000 + place}`,
      days: returns(brand, day, dice),
    }));
    this.cohorts.set(key, made);
    return made;
  }

  private order(brand: OwnBrand, day: Day, start: number, place: number, customer: Customer | null, index: number): Order {
    const dice = roll(this.seed, 'order', brand.key, toEpoch(day), place);
    const createdAt = start + Math.floor((0.28 + 0.7 * Math.sqrt(dice.next())) * DAY_MS * 0.99);
    const lines = linesOf(brand, day, dice);
    const shippingCents = dice.chance(0.4) ? Math.round(500 * brand.priceLevel) : 0;
    const total = lines.reduce((sum, line) => sum + line.cents, shippingCents);
    const cancelled = dice.chance(0.015);
    const whole = dice.chance(0.7) || lines.length === 0;
    const refunded = dice.chance(crisisOn(brand.key, day) ? 0.16 : 0.06);
    const delay = Math.floor((1 + dice.next() * 28.9) * DAY_MS);
    const cancelledAt = cancelled ? createdAt + dice.int(20, 600) * 60_000 : null;
    const partial = Math.round(lines[0]!.cents * 0.5);
    const refund = cancelledAt
      ? { at: cancelledAt, cents: total }
      : refunded
        ? { at: createdAt + delay, cents: whole ? total : partial }
        : null;
    return {
      number: toEpoch(day) * 1000 + place,
      day,
      createdAt,
      fulfilledAt: createdAt + dice.int(8, 70) * 3_600_000,
      cancelledAt,
      refund,
      test: dice.chance(0.004),
      lines,
      shippingCents,
      customer: customer && { id: customer.id, index, days: customer.days },
      utm: utmOf(brand, day, index, dice),
      country: dice.weighted(COUNTRIES[brand.key] ?? []),
    };
  }
}

/** The shop's place among the own brands; keeps the shops' ids apart. */
export function shopNumber(brand: OwnBrand): number {
  return OWN_BRANDS.indexOf(brand) + 1;
}

function returns(brand: OwnBrand, first: Day, dice: Dice): Day[] {
  const days = [first];
  for (let gap = dice.int(18, 75); dice.chance(0.45) && gap <= LAST_RETURN; gap += dice.int(18, 75)) {
    const day = addDays(first, gap);
    if (dice.next() < salesKept(brand.key, day)) days.push(day);
  }
  return days;
}

function linesOf(brand: OwnBrand, day: Day, dice: Dice): OrderLine[] {
  const sale = demandOn(brand.key, day) / demandOn(brand.key, addDays(day, -28)) > 1.6 ? 0.8 : 1;
  const first = dice.pick(brand.products);
  const second = dice.chance(0.28) ? dice.pick(brand.products) : first;
  return [...new Set([first, second])].map((product) => {
    const quantity = dice.chance(0.85) ? 1 : dice.int(2, 3);
    const coupon = dice.chance(0.15) ? 0.9 : 1;
    return { product, quantity, cents: Math.round(product.priceCents * quantity * sale * coupon) };
  });
}

function utmOf(brand: OwnBrand, day: Day, index: number, dice: Dice): Utm | null {
  const kind = dice.weighted(
    index === 1
      ? ([
          ['google', 34],
          ['facebook', 22],
          ['email', 6],
          ['none', 38],
        ] as const)
      : ([
          ['google', 12],
          ['facebook', 6],
          ['email', 34],
          ['none', 48],
        ] as const),
  );
  if (kind === 'none') return null;
  if (kind === 'email') return { source: 'newsletter', medium: 'email', campaign: `${brand.key}-newsletter-${day.slice(0, 7)}` };
  const platform = kind === 'google' ? 'google-ads' : 'meta-ads';
  const account = AD_ACCOUNTS.find((candidate) => candidate.platform === platform && candidate.brand === brand)!;
  const running = campaignsIn(account, day.slice(0, 4)).filter((campaign) => runsOn(campaign, day));
  return { source: kind, medium: kind === 'google' ? 'cpc' : 'paid_social', campaign: dice.pick(running).name };
}
