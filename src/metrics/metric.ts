import { factOf } from '../../entities/facts/fact';
import type { Exact } from './exact';
import type { Leaf } from './leaf';

/** Text in the three languages that the hub speaks. */
export interface Texts {
  readonly en: string;
  readonly zhHans: string;
  readonly zhHant: string;
}

/** What a number is counted in. PERCENT is a share (0.05 is shown as 5 %), RATIO a plain quotient (ROAS 3.2), POINTS a score. */
export type MetricUnit = 'COUNT' | 'MONEY' | 'RATIO' | 'PERCENT' | 'POINTS' | 'SECONDS' | 'PEOPLE' | 'POSITION';
export type Better = 'UP' | 'DOWN' | 'BAND';
/** What a total may be summed over: every dimension, time only, or nothing (it is computed anew). */
export type Additivity = 'ALL' | 'TIME' | 'NONE';

/** What people are told about a metric. */
export interface About {
  readonly label: Texts;
  readonly describe: Texts;
  readonly unit: MetricUnit;
  readonly better: Better;
  /** Other words that people look for it by. */
  readonly synonyms?: readonly string[];
}

/** One evaluated cell. `n` and `interval` only where the metric is an estimate from a sample. */
export interface Estimate {
  readonly value: Exact | null;
  readonly n?: number | null;
  readonly interval?: { low: number; high: number; level: number } | null;
  /** Nothing is known, and 0 is shown because the question asks for it. */
  readonly filled?: true;
}

/** A metric's meaning: which aggregates it needs, and what it makes of them. Its name is the name it is exported by. */
export interface Metric {
  readonly about: About;
  readonly additivity: Additivity;
  readonly leaves: readonly Leaf[];
  /** Takes the leaves' values in order; null where a leaf has none. */
  readonly evaluate: (values: readonly (Exact | null)[]) => Estimate;
  /** The formula in words; `nameOf` names the metrics that have a name. */
  readonly formula: (nameOf: (metric: Metric) => string) => string;
  /** For an estimate from a sample: the leaf that counts the sample. */
  readonly base?: Leaf;
  /** For a quotient: its sides, so that a change of it can be split into rate and mix. */
  readonly quotient?: { readonly over: Metric; readonly under: Metric; readonly factor: Exact };
  /** Of a number that a model makes and nobody counted: what it assumes, with the model's version. No other metric is made of it. */
  readonly modelled?: string;
}

/** The tables of the facts that some metrics are made of. */
export function factsOf(metrics: readonly Metric[]): string[] {
  return [...new Set(metrics.flatMap(({ leaves }) => leaves.map(({ fact }) => factOf(fact).table)))];
}
