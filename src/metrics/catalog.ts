import { dimensionsOf } from './dimensions';
import type { Metric } from './metric';
import { DIMENSIONS, type Dimension, type MetricName } from './question';
import { METRICS } from './registry';

/** The names of the metrics whose name, label, description or synonym holds the text, in any language; all of them without a text. */
export function metricCatalog(search?: string | null): MetricName[] {
  const wanted = search?.trim().toLowerCase() ?? '';
  return [...METRICS].filter(([name, metric]) => wordsOf(name, metric).includes(wanted)).map(([name]) => name);
}

/** What a metric can be broken down and filtered by: the dimensions that all of its facts have. */
export function dimensionsOfMetric(metric: Metric): Dimension[] {
  const places = metric.leaves.map(({ fact }) => dimensionsOf(fact));
  return DIMENSIONS.filter((dimension) => places.every((has) => has.includes(dimension)));
}

function wordsOf(name: MetricName, { about }: Metric): string {
  const texts = [about.label, about.describe].flatMap(({ en, zhHans, zhHant }) => [en, zhHans, zhHant]);
  return [name, ...texts, ...(about.synonyms ?? [])].join('\n').toLowerCase();
}
