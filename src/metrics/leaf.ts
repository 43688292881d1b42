import { columnOf, type FactClass, factOf } from '../../entities/facts/fact';
import { Exact } from './exact';
import { RATE_PLACES } from './exchange';
import type { Dimension } from './question';

/** A fixed demand on a fact's rows: the property is this text, is known, or is a number of at least / below so many (whole ones of a count, else millionths). */
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
 * `lowest`: the smallest quotient of a row's two properties, in whole millionths.
 */
export type Aggregate = 'sum' | 'distinct' | 'last' | 'native' | 'peak' | 'lowest';

/** One aggregate of one fact: what the database is asked for, and what a metric is computed from. */
export interface Leaf {
  readonly aggregate: Aggregate;
  readonly fact: FactClass;
  /**
   * sum: the properties multiplied with each other (none: the rows are counted). distinct: the properties told apart. lowest: dividend and
   * divisor. Else the one property.
   */
  readonly properties: readonly string[];
  readonly where: readonly Condition[];
  /** A dimension that is neither grouped nor filtered by: the whole that a share is a share of. */
  readonly across?: Dimension;
  /** Of search: always the whole site's totals, or always the rows by query; the question decides when absent. */
  readonly scope?: SearchScope;
  /** Dimensions over which nothing can be added up: there is a number only where the cell has one value of each. */
  readonly apart?: readonly Dimension[];
}

/** The two ways in which search is told: the whole site's totals, or rows by query and page that leave out rare queries. */
export type SearchScope = 'property' | 'query';

/** Whether the leaf is an amount of money, to be converted at each row's day. */
export function isMoney(leaf: Leaf): boolean {
  return leaf.aggregate === 'sum' && leaf.properties.some((property) => columnOf(leaf.fact, property).kind === 'money');
}

/** How many decimal places the leaf's integers hold: 6 for each factor in millionths, and those of an exchange rate. */
export function scaleOf(leaf: Leaf): number {
  if (leaf.aggregate === 'distinct') return 0;
  if (leaf.aggregate === 'lowest') return 6;
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
  return [leaf.aggregate, leaf.fact.name, leaf.properties.join('*'), where.join('&'), leaf.across ?? '', leaf.scope ?? ''].join('|');
}

/** The leaf in words, for formulas. */
export function leafFormula(leaf: Leaf): string {
  const sign = { distinct: ', ', lowest: ' / ' }[leaf.aggregate as string] ?? ' × ';
  const what = leaf.properties.length === 0 ? 'rows' : leaf.properties.join(sign);
  const where = [...leaf.where.map((condition) => conditionText(leaf.fact, condition)), ...(leaf.scope ? [`scope = ${leaf.scope}`] : [])];
  const filter = where.length === 0 ? '' : ` where ${where.join(' and ')}`;
  const across = leaf.across ? `, across every ${leaf.across}` : '';
  const apart = leaf.apart ? `, apart by ${leaf.apart.join(', ')}` : '';
  return `${leaf.aggregate}(${factOf(leaf.fact).name}.${what}${filter}${across}${apart})`;
}

function conditionText(fact: FactClass, { property, is, atLeast, below }: Condition): string {
  if (is !== undefined) return `${property} = ${is}`;
  const places = columnOf(fact, property).kind === 'count' ? 0 : 6;
  const text = (whole: bigint) => Exact.scaled(whole, places).toFixed(places);
  const bounds = [atLeast === undefined ? '' : `${property} ≥ ${text(atLeast)}`, below === undefined ? '' : `${property} < ${text(below)}`];
  return bounds.filter(Boolean).join(' and ') || `${property} known`;
}
