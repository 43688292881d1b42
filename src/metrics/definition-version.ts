import { createHash } from 'node:crypto';
import { leafKey } from './leaf';
import type { Metric } from './metric';

const VERSION_LENGTH = 12;
const VERSIONS = new WeakMap<Metric, string>();

/**
 * What a metric means, as a short digest: it changes with the formula, with the formula of any metric that it is made of, with the facts, conditions and
 * weights behind them, and with the unit; with labels and descriptions it does not.
 */
export function definitionVersion(metric: Metric): string {
  const known = VERSIONS.get(metric);
  if (known) return known;
  const version = createHash('sha256').update(meaningOf(metric)).digest('hex').slice(0, VERSION_LENGTH);
  VERSIONS.set(metric, version);
  return version;
}

function meaningOf(metric: Metric): string {
  const leaves = metric.leaves.map((leaf) => `${leafKey(leaf)} ${(leaf.apart ?? []).join(',')}`);
  return [metric.about.unit, metric.additivity, metric.formula((part) => `[${meaningOf(part)}]`), ...leaves].join('\n');
}
