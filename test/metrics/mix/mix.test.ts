import { AdDay } from '../../../entities/facts/AdDay';
import { LiftTest } from '../../../entities/facts/LiftTest';
import { OrderLine } from '../../../entities/facts/OrderLine';
import { addDays } from '../../../src/lib/day';
import { answerMix, type MixAnswer } from '../../../src/metrics/mix/answer-mix';
import type { MixQuestion } from '../../../src/metrics/mix/mix-question';
import { type BudgetQuestion, planBudget } from '../../../src/metrics/mix/plan-budget';
import { estimates } from '../../../src/stats/estimates';
import { simulatedMix } from '../../stats/mix/simulated-mix';
import { type FactRow, MetricWorld } from '../metric-world';

const truth = simulatedMix({ weeks: 104, noise: 60 });
/** A Monday. */
const FIRST = '2024-01-01';
const weekAt = (at: number) => addDays(FIRST, 7 * at);
const TODAY = addDays(weekAt(104), 2);
const ASKER = { today: TODAY, locale: 'EN' as const };
const micros = (amount: number) => BigInt(Math.round(amount * 1e6));
const CHANNELS = ['paid_search', 'paid_video', 'paid_social'];

let world: MetricWorld;
/** The mix of all weeks, as most tests look at it. */
let mix: MixAnswer;
beforeAll(async () => {
  world = await MetricWorld.open();
  const acme = await world.brand('acme');
  const source = await world.source('all');
  const [panel] = truth.input.panels;
  const campaigns: number[] = [];
  for (const channel of CHANNELS) campaigns.push(await world.campaign(channel, acme, channel, `of ${channel}`));
  const seldom = await world.campaign('seldom', acme, 'sms', 'sms');
  const ads = campaigns.flatMap((campaign, at) =>
    panel!.spend[at]!.map(
      (spend, week): FactRow => ({ day: addDays(weekAt(week), week % 7), source, campaign, currency: 'EUR', spend: micros(spend) }),
    ),
  );
  await world.load(AdDay, [...ads, { day: weekAt(50), source, campaign: seldom, currency: 'EUR', spend: micros(9) }]);
  await world.load(
    OrderLine,
    panel!.outcome.map((revenue, week) => ({
      day: addDays(weekAt(week), 3),
      source,
      brand: acme,
      orderId: `w${week}`,
      line: '1',
      currency: 'EUR',
      revenue: micros(revenue),
    })),
  );
  await world.load(LiftTest, [
    {
      ...{ day: addDays(weekAt(60), 6), source, brand: acme, test: 'odd', channel: 'billboards', startsOn: weekAt(58), currency: 'EUR' },
      ...{ revenueIncremental: micros(10), revenueError: micros(5) },
    },
  ]);
  mix = await ask();
});
afterAll(async () => {
  await estimates.end();
  await world?.close();
});

const ask = (question: Partial<MixQuestion> = {}): Promise<MixAnswer> =>
  world.snapshot((session) => answerMix(session, { range: { last: 104, unit: 'WEEK' }, currency: 'EUR', samples: 20, ...question }, ASKER));

test('a mix of the hub’s own weeks: its spend is the registry’s, its contributions near what the channels brought', async () => {
  expect(mix.weeks.map(({ week }) => week)).toEqual(Array.from({ length: 104 }, (_, at) => weekAt(at)));
  const { rows } = await world.ask({ select: ['spend'], by: ['CHANNEL'], range: { from: weekAt(0), to: addDays(weekAt(103), 6) } });
  for (const [at, channel] of CHANNELS.entries()) {
    const row = mix.rows.find(({ key }) => key === channel)!;
    expect(row.spend).toBeCloseTo(rows.find(({ dimensions }) => dimensions[0]!.key === channel)!.values[0]!.value!, 4);
    if (truth.contributions[at] === 0) continue;
    // Two years tell the level of steep returns from the baseline only roughly.
    expect(row.contribution / truth.contributions[at]!).toBeGreaterThan(0.55);
    expect(row.contribution / truth.contributions[at]!).toBeLessThan(1.45);
    expect(row.contributionRange.low).toBeLessThanOrEqual(row.contributionRange.high);
    expect(row.curve).toHaveLength(21);
  }
  expect(mix.checks.find(({ name }) => name === 'fit')).toMatchObject({
    outcome: 'PASS',
    text: 'share of the variation that is explained (R²)',
  });
  expect(mix.outOfSample).toMatchObject({ windows: 2, fromWeek: weekAt(84) });
});

test('what is left out is said: channels that were seldom bought, tests that do not fit', async () => {
  const { reasons, liftTests } = mix;
  expect(reasons).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^SMS was spent on in fewer than 8 weeks/),
      expect.stringMatching(/^the lift test odd is left out/),
    ]),
  );
  expect(liftTests).toEqual([]);
});

test('too little to model is no model and a reason, never an error', async () => {
  const young = await ask({ range: { last: 30, unit: 'WEEK' } });
  expect(young).toMatchObject({ rows: [], verdict: 'DO_NOT_USE', baselineShare: null, outOfSample: null, estimate: null });
  expect(young.reasons[0]).toBe('30 weeks with an outcome; a model needs 52 at least');
  expect((await ask({ brands: ['nobody'] })).rows).toEqual([]);
  expect(await planBudget(young, {}, ASKER)).toBeNull();
});

