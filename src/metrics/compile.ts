import { columnOf, type FactClass, factOf } from '../../entities/facts/fact';
import type { DayRange, Unit } from '../lib/day';
import { type DimensionPlace, type Linked, placeOf } from './dimensions';
import { rateTables } from './exchange';
import { factRows } from './fact-rows';
import { type Condition, isMoney, type Leaf } from './leaf';
import { Parameters } from './parameters';
import type { Asker, Dimension, Filter, FxPolicy } from './question';
import { ROLLUPS, type Rollup } from './rollups';

/** The most groups that one statement returns. */
export const MAX_GROUPS = 100_000;

/** What one statement computes: aggregates of one fact, for each group of its rows. */
export interface Scan {
  readonly workspaceId: number;
  readonly fact: FactClass;
  readonly leaves: readonly Leaf[];
  readonly by: readonly Dimension[];
  readonly grain?: Unit;
  readonly range: DayRange;
  readonly where: readonly Filter[];
  readonly currency: string;
  readonly fx: FxPolicy;
  /** PostgreSQL's own text of an instant. */
  readonly asOf?: string;
  readonly locale: Asker['locale'];
  readonly useRollups: boolean;
}

/** A statement and its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * The SQL of a scan. Its rows have `period` (the first day of the bucket, or null), `rows`, `k0…` and `l0…` (keys and labels of `by`),
 * and `m0…` (whole numbers as text: see scaleOf; 'NaN' where an exchange rate is missing).
 */
export function compile(scan: Scan): Statement {
  const parameters = new Parameters();
  const rollup = scan.useRollups ? rollupFor(scan) : null;
  const money = scan.leaves.some(isMoney);
  const groups = [scan.grain ? 'x.period' : '', ...scan.by.map((_, i) => `x.d${i}`)].filter(Boolean);
  const sql = `WITH ${money ? `${rateTables(scan, parameters)},` : ''}
  cell AS (
    SELECT ${[...groups, `${rollup ? 'sum(x.rows)' : 'count(*)'} AS rows`, ...scan.leaves.map((leaf, i) => `${aggregate(leaf, rollup, parameters)} AS m${i}`)].join(', ')}
    FROM (${groupedRows(scan, rollup, parameters)}) x
    ${money ? 'LEFT JOIN rate r ON r.day = x.day AND r.currency = x.currency' : ''}
    GROUP BY ${groups.length > 0 ? groups.join(', ') : '()'} HAVING count(*) > 0
    ${groups.length > 0 ? `ORDER BY ${groups.join(', ')} LIMIT ${MAX_GROUPS + 1}` : ''}
  )
  ${labelled(scan, parameters)}`;
  return { sql, parameters: parameters.values };
}

/** The smallest rollup that holds everything the scan needs, or null. */
export function rollupFor(scan: Scan): Rollup | null {
  if (scan.asOf !== undefined) return null;
  const columns = columnsNeeded(scan);
  const holds = (rollup: Rollup) =>
    rollup.fact === scan.fact &&
    columns.every((column) => rollup.by.includes(column)) &&
    scan.leaves.every((leaf) => summed(leaf, rollup)) &&
    (!rollup.only || scopeOf(scan) === rollup.only.is);
  return ROLLUPS.find(holds) ?? null;
}

function summed({ aggregate, fact, properties }: Leaf, rollup: Rollup): boolean {
  return aggregate === 'sum' && properties.length <= 1 && properties.every((each) => rollup.sums.includes(columnOf(fact, each).column));
}

function columnsNeeded(scan: Scan): string[] {
  const dimensions = [...scan.by, ...scan.where.map(({ dimension }) => dimension)];
  const places = dimensions.map((dimension) => placeOf(scan.fact, dimension) as DimensionPlace);
  const conditions = scan.leaves.flatMap(({ where }) => where.map(({ property }) => columnOf(scan.fact, property).column));
  return [
    ...places.flatMap((place) => (place.via ? ['campaign_id'] : place.column ? [place.column] : [])),
    ...conditions,
    ...(scan.leaves.some(isMoney) ? ['currency'] : []),
    ...(scopeOf(scan) ? ['scope'] : []),
  ];
}

