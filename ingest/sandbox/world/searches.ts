import { addDays, type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { OWN_BRANDS, type OwnBrand } from './brands';
import { type Dice, roll } from './dice';
import { demandOn, salesKept } from './season';

/** The two states that search data can be asked in: settled days only, or also those still being counted. */
export type DataState = 'final' | 'all';

/**
 * Search traffic of a site on a day (Pacific time) for one query, page, country and device. `query` is null for
 * queries that are withheld because few people made them. The mean position is `positionSum / impressions`.
 */
export interface SearchRow {
  readonly day: Day;
  readonly query: string | null;
  readonly page: string;
  readonly country: string;
  readonly device: string;
  readonly clicks: number;
  readonly impressions: number;
  readonly positionSum: number;
}

/** Days that search data needs to settle. */
export const SEARCH_LAG = 3;

interface Query {
  readonly text: string;
  readonly path: string;
  readonly position: number;
  readonly volume: number;
}

const COUNTRIES: Record<string, readonly (readonly [string, number])[]> = {
  lumina: [
    ['usa', 0.7],
    ['can', 0.2],
    ['gbr', 0.1],
  ],
  verdane: [
    ['chn', 0.75],
    ['hkg', 0.15],
    ['twn', 0.1],
  ],
  kumo: [
    ['deu', 0.65],
    ['aut', 0.2],
    ['fra', 0.15],
  ],
};
const DEVICES = [
  ['MOBILE', 0.64],
  ['DESKTOP', 0.36],
] as const;

const QUERIES: Record<string, readonly Query[]> = {
  lumina: [
    { text: 'lumina', path: '/', position: 1.2, volume: 260 },
    { text: 'lumina desk lamp', path: '/products/aurora-desk-lamp', position: 1.5, volume: 190 },
    { text: '光曜 台灯', path: '/zh/products/aurora-desk-lamp', position: 1.8, volume: 40 },
    { text: 'smart desk lamp', path: '/collections/desk-lamp', position: 6.4, volume: 420 },
    { text: 'dimmable ceiling light', path: '/collections/ceiling-light', position: 8.8, volume: 310 },
    { text: 'night light for kids', path: '/collections/night-light', position: 7.1, volume: 280 },
  ],
  verdane: [
    { text: '青岚', path: '/', position: 1.1, volume: 340 },
    { text: '青岚 精华', path: '/products/serum', position: 1.4, volume: 260 },
    { text: 'verdane serum', path: '/en/products/serum', position: 1.6, volume: 60 },
    { text: '敏感肌 面霜 推荐', path: '/journal/sensitive-skin-cream', position: 5.9, volume: 520 },
    { text: '清爽 防晒霜', path: '/collections/sunscreen', position: 7.7, volume: 460 },
    { text: '青嵐 護膚', path: '/zh-hant/', position: 2.1, volume: 45 },
  ],
  kumo: [
    { text: 'kumo tea', path: '/', position: 1.2, volume: 150 },
    { text: 'kumo tea geschenkbox', path: '/products/four-seasons-gift-box', position: 1.6, volume: 90 },
    { text: '云茶', path: '/zh/', position: 1.9, volume: 30 },
    { text: 'oolong tee kaufen', path: '/collections/oolong', position: 6.2, volume: 300 },
    { text: 'grüner tee aus nebelbergen', path: '/collections/green-tea', position: 9.3, volume: 180 },
    { text: 'tea gift box', path: '/collections/gift-box', position: 8.1, volume: 240 },
  ],
};

/** The sites that the sandbox's search console knows, own brands' domains. */
export const SITES: readonly string[] = OWN_BRANDS.map((brand) => brand.site);

/** Makes and remembers the search traffic of the world. */
export class Searches {
  private readonly days = new Map<string, readonly SearchRow[]>();

  constructor(private readonly seed: number) {}

  /** The rows of a site from one day to another as served on a day: settled days, and with `all` also the last three, undercounted. */
  *between(brand: OwnBrand, from: Day, to: Day, servedOn: Day, state: DataState = 'final'): Generator<SearchRow> {
    const last = addDays(servedOn, state === 'final' ? -SEARCH_LAG : 0);
    for (const day of daysOf({ from, to: to < last ? to : last })) {
      const settled = toEpoch(servedOn) - toEpoch(day) >= SEARCH_LAG;
      yield* settled ? this.on(brand, day) : this.on(brand, day).flatMap(undercounted);
    }
  }

  private on(brand: OwnBrand, day: Day): readonly SearchRow[] {
    const key = `${brand.key}/${day}`;
    const known = this.days.get(key);
    if (known) return known;
    const rows = (COUNTRIES[brand.key] ?? []).flatMap(([country, part], place) =>
      DEVICES.flatMap(([device, share], kind) => this.cell(brand, day, country, device, part * share, place * 2 + kind)),
    );
    this.days.set(key, rows);
    return rows;
  }

  /** Two named queries, which ones changes from day to day, and all the withheld ones of a country and device. */
  private cell(brand: OwnBrand, day: Day, country: string, device: string, share: number, place: number): SearchRow[] {
    const dice = roll(this.seed, 'search', brand.key, country, device, toEpoch(day));
    const queries = QUERIES[brand.key] as readonly Query[];
    const turn = place + (toEpoch(day) % 3);
    const named = [queries[turn % 3], queries[3 + (turn % 3)]] as Query[];
    const host = `https://${brand.site.slice('sc-domain:'.length)}`;
    const demand = demandOn(brand.key, day) * (0.6 + 0.4 * salesKept(brand.key, day)) * share * 4;
    const row = (query: string | null, path: string, volume: number, position: number): SearchRow =>
      searchRow(
        { day, query, page: host + path, country, device },
        Math.max(1, Math.round(volume * demand * dice.around(0.15))),
        position,
        dice,
      );
    return [
      ...named.map((query) => row(query.text, query.path, query.volume, query.position)),
      row(null, (named[1] as Query).path, 330, 11.5),
    ];
  }
}

function searchRow(
  keys: Pick<SearchRow, 'day' | 'query' | 'page' | 'country' | 'device'>,
  impressions: number,
  position: number,
  dice: Dice,
): SearchRow {
  const mean = Math.max(1, position * dice.around(0.06));
  const clicks = Math.min(impressions, dice.count(impressions * (0.42 / mean)));
  return { ...keys, clicks, impressions, positionSum: Math.max(impressions, Math.round(impressions * mean)) };
}

function undercounted(row: SearchRow): SearchRow[] {
  const impressions = Math.floor(row.impressions * 0.6);
  if (impressions === 0) return [];
  const positionSum = Math.max(impressions, Math.round((row.positionSum * impressions) / row.impressions));
  return [{ ...row, impressions, positionSum, clicks: Math.min(impressions, Math.floor(row.clicks * 0.6)) }];
}
