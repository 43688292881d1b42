import { addDays, type Day, toEpoch } from '../../../src/lib/day';
import { WORLD_BRANDS, type WorldBrand } from './brands';
import { roll } from './dice';
import type { Script } from './phrases';
import type { Mood } from './posts';
import { crisisOn } from './season';

/** The feeds of the sandbox, by file name. */
export const FEEDS = ['news-en.xml', 'news-zh.xml', 'blog.atom', 'press.json', 'old.rdf'] as const;
export type FeedName = (typeof FEEDS)[number];

/** One item of a feed; `at` and `updatedAt` in milliseconds since 1970, `summary` is plain text. */
export interface Article {
  readonly id: string;
  readonly at: number;
  readonly updatedAt: number;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly author: string;
  readonly brand: string;
  readonly mood: Mood;
}

const DAY_MS = 86_400_000;
/** Each feed: items a day, language, and the brands that it writes about. */
const SHAPES: Record<FeedName, { perDay: number; script: Script; own: boolean; host: string }> = {
  'news-en.xml': { perDay: 2.2, script: 'en', own: false, host: 'https://news.example/en' },
  'news-zh.xml': { perDay: 2.4, script: 'zh-Hans', own: false, host: 'https://news.example/zh' },
  'blog.atom': { perDay: 0.5, script: 'en', own: true, host: 'https://blog.example' },
  'press.json': { perDay: 0.35, script: 'en', own: true, host: 'https://press.example' },
  'old.rdf': { perDay: 0.8, script: 'en', own: false, host: 'https://archive.example' },
};

const HEADLINES: Record<'en' | 'zh-Hans', Record<Mood | 'crisis', readonly string[]>> = {
  en: {
    positive: ["{n} wins design award & readers' praise", 'Strong quarter for {n} as customers applaud quality', 'Why shoppers love {n}'],
    neutral: ['{n} announces autumn range', '{n} opens store in {c}', 'Interview: the team behind {n}', '{n} updates delivery terms'],
    negative: ['{n} criticised over poor service', 'Complaints about {n} rise', '{n} recalls faulty batch'],
    crisis: ['{n} faces wave of angry complaints', 'Scandal deepens around {n}', 'Customers furious with {n}'],
  },
  'zh-Hans': {
    positive: ['{n}荣获设计大奖，消费者好评如潮', '{n}季度销售亮眼，品质获赞', '{n}为何受年轻人喜爱'],
    neutral: ['{n}发布秋季新品', '{n}在{c}开设新店', '专访{n}团队', '{n}调整配送规则'],
    negative: ['{n}服务差遭消费者批评', '{n}投诉量上升', '{n}召回问题批次'],
    crisis: ['{n}遭大量投诉，消费者愤怒', '{n}丑闻持续发酵', '{n}质量问题引发众怒'],
  },
};
const CITIES = { en: ['Boston', 'Berlin', 'Shanghai', 'Vienna'], 'zh-Hans': ['上海', '成都', '广州', '台北'] };
const TRADES = { en: { lamp: 'lamp', skin: 'skin care', tea: 'tea' }, 'zh-Hans': { lamp: '灯具', skin: '护肤', tea: '茶叶' } };
const SUMMARIES = {
  en: 'The report covers {n} and the market for "{t}" products in {c}.',
  'zh-Hans': '本文介绍{n}及{c}市场的最新情况，涉及“{t}”品类。',
};

/** The items that a feed published on a UTC day, oldest first. */
export function articlesOn(seed: number, feed: FeedName, day: Day): Article[] {
  const shape = SHAPES[feed];
  const dice = roll(seed, 'feed', feed, toEpoch(day));
  const count = dice.count(shape.perDay);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const script = shape.script === 'en' ? 'en' : 'zh-Hans';
  const brands = WORLD_BRANDS.filter((brand) => brand.own || !shape.own);
  return Array.from({ length: count }, (_, place) => {
    const brand: WorldBrand = dice.pick(brands);
    const crisis = crisisOn(brand.key, day) !== null && dice.chance(0.8);
    const mood: Mood = crisis
      ? 'negative'
      : dice.weighted([
          ['positive', 35],
          ['neutral', 45],
          ['negative', shape.own ? 0 : 20],
        ] as const);
    const city = dice.pick(CITIES[script]);
    const fill = (text: string) =>
      text.replaceAll('{n}', brand.names[script]).replaceAll('{c}', city).replaceAll('{t}', TRADES[script][brand.trade]);
    // Steps of the day keep the order of publication without a sort.
    const at = midnight + Math.floor((((place + dice.next()) / count) * (DAY_MS - 2000)) / 1000) * 1000;
    return {
      id: `${feed.replace('.', '-')}-${day}-${place}`,
      at,
      updatedAt: at + (dice.chance(0.15) ? 3_600_000 : 0),
      url: `${shape.host}/${day.replaceAll('-', '/')}/${place}?ref=feed&lang=${script}`,
      title: fill(dice.pick(HEADLINES[script][crisis ? 'crisis' : mood])),
      summary: fill(SUMMARIES[script]),
      author: dice.pick(['A. Meyer', 'Chen Wei', 'R. Okafor', 'Lin Yue']),
      brand: brand.key,
      mood,
    };
  });
}

/** The newest items of a feed at the end of a day, newest first, at most `limit`. */
export function newestArticles(seed: number, feed: FeedName, today: Day, limit = 120): Article[] {
  const items: Article[] = [];
  for (let day = today; items.length < limit && day > addDays(today, -730); day = addDays(day, -1)) {
    items.push(...articlesOn(seed, feed, day).reverse());
  }
  return items.slice(0, limit);
}
