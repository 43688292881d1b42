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

/** For a part of other metrics that is not a metric of its own: nobody is told about it. */
export function unnamed(unit: MetricUnit): About {
  return about(['', '', ''], ['', '', ''], unit);
}

function texts([en, zhHans, zhHant]: readonly [string, string, string]) {
  return { en, zhHans, zhHant };
}
