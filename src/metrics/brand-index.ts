import { Exact } from './exact';
import { evaluateEach } from './kinds';
import type { About, Metric } from './metric';

/** One component of an index: `low` and `high` are the component's values that mean 0 and 100 points; weights are in hundredths. */
export interface IndexComponent {
  readonly name: string;
  readonly metric: Metric;
  readonly weight: number;
  readonly low: number;
  readonly high: number;
}

/** Weights that hold together under one version. */
export interface IndexWeights {
  readonly version: string;
  readonly components: readonly IndexComponent[];
}

/** A component's part of an index: its score in points, its weight among those that are known, and the product of the two. */
export interface IndexPart {
  readonly name: string;
  readonly score: Exact | null;
  readonly weight: Exact;
  readonly contribution: Exact;
  readonly n: number | null;
}

/** The weighted mean of the components' scores; the weights of unknown components are laid on the others; null when none is known. */
export function index(weights: IndexWeights, about: About): Metric {
  const metrics = weights.components.map(({ metric }) => metric);
  return {
    about,
    additivity: 'NONE',
    leaves: metrics.flatMap((metric) => metric.leaves),
    evaluate: (values) => ({ value: indexValue(indexParts(weights, values)) }),
    formula: (nameOf) => {
      const terms = weights.components.map((each) => `${each.weight} % ${nameOf(each.metric)} (${each.low} to ${each.high})`);
      return `${terms.join(' + ')}, weights ${weights.version}, over the known components`;
    },
  };
}

/** The parts of an index from the values of its components' leaves laid end to end. */
export function indexParts(weights: IndexWeights, values: readonly (Exact | null)[]): IndexPart[] {
  const estimates = evaluateEach(
    weights.components.map(({ metric }) => metric),
    values,
  );
  const known = weights.components.filter((_, i) => estimates[i]?.value).reduce((total, each) => total + each.weight, 0);
  return weights.components.map((component, i) => {
    const score = scoreOf(component, estimates[i]?.value ?? null);
    const weight = score ? new Exact(BigInt(component.weight), BigInt(known)) : Exact.zero;
    return { name: component.name, score, weight, contribution: score ? score.times(weight) : Exact.zero, n: estimates[i]?.n ?? null };
  });
}

function indexValue(parts: readonly IndexPart[]): Exact | null {
  if (parts.every(({ score }) => score === null)) return null;
  return parts.reduce((total, { contribution }) => total.plus(contribution), Exact.zero);
}

function scoreOf({ low, high }: IndexComponent, value: Exact | null): Exact | null {
  return value?.minus(new Exact(BigInt(low))).times(new Exact(100n, BigInt(high - low))) ?? null;
}
