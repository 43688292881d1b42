import { AdLevelDay } from '../../entities/facts/AdLevelDay';
import { AdSplitDay } from '../../entities/facts/AdSplitDay';
import { CreatorPost } from '../../entities/facts/CreatorPost';
import { EmailSend } from '../../entities/facts/EmailSend';
import { FxDay } from '../../entities/facts/FxDay';
import { LiveMinute } from '../../entities/facts/LiveMinute';
import { LiveProduct } from '../../entities/facts/LiveProduct';
import { LiveSession } from '../../entities/facts/LiveSession';
import { MarketDay } from '../../entities/facts/MarketDay';
import { SettlementLine } from '../../entities/facts/SettlementLine';
import { VariantDay } from '../../entities/facts/VariantDay';
import { WebDay } from '../../entities/facts/WebDay';
import { addDays, type Day } from '../../src/lib/day';
import type { FactRow, MetricWorld } from './metric-world';

const M = 1_000_000n;
/** Of the facts whose unique people cannot be added there is one row on this day, and no other. */
export const SOLO_DAY = '2026-05-05';

/** Pseudo-random numbers and what they choose from. */
export interface Seeds {
  roll(below: number): number;
  pick<T>(...items: T[]): T;
  maybe<T>(value: T): T | null;
  day(): Day;
  brands: number[];
  sources: number[];
}

/** What makes a row of a market one row. */
function keyOf({ day, source, brand, category, region }: FactRow): string {
  return [day, source, brand, category, region].join();
}

