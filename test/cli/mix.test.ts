import { AdDay } from '../../entities/facts/AdDay';
import { OrderLine } from '../../entities/facts/OrderLine';
import { mixCommand } from '../../src/cli/mix';
import { addDays } from '../../src/lib/day';
import { estimates } from '../../src/stats/estimates';
import { type FactRow, MetricWorld } from '../metrics/metric-world';
import { simulatedMix } from '../stats/mix/simulated-mix';
import { run } from '../support/run-command';

const WEEKS = 60;
/** A Monday. */
const FIRST = '2024-01-01';
const RANGE = ['--from', FIRST, '--to', addDays(FIRST, 7 * WEEKS - 1)];
const before = { ...process.env };
let world: MetricWorld;

beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  const acme = await world.brand('acme');
  const source = await world.source('all');
  const [panel] = simulatedMix({ weeks: WEEKS, noise: 60 }).input.panels;
  const micros = (amount: number) => BigInt(Math.round(amount * 1e6));
  const of = { source, currency: 'EUR' };
  const ads: FactRow[] = [];
  for (const [at, channel] of ['paid_search', 'paid_video', 'paid_social'].entries()) {
    const campaign = await world.campaign(channel, acme, channel, `of ${channel}`);
    ads.push(...panel!.spend[at]!.map((spend, week) => ({ ...of, day: addDays(FIRST, 7 * week), campaign, spend: micros(spend) })));
  }
  await world.load(AdDay, ads);
  await world.load(
    OrderLine,
    panel!.outcome.map((revenue, week) => ({
      ...{ ...of, day: addDays(FIRST, 7 * week + 3), brand: acme, orderId: `w${week}`, line: '1', revenue: micros(revenue) },
    })),
  );
});
afterAll(async () => {
  process.env = before;
  await estimates.end();
  await world?.close();
});

const ask = (...args: string[]) => run(mixCommand(), '--currency', 'EUR', ...args);

describe('brandhub mix', () => {
  test('says how far the model is to be trusted, what each channel brought, and how a budget would be shared out', async () => {
    const lines = (await ask(...RANGE, '--brand', 'acme', '--budget', '300', '--despite-review')).split('\n');
    for (const channel of ['Paid search', 'Paid video', 'Paid social'])
      expect(lines.filter((line) => line.startsWith(channel))).toHaveLength(2);
    expect(lines.some((line) => /^(PASS|REVIEW|FAIL) +share of the variation that is explained/.test(line))).toBe(true);
  });

  test('tells what is too little to model as a reason', async () => {
    const mix = JSON.parse(await ask('--from', FIRST, '--to', addDays(FIRST, 7 * 30 - 1), '--json'));
    expect(mix).toMatchObject({
      rows: [],
      verdict: 'DO_NOT_USE',
      reasons: [expect.stringMatching(/^30 weeks with an outcome; a model needs 52 at least/)],
    });
  });

  test.each([
    [['--size', 'DE'], '--size: "DE" is not a region and a size; expected e.g. DE=84'],
    [['--event', '618'], '--event: "618" is not a name and days'],
    [['--bound', 'paid_search'], '--bound: "paid_search" is not a channel'],
    [['--budget', 'much'], '--budget: "much" is not an amount'],
  ])('does not take %j', async (args, told) => {
    await expect(ask(...args)).rejects.toThrow(told);
  });
});
