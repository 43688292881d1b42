import type { FactClass } from '../../entities/facts/fact';
import { Exact } from './exact';
import { type Condition, type Leaf, leafFormula, type SearchScope } from './leaf';
import type { About, Additivity, Estimate, Metric } from './metric';
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

/** The number of different people: one who comes on two days is one, so that nothing adds up, not even days. */
export function people<F extends object>(
  fact: FactClass<F>,
  property: PropertyOf<F>,
  about: About,
  where: readonly Condition[] = [],
): Metric {
  return { ...distinct(fact, [property], about, where), additivity: 'NONE' };
}

/** The demand that the properties are told. */
export function told(...properties: readonly string[]): Condition[] {
  return properties.map((property) => ({ property, known: true }));
}

/** A level: the newest known value of each series in the cell, summed over the series; null where the cell may mix dimensions told `apart`. */
export function last<F extends object>(
  fact: FactClass<F>,
  property: PropertyOf<F>,
  about: About,
  apart: readonly Dimension[] = [],
): Metric {
  return ofLeaf({ aggregate: 'last', fact, properties: [property], where: [], ...(apart.length > 0 ? { apart } : {}) }, 'NONE', about);
}

/** A number that cannot be added (unique people): defined only where exactly one row makes the cell. */
export function native<F extends object>(fact: FactClass<F>, property: PropertyOf<F>, about: About): Metric {
  return ofLeaf({ aggregate: 'native', fact, properties: [property], where: [] }, 'NONE', about);
}

/** The largest value in the cell. */
export function peak<F extends object>(fact: FactClass<F>, property: PropertyOf<F>, about: About): Metric {
  return ofLeaf({ aggregate: 'peak', fact, properties: [property], where: [] }, 'NONE', about);
}

/** The smallest quotient of two properties of one row. */
export function lowest<F extends object>(fact: FactClass<F>, [over, under]: readonly [PropertyOf<F>, PropertyOf<F>], about: About): Metric {
  return ofLeaf({ aggregate: 'lowest', fact, properties: [over, under], where: [] }, 'NONE', about);
}

/** A metric of search that always reads one of the two ways in which search is told. */
export function scoped(metric: Metric, scope: SearchScope): Metric {
  const leaves = metric.leaves.map((leaf) => ({ ...leaf, scope }));
  return { ...metric, leaves, formula: () => leaves.map(leafFormula).join(' and ') };
}

/** Metrics of one fact that mean nothing over several values of some dimensions: they add up over time alone, where one value of each is chosen. */
export function apart(dimensions: readonly Dimension[]): (metric: Metric) => Metric {
  return (metric) => {
    const leaves = metric.leaves.map((leaf) => ({ ...leaf, apart: dimensions }));
    return { ...metric, additivity: 'TIME', leaves, formula: () => leaves.map(leafFormula).join(' and ') };
  };
}

/** `factor` × the one over the other, each computed over the whole cell; null when either side is unknown or the divisor is zero. */
export function ratio(over: Metric, under: Metric, about: About & { factor?: number }): Metric {
  countedOnly([over, under]);
  const factor = new Exact(BigInt(about.factor ?? 1));
  const [aboveIn, belowIn] = [valueAt(over, 0), valueAt(under, over.leaves.length)];
  return {
    about,
    additivity: 'NONE',
    leaves: [...over.leaves, ...under.leaves],
    evaluate(values) {
      const [above, below] = [aboveIn(values), belowIn(values)];
      return { value: above && below ? (above.over(below)?.times(factor) ?? null) : null };
    },
    formula: (nameOf) => `${about.factor ? `${about.factor} × ` : ''}${nameOf(over)} / ${nameOf(under)}`,
    quotient: { over, under, factor },
  };
}

