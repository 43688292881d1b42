import { columnOf, type FactClass, factOf } from '../../entities/facts/fact';
import { RATE_PLACES } from './exchange';
import type { Dimension } from './question';

/** A fixed demand on a fact's rows: the property is this text, is known, or is a number of at least / below so many millionths. */
export interface Condition {
  readonly property: string;
  readonly is?: string;
  readonly atLeast?: bigint;
  readonly below?: bigint;
  readonly known?: true;
}

/**
 * How a leaf's rows become one number. `sum`: added up. `distinct`: different values counted. `last`: the newest known value of each
 * series, added up over the series. `native`: the one row's own value, none when there are more rows. `peak`: the largest.
 */
export type Aggregate = 'sum' | 'distinct' | 'last' | 'native' | 'peak';

/** One aggregate of one fact: what the database is asked for, and what a metric is computed from. */
export interface Leaf {
  readonly aggregate: Aggregate;
  readonly fact: FactClass;
  /** sum: the properties multiplied with each other (none: the rows are counted). distinct: the properties told apart. Else the one property. */
  readonly properties: readonly string[];
  readonly where: readonly Condition[];
  /** A dimension that is neither grouped nor filtered by: the whole that a share is a share of. */
  readonly across?: Dimension;
}

/** Whether the leaf is an amount of money, to be converted at each row's day. */
export function isMoney(leaf: Leaf): boolean {
  return leaf.aggregate === 'sum' && leaf.properties.some((property) => columnOf(leaf.fact, property).kind === 'money');
}

/** How many decimal places the leaf's integers hold: 6 for each factor in millionths, and those of an exchange rate. */
export function scaleOf(leaf: Leaf): number {
  if (leaf.aggregate === 'distinct') return 0;
  const micros = leaf.properties.filter(
    (property) => columnOf(leaf.fact, property).sqlType === 'bigint' && columnOf(leaf.fact, property).kind !== 'count',
  );
  return 6 * micros.length + (isMoney(leaf) ? RATE_PLACES : 0);
}

const KEYS = new WeakMap<Leaf, string>();

/** What makes two leaves the same. */
export function leafKey(leaf: Leaf): string {
  const known = KEYS.get(leaf);
  if (known !== undefined) return known;
  const key = keyOf(leaf);
  KEYS.set(leaf, key);
  return key;
}

function keyOf(leaf: Leaf): string {
  const where = leaf.where.map((each) => `${each.property}${each.is ?? ''}>${each.atLeast ?? ''}<${each.below ?? ''}${each.known ?? ''}`);
  return [leaf.aggregate, leaf.fact.name, leaf.properties.join('*'), where.join('&'), leaf.across ?? ''].join('|');
}

/** The leaf in words, for formulas. */
export function leafFormula(leaf: Leaf): string {
  const what = leaf.properties.length === 0 ? 'rows' : leaf.properties.join(leaf.aggregate === 'distinct' ? ', ' : ' × ');
  const where = leaf.where.map(conditionText);
  const filter = where.length === 0 ? '' : ` where ${where.join(' and ')}`;
  const across = leaf.across ? `, across every ${leaf.across}` : '';
  return `${leaf.aggregate}(${factOf(leaf.fact).name}.${what}${filter}${across})`;
}

function conditionText({ property, is, atLeast, below }: Condition): string {
  if (is !== undefined) return `${property} = ${is}`;
  const bounds = [
    atLeast === undefined ? '' : `${property} ≥ ${atLeast / 1_000_000n}`,
    below === undefined ? '' : `${property} < ${below / 1_000_000n}`,
  ];
  return bounds.filter(Boolean).join(' and ') || `${property} known`;
}
