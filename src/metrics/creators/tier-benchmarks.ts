import type { Session } from '../../database/session';
import { groupBy } from '../../lib/group-by';
import { type Spread, spreadOf } from '../../stats/spread';
import { ask } from '../ask';
import type { Asker, Filter, MetricName, Range } from '../question';

/** How the accounts of a tier lie by a metric. */
export interface TierBenchmark {
  readonly tier: string;
  readonly label: string;
  readonly spread: Spread;
}

const PAGE = 500;

/** The distribution of a metric over the accounts of each tier: each account is one value, whatever it posted. Tiers by their key. */
export async function tierBenchmarks(
  session: Session,
  metric: MetricName,
  range: Range,
  where: readonly Filter[],
  asker: Asker,
): Promise<TierBenchmark[]> {
  const accounts: { tier: string; label: string; value: number }[] = [];
  const question = { select: [metric], by: ['TIER', 'PLATFORM', 'CREATOR'] as const, range, where, first: PAGE };
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof ask>> = await ask(session, { ...question, ...(after && { after }) }, asker);
    for (const { dimensions, values } of page.rows) {
      const value = values[0]?.value ?? null;
      const [tier, , creator] = dimensions;
      if (value !== null && tier && creator?.key) accounts.push({ tier: tier.key, label: tier.label, value });
    }
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  return [...groupBy(accounts, ({ tier }) => tier)]
    .map(([tier, own]) => ({ tier, label: own[0]?.label ?? tier, spread: spreadOf(own.map(({ value }) => value)) as Spread }))
    .sort((a, b) => (a.tier < b.tier ? -1 : 1));
}
