import { AdDay } from '../../entities/facts/AdDay';
import { Mention } from '../../entities/facts/Mention';
import { OrderLine } from '../../entities/facts/OrderLine';
import { SocialDay } from '../../entities/facts/SocialDay';
import { type Day, daysOf } from '../../src/lib/day';
import type { Asker } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { MetricWorld } from '../metrics/metric-world';

/** The day on which the goals of the plan world are asked for. */
export const ASKED: Asker = { today: '2026-04-11', locale: 'EN' };
export const YESTERDAY: Day = '2026-04-10';

/** A plan of one brand with a goal of every aggregation. */
export const PLAN = `
year: 2026
title: { en: A year, zh-Hans: 一年, zh-Hant: 一年 }
currency: CNY
timeZone: Asia/Shanghai
brands:
  - { key: lumina, name: { en: Lumina, zh-Hans: 光曜 }, own: true, aliases: [光曜灯] }
  - { key: rival, name: Rival, own: false }
goals:
  - key: revenue
    title: { en: Revenue, zh-Hans: 销售额 }
    metric: revenue
    aggregation: SUM
    where: { BRAND: lumina }
    target: 365000
    goals:
      - { key: revenue-spring, title: Spring revenue, metric: revenue, aggregation: SUM, where: { BRAND: lumina }, start: 03-01, end: 04-30, target: 61000 }
      - { key: revenue-rest, title: The rest, metric: revenue, aggregation: SUM, where: { BRAND: lumina }, start: 05-01, target: 304000 }
  - { key: orders, title: Orders, metric: orders, aggregation: SUM, where: { BRAND: lumina }, target: 730 }
  - { key: spend, title: Spend, metric: spend, aggregation: SUM, better: BAND, band: { low: 3000, high: 4000 }, target: 3650, where: { BRAND: lumina }, campaigns: 'meta:*' }
  - { key: click-cost, title: Cost per click, metric: cpc, aggregation: RATIO, better: DOWN, baseline: 5, target: 2, where: { BRAND: lumina } }
  - { key: efficiency, title: Efficiency, metric: mer, aggregation: RATIO, target: 100, where: { BRAND: lumina } }
  - { key: followers, title: Followers, metric: followers, aggregation: END_OF_PERIOD, target: 2000, where: { BRAND: lumina } }
  - { key: sentiment-now, title: Latest sentiment, metric: netSentiment, aggregation: END_OF_PERIOD, target: 0.5, where: { BRAND: lumina } }
  - { key: daily-orders, title: Orders a day, metric: orders, aggregation: AVERAGE, target: 2, where: { BRAND: lumina } }
  - { key: best-day, title: Best day, metric: revenue, aggregation: MAX, target: 1500, where: { BRAND: lumina } }
  - { key: worst-day, title: Worst day, metric: revenue, aggregation: MIN, target: 500, where: { BRAND: lumina } }
  - { key: autumn, title: Autumn, metric: revenue, aggregation: SUM, start: 09-01, end: 11-30, target: 91000, where: { BRAND: lumina } }
  - { key: rival-clicks, title: Nothing known, metric: searchClicks, aggregation: SUM, target: 100, where: { BRAND: rival } }
`;

/** Revenue of a day: 1000 yuan, but 2000 on the first of each month and 400 on 2 April. */
export function revenueOf(day: Day): number {
  return day.endsWith('-01') ? 2000 : day === '2026-04-02' ? 400 : 1000;
}

/** A workspace with {@link PLAN}, and with orders, ads, followers and mentions of every day up to yesterday, whose sources are pulled and fresh. */
export async function planWorld(): Promise<MetricWorld> {
  const world = await MetricWorld.open();
  const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: ASKED.today, metrics: METRICS });
  await world.session((session) => importPlan(session, plan, { now: new Date('2026-01-01T00:00:00Z') }));
  const [brand] = await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'lumina'`);
  const brandId = brand!.id;
  const campaign = await world.campaign('meta:1', brandId);
  const [shop, ads, social, feed] = [
    await world.source('shop', { freshTo: YESTERDAY }),
    await world.source('ads', { freshTo: YESTERDAY }),
    await world.source('social', { freshTo: YESTERDAY }),
    await world.source('feed', { freshTo: YESTERDAY }),
  ];
  await world.rows(`UPDATE hub.source SET schedule = '0 6 * * *' RETURNING id`);
  const days = [...daysOf({ from: '2026-01-01', to: YESTERDAY })];
  const common = { brand: brandId, currency: 'CNY' };
  await world.load(
    OrderLine,
    days.flatMap((day) =>
      ['a', 'b'].map((order) => ({
        day,
        source: shop,
        ...common,
        orderId: `${day}${order}`,
        line: '1',
        revenue: BigInt(revenueOf(day)) * 500_000n,
      })),
    ),
  );
  await world.load(
    AdDay,
    days.map((day) => ({
      day,
      source: ads,
      campaign,
      currency: 'CNY',
      spend: 10_000_000n,
      clicks: day < '2026-04-01' ? 4 : 2,
      impressions: 100,
    })),
  );
  await world.load(
    SocialDay,
    days.map((day, i) => ({ day, source: social, brand: brandId, platform: 'mastodon', account: 'lumina', followers: 1000 + i })),
  );
  await world.load(
    Mention,
    ['2026-02-10', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08'].map((day, i) => ({
      day,
      source: feed,
      brand: brandId,
      post: `p${i}`,
      sentiment: i === 1 ? 'negative' : 'positive',
    })),
  );
  return world;
}
