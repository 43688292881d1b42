import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { Mention } from '../../entities/facts/Mention';
import { OrderLine } from '../../entities/facts/OrderLine';
import { SearchDay } from '../../entities/facts/SearchDay';
import { SocialDay } from '../../entities/facts/SocialDay';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { WebDay } from '../../entities/facts/WebDay';
import { addDays } from '../../src/lib/day';
import type { Mapping } from '../../src/metrics/mapping/mapping';
import { saveMapping } from '../../src/metrics/mapping/stored-mapping';
import { loadFollowUps } from './busy-follow-ups';
import { loadSellers } from './busy-sellers';
import { loadTouches } from './busy-touches';
import { type FactRow, MetricWorld } from './metric-world';

const M = 1_000_000n;
const DAYS = 75;
const START = '2026-01-10';

const RULES: Mapping = new Map([
  ['CATEGORY', [{ value: 'drinks', match: ['TEA'] }]],
  [
    'MARKET',
    [
      { value: 'dach', match: ['de', 'at'] },
      { value: 'rest', match: ['?*'] },
    ],
  ],
  ['INITIATIVE', [{ value: 'odd', match: ['*1', '*3', '*5'], except: ['*:3'] }]],
  ['QUERY_TYPE', [{ value: 'brand', match: ['*up*'] }]],
  ['PAGE_TYPE', [{ value: 'early', match: ['/?', '/1?'] }]],
]);

/** The same pseudo-random numbers on every run, from 0 to below `below`. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A workspace with a few hundred rows of many facts: three currencies (one whose rates stop half-way), unknown values, campaigns without a brand, several sources. */
export async function busyWorld(): Promise<MetricWorld> {
  const world = await MetricWorld.open();
  const roll = dice(42);
  const pick = <T>(...items: T[]): T => items[roll(items.length)] as T;
  const day = () => addDays(START, roll(DAYS));
  const brands = [await world.brand('acme'), await world.brand('zen'), 0];
  const campaigns: number[] = [];
  for (let i = 0; i < 6; i++)
    campaigns.push(
      await world.campaign(`c:${i}`, pick(brands[0]!, brands[1]!, null), pick('paid_search', 'paid_social'), pick('google_ads', 'meta')),
    );
  const sources = [await world.source('one'), await world.source('two')];
  const of = (count: number, row: (i: number) => FactRow) => Array.from({ length: count }, (_, i) => row(i));
  const maybe = <T>(value: T): T | null => (roll(5) === 0 ? null : value);

  await world.load(
    FxDay,
    of(DAYS + 7, (i) => ({ day: addDays(START, i - 7), currency: 'USD', perEuro: 1_080_000n + BigInt(roll(40_000)) })),
  );
  await world.load(
    FxDay,
    of(12, (i) => ({ day: addDays(START, 4 * i - 3), currency: 'CNY', perEuro: 7_700_000n + BigInt(roll(300_000)) })),
  );
  await world.load(
    AdDay,
    of(300, (i) => ({
      day: day(),
      source: pick(...sources),
      campaign: pick(...campaigns),
      ad: `a${i}`,
      device: pick('', 'mobile', 'desktop'),
      region: pick('', 'DE', 'FR'),
      currency: pick('EUR', 'USD', 'CNY'),
      impressions: maybe(roll(5000)),
      clicks: maybe(roll(200)),
      spend: maybe(BigInt(roll(90_000_000))),
      conversionsClaimed: maybe(BigInt(roll(9_000_000))),
      revenueClaimed: maybe(BigInt(roll(300_000_000))),
    })),
  );
  await world.load(
    OrderLine,
    of(200, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      orderId: `o${i >> 1}`,
      line: `${i}`,
      customer: maybe(`u${roll(60)}`),
      segment: pick('new', 'returning', null),
      product: pick('tea', 'cup', null),
      region: pick('DE', null),
      channel: pick('web', null),
      currency: pick('EUR', 'USD'),
      quantity: 1,
      gross: BigInt(roll(80_000_000)),
      refunded: pick(null, 0n, BigInt(roll(20_000_000))),
      revenue: maybe(BigInt(roll(80_000_000))),
      goodsCost: i % 3 === 0 ? null : BigInt(i) * 100_000n,
    })),
  );
  await world.load(
    Mention,
    of(300, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      post: `p${i}`,
      platform: pick('x', 'weibo', null),
      channel: pick('social', null),
      language: pick('zh', 'en', null),
      sentiment: pick('positive', 'negative', 'neutral', null),
      topic: pick('delivery', 'price', null),
      spam: pick('ok', 'spam'),
      cluster: `x:p${roll(60)}`,
      written: pick('en', 'zh-Hant', null),
      sentimentBy: pick('human', 'linear-en-1', null),
      queryVersion: pick('1', '2', null),
      engagements: maybe(roll(50)),
      views: maybe(roll(9000)),
      author: maybe(`m${roll(40)}`),
    })),
  );
  await world.load(
    SearchDay,
    of(150, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      scope: pick('property', 'query'),
      query: pick('tea', 'cup'),
      page: `/${i}`,
      region: pick('', 'DE'),
      device: pick('', 'mobile'),
      clicks: maybe(roll(50)),
      impressions: roll(900),
      positionSum: BigInt(roll(9000)) * M,
    })),
  );
  await world.load(
    WebDay,
    of(150, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      channel: pick('', 'direct', 'social'),
      page: `/${i}`,
      region: pick('', 'DE'),
      device: pick('', 'mobile'),
      sessions: maybe(roll(500)),
      users: roll(300),
      conversions: maybe(roll(9)),
      pageViews: maybe(roll(2000)),
      bounces: maybe(roll(200)),
      visitSeconds: maybe(roll(90_000)),
      currency: pick('EUR', 'USD', 'CNY'),
      revenue: maybe(BigInt(roll(90_000_000))),
    })),
  );
  await world.load(
    SocialDay,
    of(DAYS, (i) => ({
      day: addDays(START, i % DAYS),
      source: pick(...sources),
      brand: pick(...brands),
      platform: pick('x', 'weibo'),
      account: pick('a', 'b'),
      followers: maybe(1000 + roll(300)),
      impressions: roll(900),
      engagements: maybe(roll(90)),
      followersGained: maybe(roll(40)),
      followersLost: maybe(roll(20)),
      posts: maybe(roll(5)),
      views: maybe(roll(4000)),
    })),
  );
  await world.load(
    SurveyAnswer,
    of(700, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      wave: 'w',
      respondent: `r${i}`,
      question: pick(
        'nps',
        'csat',
        'aware_aided',
        'aware_unaided',
        'aware_ad',
        'consider',
        'purchase_intent',
        'favourability',
        'recommend',
        'repurchase',
        'ces',
      ),
      segment: pick('a', 'b', null),
      region: pick('DE', null),
      score: maybe(BigInt(roll(11)) * M),
      weight: BigInt(500_000 + roll(1_000_000)),
    })),
  );
  await world.session((session) => saveMapping(session, RULES));
  const parts = { roll, pick, maybe, day, brands, sources };
  await loadSellers(world, START, parts);
  await loadTouches(world, parts);
  await loadFollowUps(world, parts, campaigns);
  return world;
}

/** The days in which the busy world has rows. */
export const BUSY_RANGE = { from: START, to: addDays(START, DAYS - 1) };
/** Those of them on which every currency has a rate. */
export const RATED_RANGE = { from: START, to: addDays(START, 44) };
