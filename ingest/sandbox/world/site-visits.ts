import { type Day, daysOf, toEpoch } from '../../../src/lib/day';
import type { Order, World } from '../world';
import { type OwnBrand, ownBrand } from './brands';
import { roll } from './dice';

/** What brings visits to a brand's site. */
export type VisitChannel = 'direct' | 'organic_search' | 'paid_search' | 'paid_social' | 'email';

/** The visits that one channel brought to a site on one day from one device; money in hundredths of the brand's currency. */
export interface VisitRow {
  readonly day: Day;
  readonly channel: VisitChannel;
  readonly device: 'mobile' | 'desktop';
  readonly sessions: number;
  readonly visitors: number;
  readonly engaged: number;
  readonly pageViews: number;
  readonly seconds: number;
  readonly orders: number;
  readonly revenueCents: number;
}

const CHANNELS: readonly (readonly [VisitChannel, number])[] = [
  ['direct', 0.28],
  ['organic_search', 0.27],
  ['paid_search', 0.2],
  ['paid_social', 0.17],
  ['email', 0.08],
];
const DEVICES = [
  ['mobile', 0.64],
  ['desktop', 0.36],
] as const;
/** One visit in forty ends in an order. */
const CONVERSION = 0.025;
/** The share of a day's visits that is counted when it is served so many days later. */
const COUNTED = [0.85, 0.95, 0.99];

/** The visits of the brands' sites, in step with the orders of the shops: each order is a visit of the channel that brought it. */
export class SiteVisits {
  private readonly days = new Map<string, readonly VisitRow[]>();

  constructor(private readonly world: World) {}

  /** The rows of a range of days as served on a day: the last three days are still being counted. */
  *between(brandKey: string, from: Day, to: Day, servedOn: Day): Generator<VisitRow> {
    const brand = ownBrand(brandKey);
    for (const day of daysOf({ from, to: to < servedOn ? to : servedOn })) {
      const counted = COUNTED[toEpoch(servedOn) - toEpoch(day)];
      const rows = counted === undefined ? this.settled(brand, day) : this.on(brand, day, servedOn).map((row) => scaled(row, counted));
      yield* rows;
    }
  }

  private settled(brand: OwnBrand, day: Day): readonly VisitRow[] {
    const key = `${brand.key}/${day}`;
    const rows = this.days.get(key) ?? this.on(brand, day, '9999-12-30');
    this.days.set(key, rows);
    return rows;
  }

  private on(brand: OwnBrand, day: Day, servedOn: Day): VisitRow[] {
    const orders = [...this.world.orders({ brand: brand.key, from: day, to: day, servedOn })].filter(({ test }) => !test);
    const placed = orders.map((order) => ({ order, ...cameBy(this.world.seed, order) }));
    return CHANNELS.flatMap(([channel, share]) =>
      DEVICES.map(([device, part]) => {
        const own = placed.filter((each) => each.channel === channel && each.device === device).map(({ order }) => order);
        const dice = roll(this.world.seed, 'visits', brand.key, channel, device, toEpoch(day));
        const sessions = Math.max(2 * own.length, Math.round((orders.length / CONVERSION) * share * part * dice.around(0.08)));
        return {
          day,
          channel,
          device,
          sessions,
          visitors: Math.round(sessions * 0.88),
          engaged: Math.min(sessions, Math.max(own.length, Math.round(sessions * 0.56 * dice.around(0.06)))),
          pageViews: Math.round(sessions * 3.1 * dice.around(0.1)),
          seconds: Math.round(sessions * 74 * dice.around(0.12)),
          orders: own.length,
          revenueCents: own.reduce((sum, order) => sum + paidFor(order), 0),
        };
      }),
    );
  }
}

/** The channel and device of an order's visit: as its campaign parameters say, else typed in or found. */
function cameBy(seed: number, { number, utm }: Order): Pick<VisitRow, 'channel' | 'device'> {
  const dice = roll(seed, 'visit', number);
  const device = dice.chance(0.55) ? 'mobile' : 'desktop';
  if (utm === null) return { device, channel: dice.chance(0.5) ? 'direct' : 'organic_search' };
  return { device, channel: ({ cpc: 'paid_search', paid_social: 'paid_social' } as const)[utm.medium as 'cpc'] ?? 'email' };
}

function paidFor({ lines }: Order): number {
  return lines.reduce((sum, { cents }) => sum + cents, 0);
}

function scaled(row: VisitRow, share: number): VisitRow {
  const part = (count: number, least = 0) => Math.max(least, Math.floor(count * share));
  const { orders, visitors, engaged, pageViews, seconds } = row;
  const sessions = part(row.sessions, orders);
  return {
    ...row,
    sessions,
    visitors: part(visitors),
    engaged: Math.min(sessions, part(engaged, orders)),
    pageViews: part(pageViews),
    seconds: part(seconds),
  };
}
