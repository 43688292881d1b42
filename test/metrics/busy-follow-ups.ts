import { AnswerRun } from '../../entities/facts/AnswerRun';
import { CustomerMonth } from '../../entities/facts/CustomerMonth';
import { OrderCredit } from '../../entities/facts/OrderCredit';
import type { Seeds } from './busy-sellers';
import type { MetricWorld } from './metric-world';

const M = 1_000_000n;

/** Credits, months of customers and runs of answer engines of the busy world, whatever they would follow from. */
export async function loadFollowUps(
  world: MetricWorld,
  { roll, pick, maybe, day, brands, sources }: Seeds,
  campaigns: number[],
): Promise<void> {
  const of = <T>(count: number, row: (i: number) => T) => Array.from({ length: count }, (_, i) => row(i));
  const place = () => ({ day: day(), source: pick(...sources), brand: pick(...brands) });
  await world.load(
    OrderCredit,
    of(160, (i) => ({
      ...place(),
      campaign: pick(0, ...campaigns),
      orderId: `o${i >> 1}`,
      step: `${i}`,
      channel: pick('paid_search', 'email', null),
      platform: pick('google_ads', null),
      currency: pick('EUR', 'USD'),
      conversions: maybe(BigInt(roll(1_000_000))),
      revenue: maybe(BigInt(roll(90)) * M),
    })),
  );
  await world.load(
    CustomerMonth,
    of(200, (i) => ({
      ...place(),
      customer: `u${i}`,
      age: pick('0', '0', '1', '2'),
      cohort: pick('2026-01', '2026-02'),
      channel: pick('web', null),
      region: pick('DE', null),
      orders: 1 + roll(3),
      daysToSecond: maybe(roll(400)),
      observedDays: pick(null, 0, 30, 90, 365),
    })),
  );
  await world.load(
    AnswerRun,
    of(200, (i) => ({
      ...place(),
      engine: pick('chatgpt', 'doubao'),
      prompt: pick('best tea', '好茶推荐'),
      run: `${i}`,
      cited: pick('https://acme.example/', null),
      named: maybe(roll(2)),
      place: pick(null, 1, 2, 3),
    })),
  );
}
