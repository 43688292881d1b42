import { LiftTest } from '../../entities/facts/LiftTest';
import { Touch } from '../../entities/facts/Touch';
import type { Seeds } from './busy-sellers';
import type { MetricWorld } from './metric-world';

const M = 1_000_000n;

/** Touches and lift tests of the busy world. */
export async function loadTouches(world: MetricWorld, { roll, pick, maybe, day, brands, sources }: Seeds): Promise<void> {
  const of = <T>(count: number, row: (i: number) => T) => Array.from({ length: count }, (_, i) => row(i));
  await world.load(
    Touch,
    of(160, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      person: `p${roll(40)}`,
      touch: `t${i}`,
      channel: pick('paid_search', 'email', 'direct', null),
      interaction: pick('visit', 'click'),
    })),
  );
  await world.load(
    LiftTest,
    of(30, (i) => ({
      day: day(),
      source: pick(...sources),
      brand: pick(...brands),
      test: `lift${i}`,
      channel: pick('paid_search', 'paid_social'),
      currency: pick('EUR', 'USD', 'CNY'),
      conversionsIncremental: maybe(BigInt(roll(400)) * M),
      revenueIncremental: maybe(BigInt(roll(90_000)) * M),
      spendTested: maybe(BigInt(1 + roll(30_000)) * M),
    })),
  );
}
