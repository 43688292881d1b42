import { dimensionsOf, isDetail } from './dimensions';
import type { Metric } from './metric';
import { DIMENSIONS, type Dimension, type MetricName } from './question';
import { METRICS } from './registry';

/** How well a metric fits a search; the best first. */
const FITS = ['exact', 'beginning', 'inside', 'description'] as const;
type Fit = (typeof FITS)[number];

/**
 * The names of the metrics whose name, label, description or synonym holds the text, or each of its words, in any language; all of them without
 * a text. What is called exactly so comes first, then what begins so, then what holds it, then what only its description speaks of.
 * Case, full-width letters, spaces, `_` and `-` make no difference: `gsc_clicks` is `GSC clicks`.
 */
export function metricCatalog(search?: string | null): MetricName[] {
  const text = plainOf(search ?? '');
  if (text === '') return [...METRICS.keys()];
  const words = (search ?? '').split(/\s+/u).map(plainOf).filter(Boolean);
  const fits = [...METRICS].map(([name, metric]) => ({ name, fit: fitOf(termsOf(name, metric), text, words) }));
  return FITS.flatMap((wanted) => fits.filter(({ fit }) => fit === wanted).map(({ name }) => name));
}

/** What a metric can be broken down and filtered by: the dimensions that all of its facts have. */
export function dimensionsOfMetric(metric: Metric): Dimension[] {
  const places = metric.leaves.map(({ fact, scope }) =>
    dimensionsOf(fact).filter((dimension) => scope !== 'property' || !isDetail(dimension)),
  );
  return DIMENSIONS.filter((dimension) => places.every((has) => has.includes(dimension)));
}

interface Terms {
  /** What the metric is called. */
  readonly called: readonly string[];
  readonly described: string;
}

function termsOf(name: MetricName, { about }: Metric): Terms {
  const inAll = ({ en, zhHans, zhHant }: Metric['about']['label']) => [en, zhHans, zhHant];
  return {
    called: [name, ...inAll(about.label), ...(about.synonyms ?? [])].map(plainOf),
    described: inAll(about.describe).map(plainOf).join('\n'),
  };
}

function fitOf({ called, described }: Terms, text: string, words: readonly string[]): Fit | null {
  const holdsAll = (terms: string) => terms.includes(text) || words.every((word) => terms.includes(word));
  if (called.includes(text)) return 'exact';
  if (called.some((term) => term.startsWith(text))) return 'beginning';
  if (holdsAll(called.join('\n'))) return 'inside';
  return holdsAll([...called, described].join('\n')) ? 'description' : null;
}

function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/gu, '');
}