/** Creators, livestreams with their products, e-mails and experiments. */
export async function loadSellers(world: MetricWorld, start: Day, { roll, pick, maybe, day, brands, sources }: Seeds): Promise<void> {
  const of = (count: number, row: (i: number) => FactRow) => Array.from({ length: count }, (_, i) => row(i));
  const amount = (below: number) => BigInt(roll(below)) * 10_000n;
  const common = () => ({ source: pick(...sources), brand: pick(...brands), currency: pick('EUR', 'USD', 'CNY') });
  await world.load(
    CreatorPost,
    of(120, (i) => ({
      ...common(),
      day: day(),
      platform: pick('xiaohongshu', 'douyin'),
      post: `k${i}`,
      creator: maybe(`k${roll(9)}`),
      tier: pick('micro', 'mega', null),
      kind: pick('note', 'video'),
      relation: pick('paid', 'own', null),
      ...Object.fromEntries(['impressions', 'views', 'followers'].map((each) => [each, maybe(1 + roll(90_000))])),
      ...Object.fromEntries(['likes', 'comments', 'shares', 'saves', 'clicks', 'orders'].map((each) => [each, maybe(roll(900))])),
      ...Object.fromEntries(['cost', 'gmvPaid', 'refunded'].map((each) => [each, maybe(amount(90_000))])),
    })),
  );
  const session = (i: number): FactRow => ({
    ...common(),
    day: day(),
    platform: pick('douyin', 'taobao'),
    session: `s${i}`,
    creator: maybe(`k${roll(9)}`),
    ...Object.fromEntries(
      ['gmvPlaced', 'gmvPaid', 'refunded', 'gmvSettled', 'gmvAfter', 'goodsCost', 'cost', 'adCost'].map((each) => [
        each,
        maybe(amount(90_000)),
      ]),
    ),
    ...Object.fromEntries(
      [
        'exposures',
        'views',
        'viewers',
        'peakViewers',
        'watchSeconds',
        'liveSeconds',
        'productExposures',
        'productClicks',
        'ordersPlaced',
      ].map((each) => [each, maybe(1 + roll(20_000))]),
    ),
    ...Object.fromEntries(['orders', 'buyers', 'likes', 'comments', 'shares', 'newFollowers'].map((each) => [each, maybe(roll(900))])),
  });
  const solo = { day: SOLO_DAY, currency: 'EUR', gmvPaid: 5_000n * M, viewers: 900, buyers: 70, watchSeconds: 81_000 };
  await world.load(LiveSession, [...of(60, session), { ...session(99), ...solo }]);
  await world.load(FxDay, [
    { day: SOLO_DAY, currency: 'USD', perEuro: 1_100_000n },
    { day: SOLO_DAY, currency: 'CNY', perEuro: 7_800_000n },
  ]);
  await world.load(WebDay, [{ day: SOLO_DAY, source: sources[0]!, brand: brands[0]!, sessions: 50, users: 31 }]);
  await world.load(
    LiveProduct,
    of(90, (i) => ({
      ...common(),
      day: day(),
      platform: pick('douyin', 'taobao'),
      session: `s${i % 60}`,
      product: `${pick('tea', 'cup')}${i}`,
      ...Object.fromEntries(['exposures', 'clicks', 'orders', 'units'].map((each) => [each, maybe(roll(900))])),
      ...Object.fromEntries(['gmvPaid', 'refunded'].map((each) => [each, maybe(amount(9000))])),
    })),
  );
  await world.load(
    EmailSend,
    of(40, (i) => ({
      ...common(),
      day: day(),
      send: `e${i}`,
      audience: pick('all', 'loyal', null),
      sent: 1000 + roll(9000),
      ...Object.fromEntries(['bounced', 'opens', 'clicks', 'unsubscribed', 'complaints', 'orders'].map((each) => [each, maybe(roll(400))])),
      revenue: maybe(amount(90_000)),
    })),
  );
  await world.load(
    LiveMinute,
    of(60, (i) => ({ ...common(), day: day(), platform: 'douyin', session: `s${i % 9}`, minute: `m${i}`, gmvPaid: maybe(amount(9000)) })),
  );
  await world.load(
    SettlementLine,
    of(120, (i) => ({
      ...common(),
      day: day(),
      collaboration: `c${roll(5)}`,
      line: `l${i}`,
      entry: pick('gmv', 'refund', 'goods', 'slot_fee', 'commission', 'sample', 'boost', 'guarantee'),
      platform: pick('douyin', 'xiaohongshu'),
      creator: maybe(`k${roll(9)}`),
      status: pick('settled', 'open', null),
      amount: maybe(amount(90_000)),
    })),
  );
  await world.load(
    MarketDay,
    of(60, () => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      category: `c${roll(9)}`,
      region: pick('', 'DE', 'FR'),
      currency: pick('EUR', 'USD', 'CNY'),
      searches: maybe(amount(90_000)),
      sales: maybe(amount(9_000_000)),
      buyers: maybe(roll(900)),
      population: 1000 + roll(900),
    })).filter((row, i, all) => all.findIndex((each) => keyOf(each) === keyOf(row)) === i),
  );
  await world.load(MarketDay, [{ day: SOLO_DAY, brand: brands[0]!, category: 'tea', searches: 30n * M, buyers: 120, population: 4_800 }]);
  const campaigns = await world.rows<{ id: number }>('SELECT id FROM hub.campaign ORDER BY id');
  await world.load(
    AdSplitDay,
    of(120, (i) => ({
      day: day(),
      source: pick(...sources),
      campaign: pick(...campaigns).id,
      ad: `a${i % 9}`,
      split: pick('keyword', 'placement'),
      value: `v${i}`,
      matchType: pick('', 'exact'),
      currency: pick('EUR', 'USD', 'CNY'),
      impressions: maybe(1 + roll(5000)),
      clicks: maybe(roll(200)),
      spend: maybe(amount(9000)),
      conversionsClaimed: maybe(amount(90)),
      revenueClaimed: maybe(amount(30_000)),
    })),
  );
  await world.load(
    AdLevelDay,
    of(40, (i) => ({
      day: addDays(start, i),
      source: sources[0]!,
      level: 'campaign',
      campaign: campaigns[0]!.id,
      currency: 'EUR',
      impressions: 900 + roll(900),
      reach: maybe(300 + roll(300)),
    })),
  );
  await world.load(AdLevelDay, [{ day: SOLO_DAY, source: sources[0]!, level: 'account', account: 'x', impressions: 1_240, reach: 496 }]);
  await world.load(
    VariantDay,
    of(120, (i) => ({
      day: addDays(start, Math.floor(i / 4)),
      source: sources[0]!,
      brand: brands[0]!,
      experiment: 'checkout',
      phase: '',
      variant: i % 2 === 0 ? 'control' : 'short',
      metric: i % 4 < 2 ? 'bought' : 'basket',
      users: maybe(100 + 30 * i + roll(9)),
      sum: maybe(BigInt(1000 + 90 * i + roll(50)) * M),
      denominator: maybe(BigInt(4000 + 110 * i + roll(50)) * M),
    })),
  );
}
