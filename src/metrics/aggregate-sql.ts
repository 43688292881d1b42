import { columnOf, type FactClass, factOf } from '../../entities/facts/fact';
import type { Condition, Leaf } from './leaf';
import type { Parameters } from './parameters';
import type { Rollup } from './rollups';

/** The SQL of a leaf over rows named `f`. Money is summed as it is: only what is summed by day and currency can be converted. */
export function aggregateSql(leaf: Leaf, rollup: Rollup | null, parameters: Parameters): string {
  const [column, ...more] = columnsOf(leaf);
  const filter = (sql: string, ...also: string[]) => {
    const demands = [...leaf.where.map((condition) => conditionSql(leaf.fact, condition, parameters)), ...also];
    return demands.length > 0 ? `${sql} FILTER (WHERE ${demands.join(' AND ')})` : sql;
  };
  switch (leaf.aggregate) {
    case 'sum':
      if (!column) return rollup ? `coalesce(${filter('sum(f.rows)')}, 0)` : filter('count(*)');
      return filter(more.length > 0 ? `sum(${column}::numeric * ${more.join(' * ')})` : `sum(${column})`);
    case 'distinct':
      return filter(more.length > 0 ? `count(DISTINCT (${[column, ...more].join(', ')}))` : `count(DISTINCT ${column})`);
    case 'last':
      return filter(`sum(${column})`, newestMark(leaf));
    case 'native':
      return `CASE WHEN count(*) = 1 THEN max(${column}) END`;
    case 'peak':
      return filter(`max(${column})`);
    case 'lowest':
      return filter(`min(round(${column}::numeric / nullif(${more[0]}, 0)))`);
  }
}

/** Columns that mark each series' newest known value in a group, for the leaves that take the last one; a series is a natural key without its day. */
export function newestMarks(leaves: readonly Leaf[], groups: readonly string[]): string[] {
  const marks = leaves
    .filter(({ aggregate }) => aggregate === 'last')
    .map((leaf) => {
      const keys = factOf(leaf.fact).columns.filter(({ role }) => role === 'key');
      const series = [...groups, 'f.source_id', ...keys.map(({ column }) => `f.${column}`)].join(', ');
      const order = `${columnsOf(leaf)[0]} IS NULL, f.day DESC`;
      return `row_number() OVER (PARTITION BY ${series} ORDER BY ${order}) = 1 AS ${newestMark(leaf).slice(2)}`;
    });
  return [...new Set(marks)];
}

function newestMark(leaf: Leaf): string {
  return `f.newest_${columnsOf(leaf)[0]?.slice(2)}`;
}

/** The columns that a leaf is about or makes demands of. */
export function columnsNamed({ fact, properties, where }: Leaf): string[] {
  return [...properties, ...where.map(({ property }) => property)].map((property) => columnNamed(fact, property));
}

function columnNamed(fact: FactClass, property: string): string {
  return property === 'sourceId' ? 'source_id' : columnOf(fact, property).column;
}

function columnsOf(leaf: Leaf): string[] {
  return leaf.properties.map((property) => `f.${columnNamed(leaf.fact, property)}`);
}

function conditionSql(fact: FactClass, { property, is, atLeast, below }: Condition, parameters: Parameters): string {
  const column = `f.${columnNamed(fact, property)}`;
  if (is !== undefined) return `${column} = ${parameters.add(is, 'text')}`;
  const bounds = [...(atLeast === undefined ? [] : [`${column} >= ${atLeast}`]), ...(below === undefined ? [] : [`${column} < ${below}`])];
  return bounds.length > 0 ? bounds.join(' AND ') : `${column} IS NOT NULL`;
}