/** Search is told twice: whole-site totals, and rows by query and page that leave out rare queries. Null for other facts. */
export function scopeOf({ fact, by, where }: Pick<Scan, 'fact' | 'by' | 'where'>): 'property' | 'query' | null {
  if (!factOf(fact).columns.some(({ property }) => property === 'scope')) return null;
  const detailed = [...by, ...where.map(({ dimension }) => dimension)].some((dimension) => dimension === 'QUERY' || dimension === 'PAGE');
  return detailed ? 'query' : 'property';
}

/** The fact's (or rollup's) rows that the scan is about, with `period` and `d0…` to group by and a mark on each series' newest row. */
function groupedRows(scan: Scan, rollup: Rollup | null, parameters: Parameters): string {
  const groups = [
    ...(scan.grain ? [`date_trunc('${scan.grain.toLowerCase()}', f.day::timestamp)::date`] : []),
    ...scan.by.map((dimension) => groupOf(placeOf(scan.fact, dimension) as DimensionPlace, parameters)),
  ];
  const names = [...(scan.grain ? ['period'] : []), ...scan.by.map((_, i) => `d${i}`)];
  const marks = newestMarks(scan, groups);
  return `SELECT ${[...groups.map((sql, i) => `${sql} AS ${names[i]}`), ...marks, 'f.*'].join(', ')} FROM ${selectedRows(scan, rollup, parameters)}`;
}

/** FROM and WHERE of a scan's rows, as `f`. */
export function selectedRows(scan: Omit<Scan, 'leaves' | 'locale'>, rollup: Rollup | null, parameters: Parameters): string {
  const workspace = parameters.add(scan.workspaceId, 'integer');
  const source = rollup ? `rollup.${rollup.table}` : factRows(scan, parameters);
  const dimensions = [...scan.by, ...scan.where.map(({ dimension }) => dimension)];
  const viaCampaign = dimensions.some((dimension) => placeOf(scan.fact, dimension)?.via === 'campaign');
  const scope = scopeOf(scan);
  const demands = [
    ...(rollup
      ? [
          `f.workspace_id = ${workspace}`,
          `f.day BETWEEN ${parameters.add(scan.range.from, 'date')} AND ${parameters.add(scan.range.to, 'date')}`,
        ]
      : []),
    ...(scope ? [`f.scope = '${scope}'`] : []),
    ...scan.where.map((filter) => filterSql(filter, placeOf(scan.fact, filter.dimension) as DimensionPlace, workspace, parameters)),
  ];
  return `${source} f
      ${viaCampaign ? `LEFT JOIN hub.campaign c ON c.workspace_id = ${workspace} AND c.id = f.campaign_id` : ''}
      ${demands.length > 0 ? `WHERE ${demands.join(' AND ')}` : ''}`;
}

/** A dimension's value in a row: an id where it links to a table, else text; 0 and '' where there is none. */
function groupOf({ column, via, to, constant }: DimensionPlace, parameters: Parameters): string {
  if (constant !== undefined) return parameters.add(constant, 'text');
  return `coalesce(${via ? 'c' : 'f'}.${column}, ${to ? '0' : "''"})`;
}

/** `last` takes each series' newest known value in the group; a series is the fact's natural key without the day. */
function newestMarks({ leaves, fact }: Scan, groups: readonly string[]): string[] {
  const keys = factOf(fact).columns.filter(({ role }) => role === 'key');
  const series = [...groups, 'f.source_id', ...keys.map(({ column }) => `f.${column}`)].join(', ');
  const columns = new Set(
    leaves.filter((leaf) => leaf.aggregate === 'last').map((leaf) => columnOf(fact, leaf.properties[0] as string).column),
  );
  return [...columns].map(
    (column) => `row_number() OVER (PARTITION BY ${series} ORDER BY f.${column} IS NULL, f.day DESC) = 1 AS newest_${column}`,
  );
}

function aggregate(leaf: Leaf, rollup: Rollup | null, parameters: Parameters): string {
  const columns = leaf.properties.map((property) => `x.${property === 'sourceId' ? 'source_id' : columnOf(leaf.fact, property).column}`);
  const demands = leaf.where.map((condition) => conditionSql(leaf.fact, condition, parameters));
  const filtered = (sql: string, ...more: string[]) => {
    const all = [...demands, ...more];
    return all.length > 0 ? `${sql} FILTER (WHERE ${all.join(' AND ')})` : sql;
  };
  const [column] = columns;
  switch (leaf.aggregate) {
    case 'distinct':
      return filtered(columns.length === 1 ? `count(DISTINCT ${column})` : `count(DISTINCT (${columns.join(', ')}))`);
    case 'last':
      return filtered(`sum(${column})`, `x.newest_${column?.slice(2)}`);
    case 'native':
      return `CASE WHEN count(*) = 1 THEN max(${column}) END`;
    case 'peak':
      return filtered(`max(${column})`);
    case 'sum':
      if (!column) return rollup ? `coalesce(${filtered('sum(x.rows)')}, 0)` : filtered('count(*)');
      if (columns.length > 1) return filtered(`sum(${column}::numeric * ${columns.slice(1).join(' * ')})`);
      return filtered(
        isMoney(leaf) ? `sum(CASE WHEN ${column} = 0 THEN 0 ELSE ${column} * coalesce(r.rate, 'NaN') END)` : `sum(${column})`,
      );
  }
}

