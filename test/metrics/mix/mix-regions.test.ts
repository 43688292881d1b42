import { AdDay } from '../../../entities/facts/AdDay';
import { AdSplitDay } from '../../../entities/facts/AdSplitDay';
import { MarketDay } from '../../../entities/facts/MarketDay';
import { OrderLine } from '../../../entities/facts/OrderLine';
import { addDays } from '../../../src/lib/day';
import { answerMix, type MixAnswer } from '../../../src/metrics/mix/answer-mix';
import type { MixQuestion } from '../../../src/metrics/mix/mix-question';
import { type BudgetQuestion, planBudget } from '../../../src/metrics/mix/plan-budget';
import { estimates } from '../../../src/stats/estimates';
import { simulatedMix } from '../../stats/mix/simulated-mix';
import { type FactRow, MetricWorld } from '../metric-world';

const WEEKS = 104;
/** Sizes 1, 2 and 3; every week something moves all of them alike. */
const truth = simulatedMix({ weeks: WEEKS, panels: 3, together: 500, noise: 40 });
const REGIONS = ['AT', 'CH', 'DE'];
const CHANNELS = ['paid_search', 'paid_video', 'paid_social'];
const weekAt = (at: number) => addDays('2024-01-01', 7 * at);
const ASKER = { today: addDays(weekAt(WEEKS), 2), locale: 'EN' as const };
const micros = (amount: number) => BigInt(Math.round(amount * 1e6));
/** What a rival sells in a region moves what is sold there. */
const rivalIn = (region: number, week: number) => (region + 1) * (1000 + 400 * Math.sin(week * (1.3 + region)));
const LOST = 0.5;
/** What a week of the days before Christmas brings more in Austria, by the part of it that they are. */
const CHRISTMAS = 1500;
const beforeChristmas = (region: number, week: number) =>
  region === 0
    ? Array.from({ length: 7 }, (_, day) => addDays(weekAt(week), day).slice(5)).filter((day) => day >= '12-01' && day <= '12-24').length /
      7
    : 0;

let world: MetricWorld;
/** The mix of all weeks with Austria's festivals. */
let mix: MixAnswer;
beforeAll(async () => {
  world = await MetricWorld.open();
  const [acme, rival] = [await world.brand('acme'), await world.brand('rival')];
  const source = await world.source('all');
  const campaigns: number[] = [];
  for (const channel of CHANNELS) campaigns.push(await world.campaign(channel, acme, channel, `of ${channel}`));
  const rows = <T>(of: (region: number, week: number) => T[]) =>
    REGIONS.flatMap((_, region) => Array.from({ length: WEEKS }, (_, week) => of(region, week)).flat());
  const { panels } = truth.input;
  const spent = (region: number, channel: number, week: number) => micros(panels[region]!.spend[channel]![week]!);
  // The first two channels tell their regions; of the third the platform splits the whole by region.
  await world.load(
    AdDay,
    rows((region, week): FactRow[] =>
      campaigns.map((campaign, at) => ({
        ...{ day: weekAt(week), source, campaign, currency: 'EUR', spend: spent(region, at, week) },
        ...(at < 2 ? { region: REGIONS[region] } : { ad: String(region) }),
      })),
    ),
  );
  await world.load(
    AdSplitDay,
    rows((region, week): FactRow[] => [
      {
        ...{ day: weekAt(week), source, campaign: campaigns[2], currency: 'EUR', spend: spent(region, 2, week) },
        ...{ split: 'region', value: REGIONS[region] },
      },
    ]),
  );
  const order = (region: string, week: number, revenue: number): FactRow => ({
    ...{ day: addDays(weekAt(week), 3), source, brand: acme, orderId: `${region}${week}`, line: '1', currency: 'EUR', region },
    revenue: micros(revenue),
  });
  await world.load(OrderLine, [
    ...rows((region, week) => [
      order(
        REGIONS[region]!,
        week,
        panels[region]!.outcome[week]! - LOST * rivalIn(region, week) + CHRISTMAS * beforeChristmas(region, week),
      ),
    ]),
    order('FR', 3, 900),
  ]);
  await world.load(
    MarketDay,
    rows((region, week): FactRow[] => [
      {
        ...{ day: weekAt(week), source, brand: rival, region: REGIONS[region], currency: 'EUR', sales: micros(rivalIn(region, week)) },
      },
    ]),
  );
  mix = await ask({ holidays: ['AT'] });
});
afterAll(async () => {
  await estimates.end();
  await world?.close();
});

const RIVAL = {
  metric: 'marketSales',
  where: [{ dimension: 'BRAND' as const, op: 'IN' as const, values: ['rival'] }],
  name: 'what a rival sells',
};
const ask = (question: Partial<MixQuestion> = {}): Promise<MixAnswer> =>
  world.snapshot((session) =>
    answerMix(
      session,
      {
        ...{ range: { last: WEEKS, unit: 'WEEK' }, currency: 'EUR', samples: 20, brands: ['acme'], regions: 'REGION' },
        ...{ controls: [RIVAL], sizes: REGIONS.map((region, at) => ({ region, size: at + 1 })), ...question },
      },
      ASKER,
    ),
  );

