import type { Session } from '../database/session';
import { readingOf } from './answer';
import { check } from './asked';
import { estimateOf, readCells } from './cells';
import { NO_MAPPING } from './mapping/mapping';
import type { Asker, MetricName, Question, Range } from './question';
import { metricOf } from './registry';
import { snapshotOf } from './snapshot';

/** Numbers by metric. */
export type MetricSet = Readonly<Record<MetricName, number | null>>;

/**
 * Some metrics of many campaigns, by the campaigns' keys, from one question however many they are; a campaign without data is missing. The numbers are those
 * of `answer`; as a list shows nothing else, nothing else is read. Without a currency, money is in the workspace's. Throws a BadQuestion for a name or a
 * range that cannot be.
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
  const asked = check(question, asker, keys.length);
  const money = asked.currency ?? asker.currency ?? (await snapshotOf(session)).currency;
  const metrics = asked.select.map((name) => metricOf(name));
  const cells = await readCells(readingOf(session, asked, asker, money, NO_MAPPING), metrics, asked);
  return new Map(
    [...cells.byKey.values()].map((cell) => [
      cell.keys[0] ?? '',
      Object.fromEntries(asked.select.map((name, at) => [name, estimateOf(metrics[at] ?? metricOf(name), cell).value?.toNumber() ?? null])),
    ]),
  );
}