/** The first metric less the others; null when any of them is unknown. */
export function difference(first: Metric, others: readonly Metric[], about: About): Metric {
  const all = countedOnly([first, ...others]);
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

/** The first metric and the others together; null when the first is unknown, or any of the others, unless they `mayBeMissing`. */
export function total(first: Metric, others: readonly Metric[], about: About, mayBeMissing = false): Metric {
  const all = countedOnly([first, ...others]);
  return {
    about,
    additivity: all.every((each) => each.additivity === 'ALL') ? 'ALL' : 'NONE',
    leaves: all.flatMap((each) => each.leaves),
    evaluate(values) {
      const [from, ...more] = evaluateEach(all, values).map((each) => each.value);
      if (!from || (!mayBeMissing && more.includes(null))) return { value: null };
      return { value: more.reduce<Exact>((whole, each) => (each ? whole.plus(each) : whole), from) };
    },
    formula: (nameOf) => `(${all.map(nameOf).join(' + ')}${mayBeMissing ? ', those that are told' : ''})`,
  };
}

/** The metric's part of the same metric across every value of the dimension: filters and groups by it do not narrow the whole. */
export function share(metric: Metric, across: Dimension, about: About): Metric {
  return partOf(metric, metric, across, about);
}

/** A metric's part of another one across every value of the dimension: filters and groups by it do not narrow the other. */
export function partOf(part: Metric, of: Metric, across: Dimension, about: About): Metric {
  const whole: Metric = { ...of, leaves: of.leaves.map((leaf) => ({ ...leaf, across })) };
  return { ...ratio(part, whole, about), formula: (nameOf) => `${nameOf(part)} / ${nameOf(of)} across every ${across}` };
}

/** Those of some parts that are told, less those of others that are; null when none of the first is told. For accounts, where no line is nothing. */
export function balance(parts: readonly Metric[], less: readonly Metric[], about: About): Metric {
  const all = countedOnly([...parts, ...less]);
  return {
    about,
    additivity: all.every((each) => each.additivity === 'ALL') ? 'ALL' : 'NONE',
    leaves: all.flatMap((each) => each.leaves),
    evaluate(values) {
      const told = evaluateEach(all, values).map((each) => each.value);
      if (told.slice(0, parts.length).every((each) => each === null)) return { value: null };
      const sumOf = (some: readonly (Exact | null)[]) => some.reduce<Exact>((sum, each) => (each ? sum.plus(each) : sum), Exact.zero);
      return { value: sumOf(told.slice(0, parts.length)).minus(sumOf(told.slice(parts.length))) };
    },
    formula: (nameOf) => `(${parts.map(nameOf).join(' + ')}${less.map((each) => ` − ${nameOf(each)}`).join('')}, those that are told)`,
  };
}

/** A modelled amount: so many of something at what one costs elsewhere, `price / each`. Its assumption is told with it, and no metric is made of it. */
export function product(amount: Metric, price: Metric, each: Metric, about: About & { assumption: string }): Metric {
  const all = [amount, price, each];
  return {
    about,
    additivity: 'NONE',
    leaves: all.flatMap(({ leaves }) => leaves),
    evaluate(values) {
      const [so, many, of] = evaluateEach(all, values).map(({ value }) => value);
      return { value: so && many && of ? so.times(many).over(of) : null };
    },
    formula: (nameOf) => `${nameOf(amount)} × ${nameOf(price)} / ${nameOf(each)}`,
    modelled: about.assumption,
  };
}

/** The metrics, none of which may be a model's: what nobody counted must not pass as money earned. */
function countedOnly(metrics: readonly Metric[]): readonly Metric[] {
  const modelled = metrics.find((each) => each.modelled !== undefined);
  if (modelled) throw new TypeError(`${modelled.about.label.en} is modelled: no other metric can be made of it`);
  return metrics;
}

/** The value of a metric that is a part of another one, whose leaves begin at a place among those of the whole. */
function valueAt(metric: Metric, place: number): (values: readonly (Exact | null)[]) => Exact | null {
  // What one leaf says needs no evaluation.
  if (metric.evaluate === valueOfLeaf) return (values) => values[place] ?? null;
  return (values) => metric.evaluate(values.slice(place, place + metric.leaves.length)).value;
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
    evaluate: valueOfLeaf,
    formula: () => leafFormula(leaf),
  };
}

function valueOfLeaf([value]: readonly (Exact | null)[]): Estimate {
  return { value: value ?? null };
}
