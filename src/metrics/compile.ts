import { factOf } from '../../entities/facts/fact';
import { aggregateSql, newestMarks } from './aggregate-sql';
import { bucketSql } from './bucket-sql';
import { type DimensionPlace, placeOf } from './dimensions';
import { rateTables } from './exchange';
import { isMoney, type Leaf } from './leaf';
import { labelSql } from './mapping/mapping-sql';
import { Parameters } from './parameters';
import type { Asker } from './question';
import type { Rollup } from './rollups';
import { ROSTER_NAMES } from './roster/roster-sql';
import { rollupFor } from './route';
import { MAX_GROUPS, type Scan, type Statement } from './scan';
import { groupSql, selectedRows } from './selected-rows';
import { countsForeign, ONE_GROUP, unconvertedCells } from './unconverted-cells';

/**
 * The SQL of a scan. Its groups come as one row of arrays, which both sides are quicker with than with a row each: `period` (the first days of the buckets, where there is a grain),
 * `k0…` and `l0…` (keys of `by`, and labels where they are something else), and `numbers`, an array each: how many rows of the fact, then the leaves (whole numbers: see scaleOf; 'NaN'
 * where an exchange rate is missing). They are null where there is no group.
 */
export function compile(scan: Scan): Statement {
  const parameters = new Parameters();
  const members = isSum(scan) ? sumCells(scan, parameters) : rowCells(scan, parameters);
  return { sql: `WITH ${members}\n${labelled(scan, parameters, ['g.rows'])}`, parameters: parameters.values };
}

/** Whether a scan only adds up. */
export function isSum({ leaves }: Scan): boolean {
  return leaves.every(({ aggregate }) => aggregate === 'sum');
}

/**
 * The SQL of a scan that only adds up, for rows that are in the asked currency: quicker, as nothing is converted, and money is in millionths. The leaves alone are in `numbers`, and of money there
 * is `others`: where that is not null there are other currencies, and the rest is no answer. It reads `rollup`; the facts where that is null.
 */
export function compileUnconverted(scan: Scan, rollup: Rollup | null): Statement {
  const parameters = new Parameters();
  const members = unconvertedCells(
    scan,
    rollup,
    {
      columns: (day, dimension) => groupColumns(scan, day, dimension),
      dimensions: scan.by.map((dimension) => groupSql(scan, dimension, rollup, parameters)),
      grouping: grouping(scan),
    },
    parameters,
  );
  return {
    sql: `WITH ${members}\n${labelled(scan, parameters, [], othersSql(scan, rollup, parameters))}`,
    parameters: parameters.values,
  };
}

/** What tells of other currencies than the asked one: null where there is none. */
function othersSql(scan: Scan, rollup: Rollup | null, parameters: Parameters): string | undefined {
  if (countsForeign(scan, rollup)) return 'nullif(sum(g.foreign_rows), 0) AS others';
  if (!scan.leaves.some(isMoney)) return undefined;
  const [workspace, currency] = [parameters.add(scan.workspaceId, 'integer'), parameters.add(scan.currency, 'text')];
  return `(SELECT nullif(count(*), 0) FROM rollup.fact_currency n
    WHERE n.workspace_id = ${workspace} AND n.fact = '${factOf(scan.fact).table}' AND n.currency <> ${currency}) AS others`;
}

/** `cell` from parts: amounts are converted, and days put into buckets, after most rows are added up. */
function sumCells(scan: Scan, parameters: Parameters): string {
  const money = scan.leaves.some(isMoney);
  return `${parts(scan, parameters)},
  cell AS (
    SELECT ${[...groupColumns(scan, 'p.day', (i) => `p.d${i}`), 'sum(p.rows) AS rows', ...scan.leaves.map(totalSql)].join(', ')}
    FROM part p ${money ? RATE_JOIN : ''}
    ${grouping(scan)}
  )`;
}

const RATE_JOIN = 'LEFT JOIN rate r ON r.day = p.day AND r.currency = p.currency';

/**
 * The members that end in `part`: sums by day and currency, as far as the scan needs them. What a day's amount in one currency adds up to is what is
 * converted, from facts and from rollups alike.
 */
function parts(scan: Scan, parameters: Parameters): string {
  const rollup = rollupFor(scan, 'CONVERTED');
  const money = scan.leaves.some(isMoney);
  const dimensions = scan.by.map((dimension, i) => `${groupSql(scan, dimension, rollup, parameters)} AS d${i}`);
  const keys = [...dimensions, ...(money || scan.grain ? [partDay(scan, parameters)] : []), ...(money ? ['f.currency'] : [])];
  const sums = [
    rollup ? 'sum(f.rows) AS rows' : 'count(*) AS rows',
    ...scan.leaves.map((leaf, i) => `${aggregateSql(leaf, rollup, parameters)} AS v${i}`),
  ];
  return `${money ? `${rateTables(scan, parameters)},` : ''}
  part AS (
    SELECT ${[...keys, ...sums].join(', ')}
    FROM ${selectedRows(scan, rollup, parameters)}
    GROUP BY ${keys.length > 0 ? keys.map((_, i) => i + 1).join(', ') : '()'} HAVING count(*) > 0
  )`;
}

/**
 * The SQL of what a scan that adds up money could not convert, a row a `currency` ('' where it is unknown): the `first` and `last` of the `days` on which an
 * amount lacks a rate.
 */
