import type { About, Better, MetricUnit } from './metric';

/**
 * What people are told about a metric: `labels` and `describe` in English, Simplified and Traditional Chinese, in that order,
 * the unit, and which way is better.
 */
export function about(
  labels: readonly [string, string, string],
  describe: readonly [string, string, string],
  unit: MetricUnit,
  better: Better = 'UP',
  ...synonyms: string[]
): About {
  return { label: texts(labels), describe: texts(describe), unit, better, synonyms };
}

function texts([en, zhHans, zhHant]: readonly [string, string, string]) {
  return { en, zhHans, zhHant };
}
