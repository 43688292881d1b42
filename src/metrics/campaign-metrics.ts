import type { Session } from '../database/session';
import { answer } from './answer';
import type { Asker, MetricName, Question, Range } from './question';

/** Numbers by metric. */
export type MetricSet = Readonly<Record<MetricName, number | null>>;

/**
 * Some metrics of many campaigns, by the campaigns' keys, from one question however many they are; a campaign without data is missing.
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
  const keys = [...new Set(campaignKeys)].sort();
  if (keys.length === 0) return new Map();
  const question: Question = {
    select: [...names],
    by: ['CAMPAIGN'],
    range,
    where: [{ dimension: 'CAMPAIGN', op: 'IN', values: keys }],
    ...(currency ? { currency } : {}),
    fx: 'DAY_RATE',
    orderBy: [],
    totals: false,
    first: keys.length,
  };
  const { rows } = await answer(session, question, asker, { maxFirst: keys.length });
  return new Map(
    rows.map((row) => [row.dimensions[0]?.key ?? '', Object.fromEntries(row.values.map(({ metric, value }) => [metric, value]))]),
  );
}
