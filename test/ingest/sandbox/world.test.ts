import { OWN_BRANDS, WORLD_BRANDS, World } from '../../../ingest/sandbox/world';
import { AD_ACCOUNTS } from '../../../ingest/sandbox/world/campaigns';
import { conversionShare } from '../../../ingest/sandbox/world/maturity';
import { isFixingDay } from '../../../ingest/sandbox/world/rates';
import { crisisOn, demandOn } from '../../../ingest/sandbox/world/season';
import { startOfDayIn } from '../../../ingest/sandbox/world/zone';
import { addDays, daysOf } from '../../../src/lib/day';

const TODAY = '2026-11-20';
const lumina = { platform: 'google-ads', account: '4120557301' } as const;

describe('the sandbox world', () => {
  it('is the same whenever and in whatever order it is asked for', () => {
    const forward = new World(7);
    const backward = new World(7);
    const asked = { from: '2026-05-01', to: '2026-05-20', servedOn: TODAY };
    const days = [...daysOf(asked)];
    const one = days.map((day) => [...forward.adDays({ ...lumina, from: day, to: day, servedOn: TODAY })]);
    const other = days.toReversed().map((day) => [...backward.adDays({ ...lumina, from: day, to: day, servedOn: TODAY })]);
    expect(other.toReversed()).toEqual(one);
    expect([...backward.posts(asked)]).toEqual([...forward.posts(asked)]);
    expect([...new World(7).orders({ brand: 'kumo', ...asked })]).toEqual([...forward.orders({ brand: 'kumo', ...asked })]);
  });

  it('differs with the seed', () => {
    const asked = { ...lumina, from: '2026-05-01', to: '2026-05-02', servedOn: TODAY };
    expect([...new World(1).adDays(asked)].map((row) => row.clicks)).not.toEqual([...new World(2).adDays(asked)].map((row) => row.clicks));
  });

  it('lets conversions mature for 28 days, never downwards, and leaves impressions alone', () => {
    const world = new World(3);
    const day = '2026-10-01';
    const totals = Array.from({ length: 32 }, (_, age) => {
      const rows = [...world.adDays({ ...lumina, from: day, to: day, servedOn: addDays(day, age) })];
      const sum = (read: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + read(row), 0);
      return { conversions: sum((row) => Number(row.conversionsMicros)), impressions: sum((row) => row.impressions) };
    });
    const conversions = totals.map((total) => total.conversions);
    expect(conversions).toEqual(conversions.toSorted((a, b) => a - b));
    expect(conversions[0]).toBeLessThan(0.6 * (conversions[28] as number));
    expect(conversions[28]).toBe(conversions[31]);
    expect(new Set(totals.map((total) => total.impressions)).size).toBe(1);
    expect(conversionShare(28)).toBe(1);
  });

  it('gives no advertising days that are still to come', () => {
    const days = [...new World(1).adDays({ ...lumina, from: '2026-11-18', to: '2026-11-25', servedOn: TODAY })].map((row) => row.day);
    expect([...new Set(days)]).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
  });

  it('has campaigns that begin and end, and about eight rows a Google customer and day', () => {
    const world = new World(1);
    const rows = [...world.adDays({ ...lumina, from: '2026-08-31', to: '2026-09-01', servedOn: TODAY })];
    const launch = rows.filter((row) => row.campaign.name === 'Lumina | Video | Launch 2026 | US');
    expect(launch.map((row) => row.day)).toEqual(['2026-09-01']);
    const year = [...world.adDays({ ...lumina, from: '2025-11-01', to: '2026-10-31', servedOn: TODAY })];
    expect(year.length / 365).toBeGreaterThan(7);
    expect(year.length / 365).toBeLessThan(10);
  });

  it('peaks on Black Friday, 11.11 and 6.18, dips over Lunar New Year and grows year by year', () => {
    expect(demandOn('lumina', '2025-11-28')).toBeGreaterThan(2 * demandOn('lumina', '2025-11-21'));
    expect(demandOn('verdane', '2025-11-11')).toBeGreaterThan(2 * demandOn('verdane', '2025-11-18'));
    expect(demandOn('verdane', '2026-06-18')).toBeGreaterThan(2 * demandOn('verdane', '2026-06-25'));
    expect(demandOn('verdane', '2026-02-18')).toBeLessThan(0.6 * demandOn('verdane', '2026-02-04'));
    expect(demandOn('kumo', '2026-03-02') / demandOn('kumo', '2025-03-03')).toBeCloseTo(1.12, 2);
  });

  it('puts Verdane in a crisis for ten days from 2 June: angry posts and fewer orders', () => {
    const world = new World(1);
    const negative = (from: string, to: string) =>
      [...world.posts({ from, to, servedOn: TODAY })].filter((post) => post.brands.includes('verdane') && post.mood === 'negative').length;
    expect(negative('2026-06-02', '2026-06-11')).toBeGreaterThan(10 * Math.max(5, negative('2026-05-20', '2026-05-29')));
    const orders = (from: string, to: string) => [...world.orders({ brand: 'verdane', from, to, servedOn: TODAY })].length;
    expect(orders('2026-06-02', '2026-06-08')).toBeLessThan(0.85 * orders('2026-05-19', '2026-05-25'));
    expect([crisisOn('verdane', '2026-06-01'), crisisOn('verdane', '2026-06-12'), crisisOn('lumina', '2026-06-05')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('counts the orders of a customer without gaps', () => {
    const seen = new Map<string, number[]>();
    for (const order of new World(1).orders({ brand: 'lumina', from: '2025-12-01', to: TODAY, servedOn: TODAY })) {
      if (order.customer) seen.set(order.customer.id, [...(seen.get(order.customer.id) ?? []), order.customer.index]);
    }
    const histories = [...seen.values()].filter((indexes) => indexes[0] === 1 && indexes.length > 1);
    expect(histories.length).toBeGreaterThan(300);
    for (const indexes of histories) expect(indexes).toEqual(indexes.map((_, place) => place + 1));
  });

  it("keeps an order on the day of its shop's zone, about twelve a day", () => {
    const world = new World(1);
    const orders = [...world.orders({ brand: 'verdane', from: '2026-03-01', to: '2026-03-31', servedOn: TODAY })];
    expect(orders.length / 31).toBeGreaterThan(8);
    expect(orders.length / 31).toBeLessThan(20);
    for (const order of orders) {
      const start = startOfDayIn('Asia/Shanghai', order.day);
      expect(order.createdAt >= start && order.createdAt < start + 86_400_000).toBe(true);
    }
  });

  it('finds the start of a day on both sides of a clock change', () => {
    expect(new Date(startOfDayIn('America/New_York', '2026-03-08')).toISOString()).toBe('2026-03-08T05:00:00.000Z');
    expect(new Date(startOfDayIn('America/New_York', '2026-03-09')).toISOString()).toBe('2026-03-09T04:00:00.000Z');
    expect(new Date(startOfDayIn('Asia/Shanghai', '2026-03-09')).toISOString()).toBe('2026-03-08T16:00:00.000Z');
  });

  it('fixes no rates at weekends, on Good Friday, Easter Monday and 1 May', () => {
    const closed = ['2025-04-18', '2025-04-21', '2026-04-03', '2026-04-06', '2026-05-01', '2026-11-21', '2026-11-22', '2026-12-25'];
    expect(closed.filter(isFixingDay)).toEqual([]);
    expect(isFixingDay('2026-11-20')).toBe(true);
  });

  it('talks of every brand in three scripts, with homonyms, chatter, reblogs and near copies', () => {
    const posts = [...new World(1).posts({ from: '2026-07-01', to: '2026-10-31', servedOn: TODAY })];
    expect(new Set(posts.map((post) => post.kind))).toEqual(new Set(['original', 'reblog', 'copy', 'homonym', 'chatter']));
    expect(new Set(posts.flatMap((post) => post.brands))).toEqual(new Set(WORLD_BRANDS.map((brand) => brand.key)));
    expect(new Set(posts.map((post) => post.script))).toEqual(new Set(['en', 'zh-Hans', 'zh-Hant']));
    expect(posts.length / 123).toBeGreaterThan(10);
    expect(posts.length / 123).toBeLessThan(17);
    const ids = posts.map((post) => BigInt(post.id));
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('has accounts of every own brand on both advertising platforms', () => {
    const pairs = AD_ACCOUNTS.map((account) => `${account.platform}/${account.brand.key}`);
    expect(pairs.toSorted()).toEqual(
      ['google-ads', 'meta-ads'].flatMap((platform) => OWN_BRANDS.map((brand) => `${platform}/${brand.key}`)).toSorted(),
    );
  });
});