test('over regions: each has its own spend and outcome, all have one response, and a control of other brands does what it did', async () => {
  const { panels } = truth.input;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  for (const [at, { key, size, spend, channels, contribution }] of mix.regions.entries()) {
    expect([key, size]).toEqual([REGIONS[at], at + 1]);
    // The split of the third channel gives back what each region had.
    for (const [channel, name] of CHANNELS.entries())
      expect(channels.find((each) => each.key === name)!.spend).toBeCloseTo(sum(panels[at]!.spend[channel]!), 2);
    expect(spend).toBeCloseTo(sum(channels.map((each) => each.spend)), 6);
    expect(contribution).toBeCloseTo(sum(channels.map((each) => each.contribution)), 6);
  }
  for (const channel of [0, 1]) {
    const found = mix.rows.find(({ key }) => key === CHANNELS[channel])!;
    expect(found.contribution / truth.contributions[channel]!).toBeGreaterThan(0.7);
    expect(found.contribution / truth.contributions[channel]!).toBeLessThan(1.3);
    expect(sum(mix.regions.map(({ channels }) => channels.find(({ key }) => key === CHANNELS[channel])!.contribution))).toBeCloseTo(
      found.contribution,
      4,
    );
  }
  // A deviation of the rival, 400 / √2 for each unit of size, takes away half of that: of six units in all.
  const [{ name, effect }] = mix.controls as [MixAnswer['controls'][number]];
  expect(name).toBe('what a rival sells');
  expect(effect / ((-LOST * 400 * 6) / Math.SQRT2)).toBeGreaterThan(0.85);
  expect(effect / ((-LOST * 400 * 6) / Math.SQRT2)).toBeLessThan(1.15);
  expect(mix.reasons).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^left out, with 0\.0 % of the outcome, .*: France$/),
      expect.stringMatching(/^Paid social is told without its regions: it is shared out as its platforms split it/),
    ]),
  );
});

test('a country’s festivals are columns of the region that is called like it', () => {
  const effects = new Map(mix.events.map(({ name, effect }) => [name, effect]));
  expect([...effects.keys()]).toEqual(['Easter', 'Black Friday', 'Christmas']);
  expect(effects.get('Christmas')! / CHRISTMAS).toBeGreaterThan(0.7);
  expect(effects.get('Christmas')! / CHRISTMAS).toBeLessThan(1.3);
  expect(Math.abs(effects.get('Easter')!)).toBeLessThan(0.4 * CHRISTMAS);
});

test('a budget by region moves money between regions too, brings no less than one of the whole, and keeps the bounds of regions', async () => {
  const plan = async (question: BudgetQuestion) => (await planBudget({ ...mix, verdict: 'USE' }, question, ASKER))!;
  const [whole, byRegion] = [await plan({}), await plan({ byRegion: true })];
  expect(whole.regions).toEqual([]);
  expect(byRegion.spend).toBeCloseTo(whole.spend, 4);
  expect(byRegion.responseNow).toBeCloseTo(whole.responseNow, 4);
  expect(byRegion.response).toBeGreaterThan(whole.response * (1 - 1e-3));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  expect(byRegion.regions.map(({ key }) => key)).toEqual(REGIONS);
  for (const [at, { spend, response }] of byRegion.channels.entries()) {
    expect(spend).toBeCloseTo(sum(byRegion.regions.map(({ channels }) => channels[at]!.spend)), 6);
    expect(response).toBeCloseTo(sum(byRegion.regions.map(({ channels }) => channels[at]!.response)), 6);
  }
  const bounds = [
    { channel: 'paid_search', low: 0.9, high: 1.1 },
    { channel: 'paid_search', region: 'DE', low: 2, high: 2.5 },
  ];
  const bound = await plan({ byRegion: true, bounds, weeks: 2 });
  for (const { key, channels } of bound.weeks[1]!.regions) {
    const { spend, now } = channels.find(({ name }) => name === 'paid_search')!;
    const [low, high] = key === 'DE' ? [2, 2.5] : [0.9, 1.1];
    expect(spend).toBeGreaterThanOrEqual(low! * now - 1e-6);
    expect(spend).toBeLessThanOrEqual(high! * now + 1e-6);
  }
  await expect(plan({ bounds })).rejects.toThrow('budget.bounds.region: "DE" given; expected no region');
  await expect(plan({ byRegion: true, bounds: [{ channel: 'paid_search', region: 'FR' }] })).rejects.toThrow(
    'regions of the model: AT, CH, DE',
  );
});

test('sizes are of every region of the model, and one region is no model over regions', async () => {
  await expect(ask({ sizes: [{ region: 'AT', size: 9 }] })).rejects.toThrow(
    'sizes: "CH" given; expected a size of each region of the model',
  );
  await expect(ask({ sizes: [{ region: 'AT', size: 0 }] })).rejects.toThrow('sizes above 0');
  const alone = await ask({ brands: ['rival'], sizes: null });
  expect(alone.rows).toEqual([]);
  expect(alone.reasons[0]).toMatch(/^0 weeks with an outcome/);
});