export function compileRateless(scan: Scan): Statement {
  const parameters = new Parameters();
  const amounts = scan.leaves.flatMap((leaf, i) => (isMoney(leaf) ? [`p.v${i} <> 0`] : []));
  const sql = `WITH ${parts(scan, parameters)}
  SELECT coalesce(p.currency, '') AS currency, min(p.day) AS first, max(p.day) AS last, count(DISTINCT p.day) AS days
  FROM part p ${RATE_JOIN}
  WHERE r.rate IS NULL AND (${amounts.join(' OR ')})
  GROUP BY 1 ORDER BY 1`;
  return { sql, parameters: parameters.values };
}

/** The day of a part: without a grain days matter only to what is converted, and what is in the asked currency already is one part. */
function partDay({ grain, currency, range }: Scan, parameters: Parameters): string {
  if (grain) return 'f.day';
  return `CASE WHEN f.currency = ${parameters.add(currency, 'text')} THEN ${parameters.add(range.from, 'date')} ELSE f.day END AS day`;
}

/** A leaf's total over parts; an amount without a rate makes it 'NaN', unless it is nothing. */
function totalSql(leaf: Leaf, i: number): string {
  return isMoney(leaf) ? `sum(CASE WHEN p.v${i} = 0 THEN 0 ELSE p.v${i} * coalesce(r.rate, 'NaN') END) AS m${i}` : `sum(p.v${i}) AS m${i}`;
}

/** `cell` from the rows themselves, for what cannot be added up. */
function rowCells(scan: Scan, parameters: Parameters): string {
  const dimensions = scan.by.map((dimension) => groupSql(scan, dimension, null, parameters));
  const columns = groupColumns(scan, 'f.day', (i) => dimensions[i] as string);
  const marks = newestMarks(
    scan.leaves,
    columns.map((column) => column.replace(/ AS \w+$/, '')),
  );
  const groups = groupNames(scan);
  return `cell AS (
    SELECT ${[...groups.map((name) => `f.${name}`), 'count(*) AS rows', ...scan.leaves.map((leaf, i) => `${aggregateSql(leaf, null, parameters)} AS m${i}`)].join(', ')}
    FROM (SELECT ${[...columns, ...marks, 'f.*'].join(', ')} FROM ${selectedRows(scan, null, parameters)}) f
    ${grouping(scan)}
  )`;
}

function groupNames(scan: Scan): string[] {
  return [...(scan.grain ? ['period'] : []), ...scan.by.map((_, i) => `d${i}`)];
}

function groupColumns({ grain, by }: Scan, day: string, dimension: (i: number) => string): string[] {
  return [...(grain ? [`${bucketSql(grain, day)} AS period`] : []), ...by.map((_, i) => `${dimension(i)} AS d${i}`)];
}

/**
 * GROUP BY the first columns, in their order, and no more groups than can be shown to be too many. A list has no more members than it has, and nobody sees in which order their numbers
 * come.
 */
function grouping(scan: Scan): string {
  const groups = groupNames(scan);
  if (groups.length === 0) return ONE_GROUP;
  const places = groups.map((_, i) => i + 1).join(', ');
  if (scan.names === 'IDS') return `GROUP BY ${places}`;
  return `GROUP BY ${places} ORDER BY ${places} LIMIT ${MAX_GROUPS + 1}`;
}

const NAME_KEYS: Record<Asker['locale'], string> = { EN: 'en', ZH_HANS: 'zh-Hans', ZH_HANT: 'zh-Hant' };

/** Keys and labels in place of ids, what is `counted` of a cell, and `more` of all of them; an id whose row is gone is shown as `#id`. */
function labelled(scan: Scan, parameters: Parameters, counted: readonly string[], more?: string): string {
  const workspace = parameters.add(scan.workspaceId, 'integer');
  const columns: [sql: string, name: string][] = [];
  const joins: string[] = [];
  scan.by.forEach((dimension, i) => {
    const { to, mapped } = placeOf(scan.fact, dimension) as DimensionPlace;
    const named = ROSTER_NAMES[dimension];
    if (named) {
      columns.push([`g.d${i}`, `k${i}`], [`coalesce(t${i}.name, g.d${i})`, `l${i}`]);
      joins.push(`LEFT JOIN hub.${named} t${i} ON t${i}.workspace_id = ${workspace} AND t${i}.key = g.d${i}`);
      return;
    }
    if (!to) {
      columns.push([`g.d${i}`, `k${i}`]);
      if (mapped) columns.push([labelSql(scan.mapping.get(dimension) ?? [], `g.d${i}`, scan.locale, parameters), `l${i}`]);
      return;
    }
    if (scan.names === 'IDS') {
      columns.push([`g.d${i}`, `k${i}`]);
      return;
    }
    const name = to === 'brand' ? `coalesce(t${i}.names->>'${NAME_KEYS[scan.locale]}', t${i}.name)` : `t${i}.name`;
    columns.push([`CASE WHEN g.d${i} = 0 THEN '' ELSE coalesce(t${i}.key, '#' || g.d${i}) END`, `k${i}`]);
    if (!scan.names) columns.push([`coalesce(${name}, '#' || g.d${i})`, `l${i}`]);
    joins.push(`LEFT JOIN hub.${to} t${i} ON t${i}.workspace_id = ${workspace} AND t${i}.id = g.d${i}`);
  });
  if (scan.grain) columns.unshift(['g.period', 'period']);
  columns.push([`ARRAY[${[...counted, ...scan.leaves.map((_, i) => `g.m${i}`)].join(', ')}]`, 'numbers']);
  const arrays = columns.map(([sql, name]) => `array_agg(${sql}) AS ${name}`);
  return `  SELECT ${[...arrays, ...(more === undefined ? [] : [more])].join(', ')}\n  FROM cell g ${joins.join(' ')}`;
}
