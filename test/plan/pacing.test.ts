import { AdDay } from '../../entities/facts/AdDay';
import { addDays } from '../../src/lib/day';
import type { Asker, Pacing, Question } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import { goalTargets } from '../../src/plan/goal-target-reader';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { MetricWorld } from '../metrics/metric-world';

/** A budget of 20,000 for twenty days, another whose second month is due to cost three times the first, and a level. */
const PLAN = `
year: 2026
title: Budgets
currency: EUR
timeZone: UTC
brands: [{ key: acme, name: Acme, own: true }, { key: zen, name: Zen, own: true }]
goals:
  - { key: june, title: June, metric: spend, aggregation: SUM, better: BAND, band: { low: 19000, high: 21000 }, start: 06-07, end: 06-26, target: 20000, where: { BRAND: acme } }
  - { key: phased, title: Phased, metric: spend, aggregation: SUM, better: DOWN, start: 05-01, end: 06-30, target: 12400, where: { BRAND: zen }, split: { method: MANUAL, months: [3100, 9300] } }
  - key: all
    title: March
    metric: impressions
    aggregation: SUM
    start: 03-01
    end: 03-31
    target: 121000
    goals:
      - { key: one, title: One, metric: impressions, aggregation: SUM, start: 03-01, end: 03-31, target: 100000, where: { CHANNEL: paid_search } }
      - { key: two, title: Two, metric: impressions, aggregation: SUM, start: 03-01, end: 03-31, target: 20000, where: { CHANNEL: paid_social } }
      - { key: three, title: Three, metric: impressions, aggregation: SUM, start: 03-01, end: 03-31, target: 1000, where: { CHANNEL: display } }
  - { key: clicks, title: Cost per click, metric: cpc, aggregation: RATIO, better: DOWN, start: 06-01, end: 06-30, target: 2, where: { BRAND: acme } }
`;
const TODAY = '2026-06-15';
const ASKED: Asker = { today: TODAY, locale: 'EN' };

describe('how a budget is paced', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: TODAY, metrics: METRICS });
    await world.session((session) => importPlan(session, plan, { now: new Date('2026-01-01T00:00:00Z') }));
    const brands = await world.rows<{ id: number }>('SELECT id FROM hub.brand ORDER BY key');
    const [acme, zen] = [await world.campaign('a', brands[0]!.id), await world.campaign('z', brands[1]!.id)];
    const days = Array.from({ length: 8 }, (_, i) => addDays('2026-06-07', i));
    await world.load(AdDay, [
      ...days.map((day, i) => ({ day, campaign: acme, currency: 'EUR', spend: BigInt(i < 7 ? 1_200 : 1_100) * 1_000_000n, clicks: 500 })),
      // Today is not over: what it has spent so far is in no pace.
      { day: TODAY, campaign: acme, currency: 'EUR', spend: 700_000_000n, clicks: 300 },
      { day: '2026-05-10', campaign: zen, currency: 'EUR', spend: 3_100_000_000n },
      { day: '2026-06-10', campaign: zen, currency: 'EUR', spend: 4_340_000_000n },
    ]);
  });
  afterAll(() => world.close());

  const ask = (question: Partial<Question>) =>
    world.ask({ select: ['spend'], by: ['BRAND'], compare: 'TARGET', totals: true, ...question }, { targets: goalTargets }, ASKED);
  const of = async (brand: string, question: Partial<Question>, metric = 'spend') => {
    const { rows } = await ask(question);
    return rows.filter(({ dimensions }) => dimensions[0]?.key === brand).map((row) => row.values.find((value) => value.metric === metric)!);
  };

  it('9,500 of 20,000 after eight of twenty days: 118.75 % of what was due, 23,750 in the end, 875 a day from now on', async () => {
    const [value] = await of('acme', { range: { from: '2026-06-07', to: '2026-06-26' } });
    const [sql] = await world.rows<{ spent: number }>(
      `SELECT sum(f.spend_micros)::float8 / 1e6 AS spent FROM fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id WHERE c.key = 'a' AND f.day BETWEEN '2026-06-07' AND '2026-06-14'`,
    );
    expect(sql?.spent).toBe(9_500);
    expect(value).toMatchObject({ value: 10_200, target: 20_000, attainment: 0.51, gap: 9_800 });
    expect(value?.pacing).toEqual({
      expected: 8_000,
      index: 1.1875,
      projected: 23_750,
      projectedEvenly: 23_750,
      requiredPerDay: 875,
      daysLeft: 12,
    } satisfies Pacing);
  });

  it('a phased plan ends otherwise against its phases than by the mean of days', async () => {
    const [value] = await of('zen', { range: { from: '2026-05-01', to: '2026-06-30' } });
    // May's 3,100 and 14 of June's 30 days of 310 were due.
    expect(value?.pacing).toMatchObject({ expected: 7_440, index: 1, projected: 12_400, requiredPerDay: (12_400 - 7_440) / 16 });
    expect(value?.pacing?.projectedEvenly).toBeCloseTo((7_440 / 45) * 61, 9);
    const months = await of('zen', { range: { from: '2026-05-01', to: '2026-06-30' }, grain: 'MONTH' });
    expect(months.map(({ target, pacing }) => [target, pacing?.expected, pacing?.index, pacing?.daysLeft])).toEqual([
      [3_100, 3_100, 1, 0],
      [9_300, 4_340, 1, 16],
    ]);
  });

  it('the whole is as far as its parts by their weight, 58.7 %, not by their mean, 83.3 %', async () => {
    const [brand] = await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'acme'`);
    const shown: [string, number][] = [
      ['paid_search', 50_000],
      ['paid_social', 20_000],
      ['display', 1_000],
    ];
    for (const [channel, impressions] of shown)
      await world.load(AdDay, [
        { day: '2026-03-10', campaign: await world.campaign(channel, brand!.id, channel), currency: 'EUR', impressions },
      ]);
    const { rows, totals } = await ask({ select: ['impressions'], by: ['CHANNEL'], range: { from: '2026-03-01', to: '2026-03-31' } });
    const parts = rows.map(({ values }) => values[0]?.attainment as number);
    expect(parts.reduce((sum, each) => sum + each, 0) / parts.length).toBeCloseTo(0.8333, 4);
    expect(totals?.values[0]?.attainment).toBeCloseTo(0.58677686, 8);
  });

  it('a level has an index, and nothing to project; days that have not begun have no pace, nor has what has no target', async () => {
    const range = { from: '2026-06-01', to: '2026-06-30' };
    const [cpc] = await of('acme', { select: ['cpc'], range }, 'cpc');
    expect(cpc?.pacing).toEqual({
      expected: 2,
      index: 9_500 / 4_000 / 2,
      projected: null,
      projectedEvenly: null,
      requiredPerDay: null,
      daysLeft: 16,
    });
    const { rows, totals } = await ask({ range: { from: '2026-06-07', to: '2026-06-26' } });
    expect(rows.find(({ dimensions }) => dimensions[0]?.key === 'zen')?.values[0]?.target).toBe(6_200);
    expect(totals?.values[0]).toMatchObject({ target: null, pacing: null });
    const later = await ask({ range: { from: '2026-06-16', to: '2026-06-20' }, fill: 'NULL', grain: 'WEEK' });
    expect(later.rows.flatMap(({ values }) => values.map(({ pacing }) => pacing)).filter(Boolean)).toEqual([]);
  });
});
