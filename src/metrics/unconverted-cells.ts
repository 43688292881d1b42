import { aggregateSql } from './aggregate-sql';
import { placeOf } from './dimensions';
import { isMoney } from './leaf';
import type { Parameters } from './parameters';
import type { Rollup } from './rollups';
import type { Scan } from './scan';
import { campaignJoin, isOfCampaign, selectedRows, selectedTables } from './selected-rows';

/** One row where there is anything, and none where there is nothing. */
export const ONE_GROUP = 'GROUP BY () HAVING count(*) > 0';

/** How the groups of a scan are named and computed. */
export interface Groups {
  /** The columns of groups of rows that have their day in `day`, each `<sql> AS <name>`. */
  readonly columns: (day: string, dimension: (i: number) => string) => readonly string[];
  /** The dimensions of the rows `f`. */
  readonly dimensions: readonly string[];
  /** GROUP BY, ORDER BY and LIMIT. */
  readonly grouping: string;
}

/**
 * The WITH members that end in `cell`: sums as the rows say them, and of money in the facts themselves how many rows say it in another currency than the one that is asked for
 * (`foreign_rows`).
 */
export function unconvertedCells(scan: Scan, rollup: Rollup | null, named: Groups, parameters: Parameters): string {
  const { columns, dimensions, grouping } = named;
  const sums = scan.leaves.map((leaf, i) => `${aggregateSql(leaf, rollup, parameters)} AS m${i}`);
  const foreign = () => `count(*) FILTER (WHERE f.currency IS DISTINCT FROM ${parameters.add(scan.currency, 'text')}) AS foreign_rows`;
  const isCounted = countsForeign(scan, rollup);
  const members = [...sums, ...(isCounted ? [foreign()] : [])];
  const names = [...sums.map((_, i) => `m${i}`), ...(isCounted ? ['foreign_rows'] : [])];
  const again = names.map((name) => `sum(p.${name}) AS ${name}`);
  if (!scan.grain && isOfCampaigns(scan, rollup)) {
    // A campaign's rows are added up before it is asked what the campaign is: there are far fewer campaigns than rows.
    return `part AS (
    SELECT ${['f.campaign_id', ...members].join(', ')}
    FROM ${selectedRows({ ...scan, by: [] }, rollup, parameters)}
    GROUP BY 1
  ),
  cell AS (
    SELECT ${[...columns('', (i) => dimensions[i] as string), ...again].join(', ')}
    FROM part p ${campaignJoin('p', parameters.add(scan.workspaceId, 'integer'))}
    ${grouping}
  )`;
  }
  // Where there are few groups what each table holds of them is added up before it is put together.
  const tables =
    rollup && !scan.by.includes('CAMPAIGN') ? selectedTables(scan, rollup, parameters) : [selectedRows(scan, rollup, parameters)];
  const isBucketed = scan.grain !== undefined && scan.grain !== 'DAY';
  if (tables.length === 1 && !isBucketed) {
    const own = columns('f.day', (i) => dimensions[i] as string);
    return `cell AS (
    SELECT ${[...own, ...members].join(', ')}
    FROM ${tables[0]}
    ${grouping}
  )`;
  }
  // Days are put into buckets after most rows are added up.
  const keys = [...(scan.grain ? ['f.day'] : []), ...dimensions.map((sql, i) => `${sql} AS d${i}`)];
  const groups = keys.length > 0 ? `GROUP BY ${keys.map((_, i) => i + 1).join(', ')}` : ONE_GROUP;
  const parts = tables.map(
    (from) => `
    SELECT ${[...keys, ...members].join(', ')}
    FROM ${from}
    ${groups}`,
  );
  return `part AS (${parts.join('\n    UNION ALL')}
  ),
  cell AS (
    SELECT ${[...columns('p.day', (i) => `p.d${i}`), ...again].join(', ')}
    FROM part p
    ${grouping}
  )`;
}

/** Whether the rows say which of them are in another currency: amounts of facts; which currencies a rollup's amounts are in is noted. */
export function countsForeign({ leaves }: Scan, rollup: Rollup | null): boolean {
  return rollup === null && leaves.some(isMoney);
}

/** Whether all that tells the groups apart is told by the rows' campaigns, and by nothing else. */
function isOfCampaigns({ fact, by }: Scan, rollup: Rollup | null): boolean {
  const places = by.map((dimension) => placeOf(fact, dimension));
  return places.length > 0 && places.every((place) => isOfCampaign(place, rollup) && !place?.mapped);
}