test('a budget is shared out within its bounds, says why, and not by a model that is not to be used', async () => {
  const plan = async (question: BudgetQuestion) => (await planBudget({ ...mix, verdict: 'USE' }, question, ASKER))!;
  const now = mix.rows.reduce((sum, { spend }) => sum + spend / 104, 0);
  const usual = await plan({});
  expect(usual.spend).toBeCloseTo(now, 4);
  expect(usual.response).toBeGreaterThanOrEqual(usual.responseNow - 1e-6);
  for (const { name, now: mean, spend, bound, reason } of usual.channels) {
    expect(spend).toBeGreaterThanOrEqual(0.5 * mean - 1e-6);
    expect(spend).toBeLessThanOrEqual(1.5 * mean + 1e-6);
    expect([name, reason]).toEqual([
      name,
      expect.stringMatching(bound === 'HIGH' ? /upper bound/ : bound === 'LOW' ? /lower bound/ : /the next unit brings/),
    ]);
  }
  const held = await plan({ bounds: [{ channel: 'paid_search', low: 1, high: 1 }] });
  const search = mix.rows.find(({ key }) => key === 'paid_search')!.spend / 104;
  expect(held.channels.find(({ name }) => name === 'paid_search')).toMatchObject({ spend: expect.closeTo(search, 6) });
  await expect(plan({ weekly: 100 * now })).rejects.toThrow('budget.weekly');
  await expect(plan({ bounds: [{ channel: 'radio' }] })).rejects.toThrow('budget.bounds: "radio" given; expected channels of the model');
  expect(await planBudget({ ...mix, verdict: 'DO_NOT_USE' }, {}, ASKER)).toBeNull();
  expect(await planBudget({ ...mix, verdict: 'DO_NOT_USE' }, { despiteReview: true }, ASKER)).not.toBeNull();
});

test('a plan of weeks keeps the bounds of each week, and its weeks add up to the budget', async () => {
  const search = mix.rows.find(({ key }) => key === 'paid_search')!.spend / 104;
  const plan = (question: BudgetQuestion) => planBudget({ ...mix, verdict: 'USE' }, { weeks: 4, from: weekAt(104), ...question }, ASKER);
  const bounds = [
    { channel: 'paid_search', low: 0.9, high: 1.1 },
    { channel: 'paid_search', week: addDays(weekAt(105), 3), low: 2, high: 2.5 },
    { channel: 'paid_video', week: weekAt(106), low: 0, high: 0 },
  ];
  const found = (await plan({ bounds, weekly: 300 }))!;
  expect(found.weeks.map(({ week }) => week)).toEqual([104, 105, 106, 107].map(weekAt));
  expect(found.weeks.reduce((sum, { spend }) => sum + spend, 0)).toBeCloseTo(1200, 6);
  expect(found.spend).toBeCloseTo(300, 6);
  const of = (week: number, channel: string) => found.weeks[week]!.channels.find(({ name }) => name === channel)!;
  expect(of(1, 'paid_search').spend).toBeGreaterThanOrEqual(2 * search - 1e-6);
  for (const week of [0, 2, 3]) expect(of(week, 'paid_search').spend).toBeLessThanOrEqual(1.1 * search + 1e-6);
  expect(of(2, 'paid_video').spend).toBe(0);
  expect(of(1, 'paid_video').spend).toBeGreaterThan(0);
  await expect(plan({ bounds: [{ channel: 'paid_search', week: weekAt(108), low: 1 }] })).rejects.toThrow('budget.bounds.week');
  await expect(plan({ bounds: [bounds[0]!, bounds[0]!] })).rejects.toThrow('each channel once');
  await expect(plan({ weeks: 53 })).rejects.toThrow('budget.weeks: 53 given');
});

test('a lift test of the hub is a demand on its channel', async () => {
  const before = mix.rows.find(({ key }) => key === 'paid_search')!;
  const source = (await world.rows<{ id: number }>(`SELECT id FROM hub.source WHERE key = 'all'`))[0]!.id;
  const brand = (await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'acme'`))[0]!.id;
  await world.load(LiftTest, [
    {
      ...{ day: addDays(weekAt(70), 6), source, brand, test: 'switch-off', channel: 'paid_search', startsOn: weekAt(64), currency: 'EUR' },
      ...{ revenueIncremental: micros(before.contribution / 104), revenueError: micros(1) },
    },
  ]);
  const calibrated = await ask();
  expect(calibrated.liftTests).toEqual(['switch-off']);
  expect(calibrated.rows.find(({ key }) => key === 'paid_search')!.contribution).toBeLessThan(0.5 * before.contribution);
});

test('what cannot be asked is refused with its place', async () => {
  await expect(ask({ outcome: 'ctr' })).rejects.toThrow('outcome: "ctr" given; expected a metric that adds up over everything');
  await expect(ask({ range: { from: '2024-01-02', to: '2024-01-07' } })).rejects.toThrow('at least one whole week');
  await expect(ask({ events: [{ name: 'x', from: '2024-02-02', to: '2024-01-02' }] })).rejects.toThrow('events[0]');
  await expect(ask({ samples: 3 })).rejects.toThrow('samples');
});
