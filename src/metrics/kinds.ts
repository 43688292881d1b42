import type { FactClass } from '../../entities/facts/fact';
import { Exact } from './exact';
import { type Condition, type Leaf, leafFormula } from './leaf';
import type { About, Additivity, Metric } from './metric';
import type { Dimension } from './question';

type PropertyOf<F> = Extract<keyof F, string>;

/** The sum of a property over the rows that meet the conditions; null when no row says a value. */
export function sum<F extends object>(fact: FactClass<F>, property: PropertyOf<F>, about: About, where: readonly Condition[] = []): Metric {
  return ofLeaf({ aggregate: 'sum', fact, properties: [property], where }, 'ALL', about);
}

/** The number of rows that meet the conditions. */
export function count(fact: FactClass, about: About, where: readonly Condition[] = []): Metric {
  return ofLeaf({ aggregate: 'sum', fact, properties: [], where }, 'ALL', about);
}

/** The number of different values of the properties together. Adds up over time, not over dimensions: one order may hold two brands. */
export function distinct<F extends object>(
  fact: FactClass<F>,
  properties: readonly string[],
  about: About,
  where: readonly Condition[] = [],
): Metric {
  return ofLeaf({ aggregate: 'distinct', fact, properties, where }, 'TIME', about);
}

/** A level: the newest known value of each series in the cell, summed over the series. */
export function last<F extends object>(fact: FactClass<F>, property: PropertyOf<F>, about: About): Metric {
  return ofLeaf({ aggregate: 'last', fact, properties: [property], where: [] }, 'NONE', about);
}

/** A number that cannot be added (unique people): defined only where exactly one row makes the cell. */
export function native<F extends object>(fact: FactClass<F>, property: PropertyOf<F>, about: About): Metric {
  return ofLeaf({ aggregate: 'native', fact, properties: [property], where: [] }, 'NONE', about);
}

/** The largest value in the cell. */
export function peak<F extends object>(fact: FactClass<F>, property: PropertyOf<F>, about: About): Metric {
  return ofLeaf({ aggregate: 'peak', fact, properties: [property], where: [] }, 'NONE', about);
}

/** `factor` × the one over the other, each computed over the whole cell; null when either side is unknown or the divisor is zero. */
export function ratio(over: Metric, under: Metric, about: About & { factor?: number }): Metric {
  const factor = new Exact(BigInt(about.factor ?? 1));
  return {
    about,
    additivity: 'NONE',
    leaves: [...over.leaves, ...under.leaves],
    evaluate(values) {
      const above = over.evaluate(values.slice(0, over.leaves.length)).value;
      const below = under.evaluate(values.slice(over.leaves.length)).value;
      return { value: above && below ? (above.over(below)?.times(factor) ?? null) : null };
    },
    formula: (nameOf) => `${about.factor ? `${about.factor} × ` : ''}${nameOf(over)} / ${nameOf(under)}`,
    quotient: { over, under, factor },
  };
}

/** The first metric less the others; null when any of them is unknown. */
export function difference(first: Metric, others: readonly Metric[], about: About): Metric {
  const all = [first, ...others];
  return {
    about,
    additivity: all.every((each) => each.additivity === 'ALL') ? 'ALL' : 'NONE',
    leaves: all.flatMap((each) => each.leaves),
    evaluate(values) {
      const [from, ...less] = evaluateEach(all, values).map((each) => each.value);
      if (!from || less.includes(null)) return { value: null };
      return { value: less.reduce<Exact>((rest, each) => rest.minus(each as Exact), from) };
    },
    formula: (nameOf) => `(${all.map(nameOf).join(' − ')})`,
  };
}

/** The metric's part of the same metric across every value of the dimension: filters and groups by it do not narrow the whole. */
export function share(metric: Metric, across: Dimension, about: About): Metric {
  const whole: Metric = { ...metric, leaves: metric.leaves.map((leaf) => ({ ...leaf, across })) };
  return {
    ...ratio(metric, whole, about),
    formula: (nameOf) => `${nameOf(metric)} / ${nameOf(metric)} across every ${across}`,
  };
}

/** Evaluates metrics side by side from their leaves' values laid end to end. */
export function evaluateEach(metrics: readonly Metric[], values: readonly (Exact | null)[]) {
  let offset = 0;
  return metrics.map((metric) => {
    const own = values.slice(offset, offset + metric.leaves.length);
    offset += metric.leaves.length;
    return metric.evaluate(own);
  });
}

function ofLeaf(leaf: Leaf, additivity: Additivity, about: About): Metric {
  return {
    about,
    additivity,
    leaves: [leaf],
    evaluate: ([value]) => ({ value: value ?? null }),
    formula: () => leafFormula(leaf),
  };
}
