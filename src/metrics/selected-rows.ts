import { type FactClass, factOf } from '../../entities/facts/fact';
import { type DimensionPlace, type Linked, placeOf } from './dimensions';
import { factRows } from './fact-rows';
import { mappedSql } from './mapping/mapping-sql';
import type { Parameters } from './parameters';
import type { Dimension, Filter } from './question';
import { type RollupRows, rollupRows, sumsRead } from './rollup-rows';
import { holdsOfCampaign, type Rollup } from './rollups';
import { rosterAlias, rosterJoin } from './roster/roster-sql';
import { type Scan, scopeOf } from './scan';

/** FROM and WHERE of the rows that a scan is about, as `f` (and, where a dimension needs it, the campaign as `c`, what rules make of names as `m_…`, and what the roster says as `r_…`). */
export function selectedRows(scan: Scan, rollup: Rollup | null, parameters: Parameters): string {
  if (!rollup) return fromWhere(scan, null, { source: `${factRows(scan, parameters)} f`, within: [] }, parameters);
  const [first, ...more] = rollupRows(scan, rollup, parameters) as [RollupRows, ...RollupRows[]];
  if (more.length === 0) return fromWhere(scan, rollup, first, parameters);
  const columns = columnsRead(scan, rollup);
  const tables = [first, ...more].map(({ source, within }) => `SELECT ${columns} FROM ${source} WHERE ${within.join(' AND ')}`);
  return fromWhere(scan, rollup, { source: `(${tables.join('\n        UNION ALL ')}) f`, within: [] }, parameters);
}

/** The columns of a rollup but for those that nothing asks for, as far as that is told by the grain and the leaves: PostgreSQL would carry these from row to row. */
function columnsRead(scan: Scan, rollup: Rollup): string {
  const day = scan.grain ? ['day'] : [];
  return [...day, ...rollup.by, 'rows', ...sumsRead(scan, rollup)].map((column) => `f.${column}`).join(', ');
}

/** {@link selectedRows} of a rollup, for each of the tables that hold them by itself. */
export function selectedTables(scan: Scan, rollup: Rollup, parameters: Parameters): string[] {
  return rollupRows(scan, rollup, parameters).map((rows) => fromWhere(scan, rollup, rows, parameters));
}

function fromWhere(scan: Scan, rollup: Rollup | null, { source, within }: RollupRows, parameters: Parameters): string {
  const workspace = parameters.add(scan.workspaceId, 'integer');
  const dimensions = [...new Set([...scan.by, ...scan.where.map(({ dimension }) => dimension)])];
  const viaCampaign = dimensions.some((dimension) => isOfCampaign(placeOf(scan.fact, dimension), rollup));
  const scope = scopeOf(scan);
  const demands = [
    ...within,
    ...(scope ? [`f.scope = '${scope}'`] : []),
    ...scan.where.map((filter) => filterSql(scan, filter, rollup, workspace, parameters)),
  ];
  const names = `${source}${within.length > 0 ? ` WHERE ${within.join(' AND ')}` : ''}`;
  const joins = [
    ...(viaCampaign ? [campaignJoin('f', workspace)] : []),
    ...dimensions.flatMap((dimension) => ruleJoin(scan, dimension, names, workspace, parameters)),
    ...dimensions.flatMap((dimension) => rosterJoin(scan, dimension, workspace, parameters)),
  ];
  return [source, ...joins, ...(demands.length > 0 ? [`WHERE ${demands.join(' AND ')}`] : [])].join('\n      ');
}

/** Joins the campaign, as `c`, of rows that have its id. */
export function campaignJoin(rows: string, workspace: string): string {
  return `LEFT JOIN hub.campaign c ON c.workspace_id = ${workspace} AND c.id = ${rows}.campaign_id`;
}

