import { addDays, addMonths, type Day, startOf } from '../../src/lib/day';
import { type AdDayRow, AdDays } from './world/ad-days';
import { type Article, type FeedName, newestArticles } from './world/articles';
import { ownBrand } from './world/brands';
import { AD_ACCOUNTS, type AdAccount, type AdPlatform } from './world/campaigns';
import { type Order, Orders } from './world/orders';
import { type Post, Posts } from './world/posts';
import { type RateRow, ratesBetween } from './world/rates';
import { type DataState, Searches, type SearchRow } from './world/searches';

export { COMPETITORS, OWN_BRANDS, type OwnBrand, WORLD_BRANDS, type WorldBrand } from './world/brands';
export type { AdDayRow, Article, Order, Post, RateRow, SearchRow };

/** An inclusive range of days and the day on which a platform is asked about it. */
export interface Served {
  readonly from: Day;
  readonly to: Day;
  readonly servedOn: Day;
}

/** What a site's searches come to on one day for one country and device, withheld queries included. */
export type SearchTotal = Omit<SearchRow, 'query' | 'page'>;

/**
 * The truth behind every platform of the sandbox: what a complete pull must find. Pure functions of the seed, the day
 * asked about and the day of asking; the platforms serve these very rows. Unknown accounts are a RangeError.
 */
export class World {
  private readonly ads: AdDays;
  private readonly searching: Searches;
  private readonly talk: Posts;
  private readonly sales: Orders;

  constructor(readonly seed: number) {
    this.ads = new AdDays(seed);
    this.searching = new Searches(seed);
    this.talk = new Posts(seed);
    this.sales = new Orders(seed);
  }

  /** The first day of which the platforms still know: the first of the month two years before `today`. */
  firstDay(today: Day): Day {
    return startOf('MONTH', addMonths(today, -24));
  }

  /** The last instant, in milliseconds since 1970, that platforms know of on `today`: the end of that UTC day. */
  nowOn(today: Day): number {
    return Date.parse(`${addDays(today, 1)}T00:00:00Z`) - 1;
  }

  /** The advertising rows of one account, as served; `account` is the platform's own id. */
  adDays(asked: Served & { platform: AdPlatform; account: string }): Iterable<AdDayRow> {
    return this.ads.between(this.adAccount(asked.platform, asked.account), asked.from, asked.to, asked.servedOn);
  }

  /** The account with this id. */
  adAccount(platform: AdPlatform, id: string): AdAccount {
    const account = AD_ACCOUNTS.find((candidate) => candidate.platform === platform && candidate.id === id);
    if (!account) throw new RangeError(`${platform}: "${id}" is not an account of the sandbox`);
    return account;
  }

  /** A brand's search rows, as served: named queries, and rows whose query is null for those that are withheld. */
  searchRows(asked: Served & { brand: string; state?: DataState }): Iterable<SearchRow> {
    return this.searching.between(ownBrand(asked.brand), asked.from, asked.to, asked.servedOn, asked.state);
  }

  /** A brand's search totals by day, country and device, as served. */
  searchTotals(asked: Served & { brand: string; state?: DataState }): SearchTotal[] {
    const totals = new Map<string, SearchTotal>();
    for (const { day, country, device, clicks, impressions, positionSum } of this.searchRows(asked)) {
      const key = `${day}/${country}/${device}`;
      const sum = totals.get(key) ?? { day, country, device, clicks: 0, impressions: 0, positionSum: 0 };
      totals.set(key, {
        ...sum,
        clicks: sum.clicks + clicks,
        impressions: sum.impressions + impressions,
        positionSum: sum.positionSum + positionSum,
      });
    }
    return [...totals.values()];
  }

  /** The posts of a range of UTC days, oldest first. */
  *posts(asked: Served): Generator<Post> {
    yield* this.talk.between(asked.from, asked.to < asked.servedOn ? asked.to : asked.servedOn);
  }

  /** The posts of one UTC day, oldest first. */
  postsOn(day: Day): readonly Post[] {
    return this.talk.on(day);
  }

  /** The orders that a brand's shop took on a range of days of its own zone and that exist at the end of `servedOn` (UTC). */
  *orders(asked: Served & { brand: string }): Generator<Order> {
    const now = this.nowOn(asked.servedOn);
    const last = addDays(asked.servedOn, 1);
    for (const order of this.sales.between(ownBrand(asked.brand), asked.from, asked.to < last ? asked.to : last)) {
      if (order.createdAt <= now) yield order;
    }
  }

  /** The newest 120 items of a feed, newest first. */
  articles(feed: FeedName, today: Day): Article[] {
    return newestArticles(this.seed, feed, today);
  }

  /** The euro's reference rates of a range of days, oldest first. */
  rates(asked: Served): Iterable<RateRow> {
    return ratesBetween(this.seed, asked.from, asked.to < asked.servedOn ? asked.to : asked.servedOn);
  }
}