function conditionSql(fact: FactClass, { property, is, atLeast, below }: Condition, parameters: Parameters): string {
  const column = `x.${columnOf(fact, property).column}`;
  if (is !== undefined) return `${column} = ${parameters.add(is, 'text')}`;
  const bounds = [...(atLeast === undefined ? [] : [`${column} >= ${atLeast}`]), ...(below === undefined ? [] : [`${column} < ${below}`])];
  return bounds.length > 0 ? bounds.join(' AND ') : `${column} IS NOT NULL`;
}

function filterSql(filter: Filter, place: DimensionPlace, workspace: string, parameters: Parameters): string {
  const value = groupOf(place, parameters);
  if (!place.to) return matches(value, filter, parameters);
  const ids = `ARRAY(SELECT t.id FROM hub.${place.to} t WHERE t.workspace_id = ${workspace} AND ${linkedMatches(place.to, filter, parameters)})`;
  const none = filter.op !== 'CONTAINS' && filter.values.includes('') ? ' || 0' : '';
  return `${value} ${filter.op === 'NOT_IN' ? '<> ALL' : '= ANY'} (${ids}${none})`;
}

function linkedMatches(to: Linked, filter: Filter, parameters: Parameters): string {
  if (filter.op !== 'CONTAINS') return `t.key = ANY (${parameters.add(filter.values, 'text[]')})`;
  const pattern = parameters.add(filter.values.map(containing), 'text[]');
  const names = to === 'brand' ? ` OR EXISTS (SELECT FROM jsonb_each_text(t.names) n WHERE n.value ILIKE ANY (${pattern}))` : '';
  return `(t.key ILIKE ANY (${pattern}) OR t.name ILIKE ANY (${pattern})${names})`;
}

function matches(value: string, { op, values }: Filter, parameters: Parameters): string {
  if (op === 'CONTAINS') return `${value} ILIKE ANY (${parameters.add(values.map(containing), 'text[]')})`;
  return `${value} ${op === 'NOT_IN' ? '<> ALL' : '= ANY'} (${parameters.add(values, 'text[]')})`;
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

const NAME_KEYS: Record<Asker['locale'], string> = { EN: 'en', ZH_HANS: 'zh-Hans', ZH_HANT: 'zh-Hant' };

/** Keys and labels in place of ids; an id whose row is gone is shown as `#id`. */
function labelled(scan: Scan, parameters: Parameters): string {
  const workspace = parameters.add(scan.workspaceId, 'integer');
  const columns: string[] = [];
  const joins: string[] = [];
  scan.by.forEach((dimension, i) => {
    const to = placeOf(scan.fact, dimension)?.to;
    if (!to) {
      columns.push(`g.d${i} AS k${i}`, `g.d${i} AS l${i}`);
      return;
    }
    const name = to === 'brand' ? `coalesce(t${i}.names->>'${NAME_KEYS[scan.locale]}', t${i}.name)` : `t${i}.name`;
    columns.push(
      `CASE WHEN g.d${i} = 0 THEN '' ELSE coalesce(t${i}.key, '#' || g.d${i}) END AS k${i}`,
      `coalesce(${name}, '#' || g.d${i}) AS l${i}`,
    );
    joins.push(`LEFT JOIN hub.${to} t${i} ON t${i}.workspace_id = ${workspace} AND t${i}.id = g.d${i}`);
  });
  const numbers = scan.leaves.map((_, i) => `g.m${i}::text AS m${i}`);
  return `SELECT ${[scan.grain ? 'g.period' : 'NULL::date AS period', 'g.rows::text AS rows', ...columns, ...numbers].join(', ')} FROM cell g ${joins.join(' ')}`;
}
