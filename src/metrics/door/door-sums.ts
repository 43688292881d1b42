import { columnOf, type FactClass, factOf } from '../../../entities/facts/fact';
import { FACTS } from '../../../entities/facts/index';
import { Exact } from '../exact';
import { type Condition, isMoney, type Leaf, leafKey } from '../leaf';
import type { Metric } from '../metric';
import type { MetricName } from '../question';
import { METRICS } from '../registry';
import { doorColumns, isInMillionths, propertyColumn } from './door-columns';

/** A sum that metrics are made of: a column of a fact's daily view. */
export interface DoorSum {
  readonly name: string;
  readonly leaf: Leaf;
  /** Its SQL over the columns of the fact's view. */
  readonly sql: string;
  readonly isMoney: boolean;
  /** The metric that it is, when it is one. */
  readonly metric: Metric | null;
}

/** What the daily view keeps apart, where the fact has it. */
const KEPT_APART = [
  'source_key',
  'source_name',
  'brand_key',
  'brand_name',
  'campaign_key',
  'campaign_name',
  'channel',
  'platform',
  'scope',
  'split',
  'currency',
];

/** The sums of a fact that metrics are made of, each once. A part of a share is the sum of what it is the share of. */
export function doorSums(fact: FactClass): DoorSum[] {
  const sums = new Map<string, DoorSum>();
  for (const leaf of leavesOf(fact)) {
    if (leaf.aggregate !== 'sum') continue;
    const name = sumName(leaf);
    if (!sums.has(name)) sums.set(name, { name, leaf, sql: leafSql(leaf), isMoney: isMoney(leaf), metric: metricOfSum(leaf)?.[1] ?? null });
  }
  return [...sums.values()];
}

/** The facts that have sums, and so a daily view. */
export function summedFacts(): FactClass[] {
  return Object.values(FACTS).filter((fact) => doorSums(fact).length > 0);
}

/** A fact's daily view is named after its table. */
export function dailyViewOf(fact: FactClass): string {
  return `${factOf(fact).table}_sums`;
}

/** The columns that a fact's daily view keeps apart, after the day. */
export function keptApart(fact: FactClass): string[] {
  const names = doorColumns(fact).map(({ name }) => name);
  return KEPT_APART.filter((name) => names.includes(name));
}

/** How a sum is called: as the metric that it is, else after what is summed and the demands on its rows. */
export function sumName(leaf: Leaf): string {
  const metric = metricOfSum(leaf);
  if (metric) return snake(metric[0]);
  const what = leaf.properties.length === 0 ? 'rows' : leaf.properties.map(snake).join('_');
  return [what, ...leaf.where.map((demand) => demandName(leaf.fact, demand))].join('_');
}

/** A leaf's SQL over the columns of its fact's view; `rate` is what a money leaf is multiplied with. */
export function leafSql(leaf: Leaf, rate?: string): string {
  const columns = leaf.properties.map((property) => propertyColumn(leaf.fact, property));
  const filter = (sql: string) =>
    leaf.where.length > 0 ? `${sql} FILTER (WHERE ${leaf.where.map((each) => demandSql(leaf.fact, each)).join(' AND ')})` : sql;
  switch (leaf.aggregate) {
    case 'sum':
      return filter(columns.length === 0 ? 'count(*)' : `sum(${[...columns, ...(rate && isMoney(leaf) ? [rate] : [])].join(' * ')})`);
    case 'distinct':
      return filter(`count(DISTINCT ${columns.length > 1 ? `(${columns.join(', ')})` : columns[0]})`);
    case 'native':
      return `CASE WHEN count(*) = 1 THEN max(${columns[0]}) END`;
    case 'peak':
      return filter(`max(${columns[0]})`);
    case 'lowest':
      return filter(`min(round(${columns[0]} / nullif(${columns[1]}, 0), 6))`);
    case 'last':
      return `sum(${columns[0]})`;
  }
}

function metricOfSum(leaf: Leaf): [MetricName, Metric] | undefined {
  const key = leafKey(bare(leaf));
  return [...METRICS].find(([, { leaves }]) => leaves.length === 1 && leafKey(leaves[0] as Leaf) === key);
}

/** Which of the two ways of telling search a metric reads is a demand on the rows and no other sum. */
function bare(leaf: Leaf): Leaf {
  const { across: _, scope: __, ...plain } = leaf;
  return plain;
}

function leavesOf(fact: FactClass): Leaf[] {
  return [...METRICS.values()].flatMap(({ leaves }) => leaves.filter((leaf) => leaf.fact === fact));
}

function demandName(fact: FactClass, { property, is, atLeast, below }: Condition): string {
  if (is !== undefined) return is;
  const bound = (of: bigint) => boundText(fact, property, of).replace('.', '_');
  if (atLeast !== undefined) return `${snake(property)}_from_${bound(atLeast)}`;
  return below !== undefined ? `${snake(property)}_below_${bound(below)}` : `${snake(property)}_told`;
}

function demandSql(fact: FactClass, { property, is, atLeast, below }: Condition): string {
  const column = propertyColumn(fact, property);
  if (is !== undefined) return `${column} = '${is.replaceAll("'", "''")}'`;
  const bounds = [
    ...(atLeast === undefined ? [] : [`${column} >= ${boundText(fact, property, atLeast)}`]),
    ...(below === undefined ? [] : [`${column} < ${boundText(fact, property, below)}`]),
  ];
  return bounds.join(' AND ') || `${column} IS NOT NULL`;
}

/** A bound as its column counts: in units where the column holds millionths. */
function boundText(fact: FactClass, property: string, bound: bigint): string {
  return isInMillionths(columnOf(fact, property)) ? Exact.scaled(bound, 6).toFixed(6) : String(bound);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
