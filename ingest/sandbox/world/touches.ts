import { addDays, type Day, dayIn, daysOf, toEpoch } from '../../../src/lib/day';
import type { Order, World } from '../world';
import { type OwnBrand, ownBrand } from './brands';
import { AD_ACCOUNTS, type Campaign, campaignsIn, runsOn } from './campaigns';
import { type Dice, roll } from './dice';
import type { VisitChannel } from './site-visits';
import { startOfDayIn } from './zone';

/** One visit of somebody whom the site knows; `person` is what the shop calls its customer. Instants in milliseconds since 1970. */
export interface WorldTouch {
  readonly id: number;
  readonly day: Day;
  readonly at: number;
  readonly person: string;
  readonly channel: VisitChannel;
  readonly campaign: Campaign | null;
}

/** How long before an order the first visit may be. */
export const LONGEST_WAY = 28;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** What brings people to the site before they order: what is seen early is seldom what is clicked last. */
const EARLY: readonly (readonly [VisitChannel, number])[] = [
  ['paid_social', 42],
  ['organic_search', 22],
  ['email', 14],
  ['paid_search', 12],
  ['direct', 10],
];
/** What brings those who do not order. */
const IN_VAIN: readonly (readonly [VisitChannel, number])[] = [
  ['paid_social', 46],
  ['organic_search', 20],
  ['direct', 18],
  ['paid_search', 12],
  ['email', 4],
];

/** The visits of customers before their orders, the last of them with the order's own campaign, and of as many who look and do not order. */
export class Touches {
  private readonly days = new Map<string, readonly WorldTouch[]>();

  constructor(private readonly world: World) {}

  /** The touches of a range of days of the brand's zone, as known at the end of `servedOn`, oldest first. */
  between(brandKey: string, from: Day, to: Day, servedOn: Day): WorldTouch[] {
    const brand = ownBrand(brandKey);
    const now = this.world.nowOn(servedOn);
    const begun = [...daysOf({ from: addDays(from, -1), to: addDays(to, LONGEST_WAY + 1) })].flatMap((day) => this.leadingTo(brand, day));
    return begun.filter(({ day, at }) => day >= from && day <= to && at <= now).sort((a, b) => a.at - b.at || a.id - b.id);
  }

  /** All that leads to the orders of one day, or on it to nothing. */
  private leadingTo(brand: OwnBrand, day: Day): readonly WorldTouch[] {
    const key = `${brand.key}/${day}`;
    const known = this.days.get(key);
    if (known) return known;
    const orders = [...this.world.orders({ brand: brand.key, from: day, to: day, servedOn: '9998-12-30' })];
    const made = [
      ...orders.filter(({ customer, test }) => customer && !test).flatMap((order, place) => this.before(brand, order, place)),
      ...this.inVain(brand, day, orders.length),
    ].map((touch, place) => ({ ...touch, id: toEpoch(day) * 1000 + place }));
    this.days.set(key, made);
    return made;
  }

  private before(brand: OwnBrand, order: Order, place: number): WorldTouch[] {
    const dice = roll(this.world.seed, 'touches', brand.key, toEpoch(order.day), place);
    const person = order.customer!.id;
    const first = order.customer!.index === 1;
    const earlier = Array.from({ length: dice.count(first ? 1.7 : 0.8) }, () => {
      const ago = Math.min(LONGEST_WAY, 0.2 + 6 * -Math.log(1 - 0.99 * dice.next()));
      return this.touch(brand, order.createdAt - ago * DAY_MS, person, dice.weighted(EARLY), dice);
    });
    const last = order.utm ? lastChannel(order) : dice.chance(0.5) ? 'direct' : 'organic_search';
    const visit = this.touch(brand, order.createdAt - dice.int(4, 50) * MINUTE_MS, person, last, dice);
    const campaign = campaignNamed(brand, order);
    return [...earlier, { ...visit, campaign }];
  }

  private inVain(brand: OwnBrand, day: Day, orders: number): WorldTouch[] {
    const dice = roll(this.world.seed, 'in vain', brand.key, toEpoch(day));
    const start = startOfDayIn(brand.timeZone, day);
    return Array.from({ length: 2 * orders }, (_, place) => `lead-${toEpoch(day)}-${place}`).flatMap((person) =>
      Array.from({ length: 1 + dice.count(0.6) }, () =>
        this.touch(brand, start + (dice.next() - 6 * dice.next()) * DAY_MS, person, dice.weighted(IN_VAIN), dice),
      ),
    );
  }

  private touch(brand: OwnBrand, at: number, person: string, channel: VisitChannel, dice: Dice): WorldTouch {
    const second = Math.floor(at / 1000) * 1000;
    const day = dayIn(brand.timeZone, new Date(second));
    const running =
      channel === 'paid_search'
        ? campaignsOn(brand, 'google-ads', day)
        : channel === 'paid_social'
          ? campaignsOn(brand, 'meta-ads', day)
          : [];
    const campaign = running.length > 0 ? dice.pick(running) : null;
    return { id: 0, day, at: second, person, channel, campaign };
  }
}

function lastChannel({ utm }: Order): VisitChannel {
  return ({ cpc: 'paid_search', paid_social: 'paid_social' } as const)[utm?.medium as 'cpc'] ?? 'email';
}

function campaignNamed(brand: OwnBrand, { utm, day }: Order): Campaign | null {
  const platform = utm?.medium === 'cpc' ? 'google-ads' : 'meta-ads';
  return campaignsOn(brand, platform, day).find(({ name }) => name === utm?.campaign) ?? null;
}

function campaignsOn(brand: OwnBrand, platform: 'google-ads' | 'meta-ads', day: Day): Campaign[] {
  const account = AD_ACCOUNTS.find((candidate) => candidate.platform === platform && candidate.brand === brand)!;
  return campaignsIn(account, day.slice(0, 4)).filter((campaign) => runsOn(campaign, day));
}
