import type { Session } from '../database/session';
import { answer } from './answer';
import type { Asker, MetricName, Range } from './question';

/** Numbers by metric; a campaign without data has none. */
export type MetricSet = Readonly<Record<MetricName, number | null>>;

const PAGE = 500;

/**
 * Some metrics of many campaigns at once, by the campaigns' keys: one question, however many campaigns.
 * Without a currency, money is in the workspace's. Throws a BadQuestion for a name or a range that cannot be.
 */
export async function metricsOfCampaigns(
  session: Session,
  campaignKeys: readonly string[],
  names: readonly MetricName[],
  range: Range,
  currency: string | null | undefined,
  asker: Asker,
): Promise<Map<string, MetricSet>> {
  const found = new Map<string, MetricSet>();
  const keys = [...new Set(campaignKeys)].sort();
  for (let at = 0; at < keys.length; at += PAGE) {
    const values = keys.slice(at, at + PAGE);
    const { rows } = await answer(
      session,
      {
        select: [...names],
        by: ['CAMPAIGN'],
        range,
        where: [{ dimension: 'CAMPAIGN', op: 'IN', values }],
        ...(currency ? { currency } : {}),
        fx: 'DAY_RATE',
        orderBy: [],
        totals: false,
        first: PAGE,
      },
      asker,
    );
    for (const row of rows) {
      found.set(row.dimensions[0]?.key ?? '', Object.fromEntries(row.values.map(({ metric, value }) => [metric, value])));
    }
  }
  return found;
}
