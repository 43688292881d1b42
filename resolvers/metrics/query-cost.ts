import type { ArgumentPath } from '../../src/graph/cost';
import type { MetricName } from '../../src/metrics/question';
import { isCombined, MAX_READINGS } from '../../src/metrics/read-spans';
import { METRICS } from '../../src/metrics/registry';

/** What one statement over the facts is worth in objects of an answer. */
export const STATEMENT = 50;
/** What a further statement over a part of the days that are read anyway is worth. */
const FURTHER = 10;

/** What the dearest question costs. */
export const DEAREST = STATEMENT + FURTHER * MAX_READINGS;

/** What a question costs by itself: many statements where windows of what cannot be added up are read one by one. */
export function queryCost([values]: ArgumentPath): number {
  const query = values?.query as { select?: MetricName[]; window?: unknown; calendar?: unknown; anomalies?: boolean } | undefined;
  if (!query?.window && !query?.calendar) return query?.anomalies ? 2 * STATEMENT : STATEMENT;
  const metrics = (query.select ?? []).flatMap((name) => METRICS.get(name) ?? []);
  const apiece = metrics.some((metric) => !isCombined(metric));
  return apiece ? DEAREST : STATEMENT;
}
