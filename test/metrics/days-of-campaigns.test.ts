import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { addDays } from '../../src/lib/day';
import { type FactRow, MetricWorld } from './metric-world';

const START = '2026-02-26';
const DAYS = 60;
const KEYS = ['a', 'b', 'c', 'd'];

/** A question about certain campaigns, whose buckets end within weeks. */
const question = fc
  .record({
    select: fc.uniqueArray(fc.constantFrom('spend', 'clicks', 'ctr', 'roasClaimed', 'impressions'), { minLength: 1 }),
    campaigns: fc.uniqueArray(fc.constantFrom(...KEYS, '', 'nobody'), { minLength: 1 }),
    each: fc.boolean(),
    grain: fc.constantFrom('DAY' as const, 'MONTH' as const, 'QUARTER' as const),
    start: fc.integer({ min: -3, max: DAYS }),
    length: fc.integer({ min: 0, max: DAYS }),
  })
  .map(({ select, campaigns, each, grain, start, length }) => {
    const from = addDays(START, start);
    const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: campaigns }];
    return {
      select,
      where,
      by: each ? ['CAMPAIGN' as const] : [],
      grain,
      range: { from, to: addDays(from, length) },
      totals: true,
      first: 500,
    };
  });

describe('days of certain campaigns', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaigns = [0];
    for (const key of KEYS) campaigns.push(await world.campaign(key, null));
    const others: number[] = [];
    for (let i = 0; i < 30; i++) others.push(await world.campaign(`other ${i}`, null));
    const sources = [await world.source('one'), await world.source('two')];
    // Days without a row, rows without a number, days of a campaign in one week from two sources.
    const rows = Array.from({ length: 260 }, (_, i): FactRow => {
      const roll = (most: number) => (i * 7919 + most * 104_729) % most;
      return {
        day: addDays(START, (i * 31) % DAYS),
        source: sources[roll(2)] as number,
        campaign: campaigns[roll(5)] as number,
        ad: `a${i}`,
        currency: 'EUR',
        impressions: roll(7) === 0 ? null : roll(5000),
        clicks: roll(11) === 0 ? null : roll(200),
        spend: roll(13) === 0 ? null : BigInt(roll(90_000_000)),
        conversionsClaimed: null,
        revenueClaimed: BigInt(roll(300_000_000)) * 10n ** 9n,
      };
    });
    // Beside them there are many in the last week.
    const last = others.map(
      (campaign): FactRow => ({
        day: addDays(START, DAYS - 1),
        source: sources[0] as number,
        campaign,
        ad: '',
        currency: 'EUR',
        clicks: 1,
      }),
    );
    await world.load(AdDay, [...rows, ...last]);
  });
  afterAll(() => world.close());

  it('are as the facts have them, read out of the weeks of the campaigns', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (each) => {
        const ask = (useRollups: boolean) => world.ask(each, { useRollups });
        expect(await ask(true)).toEqual(await ask(false));
      }),
      { seed: 20261127, numRuns: 120 },
    );
  });

  it('are read by day where the campaigns are more than a fifth of those that have ads', async () => {
    const clicks = async (campaigns: string[]) => {
      const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: campaigns }];
      const range = { from: START, to: addDays(START, DAYS - 1) };
      const { totals, rows } = await world.ask({ select: ['clicks'], grain: 'DAY', range, where, totals: true, first: 500 });
      return { total: totals?.values[0]?.value ?? 0, byDay: rows.reduce((sum, { values }) => sum + (values[0]?.value ?? 0), 0) };
    };
    const others = Array.from({ length: 6 }, (_, i) => `other ${i}`);
    const [few, many] = [await clicks(KEYS), await clicks([...KEYS, ...others])];
    expect([few.byDay, many.byDay]).toEqual([few.total, many.total]);
    await world.asOwner('UPDATE rollup.ad_week_campaign SET clicks_by_day = ARRAY(SELECT c + 1000 FROM unnest(clicks_by_day) c)');
    expect((await clicks(KEYS)).byDay).toBeGreaterThan(few.byDay + 1000);
    expect((await clicks([...KEYS, ...others])).byDay).toBe(many.byDay);
  });
});