/** What rules make of each name, once a name and not once a row; nothing for a dimension that they do not make. */
function ruleJoin({ fact, mapping }: Scan, dimension: Dimension, rows: string, workspace: string, parameters: Parameters): string[] {
  const place = placeOf(fact, dimension);
  if (!place?.mapped) return [];
  const { column, via } = place;
  const names =
    via === 'campaign'
      ? `SELECT t.${column} AS name FROM hub.campaign t WHERE t.workspace_id = ${workspace} UNION SELECT ''`
      : `SELECT DISTINCT coalesce(f.${column}, '') AS name FROM ${rows}`;
  const value = mappedSql(mapping.get(dimension) ?? [], 'n.name', parameters);
  // OFFSET 0 keeps the rules from being moved up to the rows.
  return [
    `LEFT JOIN (SELECT n.name, ${value} AS value FROM (${names}) n OFFSET 0) ${ruleAlias(dimension)}
        ON ${ruleAlias(dimension)}.name = coalesce(${via ? 'c' : 'f'}.${column}, '')`,
  ];
}

function ruleAlias(dimension: Dimension): string {
  return `m_${dimension.toLowerCase()}`;
}

/** Whether only its campaign says what a row has there. */
export function isOfCampaign(place: DimensionPlace | null, rollup: Rollup | null): boolean {
  return place?.via === 'campaign' && !holdsOfCampaign(rollup, place.column);
}

/** A dimension's value in a row of {@link selectedRows}: an id where it links to a table, else text; 0 and '' where there is none. */
export function groupSql(scan: Pick<Scan, 'fact'>, dimension: Dimension, rollup: Rollup | null, parameters: Parameters): string {
  const place = placeOf(scan.fact, dimension) as DimensionPlace;
  const { column, via, to, constant, mapped, roster } = place;
  if (constant !== undefined) return parameters.add(constant, 'text');
  if (mapped) return `coalesce(${ruleAlias(dimension)}.value, '')`;
  if (roster) return `coalesce(${rosterAlias(dimension)}.value, '')`;
  // Keys are never null, and only the bare column can be looked up in an index.
  if ((!via && isKey(scan.fact, column)) || holdsOfCampaign(rollup, column)) return `f.${column}`;
  return `coalesce(${via ? 'c' : 'f'}.${column}, ${to ? '0' : "''"})`;
}

function isKey(fact: FactClass, name: string | undefined): boolean {
  return name === 'source_id' || factOf(fact).columns.some(({ column, role }) => column === name && role === 'key');
}

function filterSql(scan: Scan, filter: Filter, rollup: Rollup | null, workspace: string, parameters: Parameters): string {
  const value = groupSql(scan, filter.dimension, rollup, parameters);
  const to = placeOf(scan.fact, filter.dimension)?.to;
  if (!to) return textMatches(value, filter, parameters);
  const ids = `ARRAY(${filter.list?.sql(parameters) ?? `SELECT t.id FROM hub.${to} t WHERE t.workspace_id = ${workspace} AND ${linkMatches(to, filter, parameters)}`})`;
  const unlinked = filter.op === 'CONTAINS' ? [] : filter.values.flatMap(unlinkedId);
  const more = unlinked.length > 0 ? ` || ${parameters.add(unlinked, 'integer[]')}` : '';
  return `${value} ${filter.op === 'NOT_IN' ? '<> ALL' : '= ANY'} (${ids}${more})`;
}

/** The id behind a key that no table holds: '' where there is no link, `#id` where the linked row is gone. */
function unlinkedId(key: string): string[] {
  if (key === '') return ['0'];
  return /^#\d{1,9}$/.test(key) ? [key.slice(1)] : [];
}

function linkMatches(to: Linked, filter: Filter, parameters: Parameters): string {
  if (filter.op !== 'CONTAINS') return `t.key = ANY (${parameters.add(filter.values, 'text[]')})`;
  const pattern = parameters.add(filter.values.map(containing), 'text[]');
  const names = to === 'brand' ? ` OR EXISTS (SELECT FROM jsonb_each_text(t.names) n WHERE n.value ILIKE ANY (${pattern}))` : '';
  return `(t.key ILIKE ANY (${pattern}) OR t.name ILIKE ANY (${pattern})${names})`;
}

function textMatches(value: string, { op, values }: Filter, parameters: Parameters): string {
  if (op === 'CONTAINS') return `${value} ILIKE ANY (${parameters.add(values.map(containing), 'text[]')})`;
  return `${value} ${op === 'NOT_IN' ? '<> ALL' : '= ANY'} (${parameters.add(values, 'text[]')})`;
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
