import { addDays, type DayRange, endOf, startOf, wholeUnits } from '../lib/day';
import { columnsNamed } from './aggregate-sql';
import type { Parameters } from './parameters';
import { ofDays, type Rollup } from './rollups';
import type { Scan } from './scan';

/** A FROM item `f` that yields sums of a workspace, and what is to be demanded of it to have those of a range. */
export interface RollupRows {
  readonly source: string;
  readonly within: readonly string[];
}

/**
 * The rows of a scan's rollup over its range, by the tables that hold them: the range of an index each. Of one by month or week those of the whole ones in the range, of which there is at
 * least one, and of the finer one by day those of the days before and after; instead of the days after, the month or week that they are of, where nothing is known of its days beyond the
 * range. Of one that is read from another the days of the range out of the arrays of that one.
 */
export function rollupRows(scan: Scan, rollup: Rollup, parameters: Parameters): RollupRows[] {
  const { table, unit, finer, readFrom } = rollup;
  const { workspaceId, range } = scan;
  const workspace = `f.workspace_id = ${parameters.add(workspaceId, 'integer')}`;
  const on = ({ from, to }: DayRange) => `f.day BETWEEN ${parameters.add(from, 'date')} AND ${parameters.add(to, 'date')}`;
  if (readFrom) {
    const held = heldDays(scan, rollup, [workspace, on({ from: startOf(readFrom.unit, range.from), to: range.to })]);
    return [{ source: `(${held}) f`, within: [on(range)] }];
  }
  const rows = (name: string | undefined, ...demands: string[]) => ({ source: `rollup.${name} f`, within: [workspace, ...demands] });
  const wholes = wholeUnits(unit, range) as DayRange;
  const before = { from: range.from, to: addDays(wholes.from, -1) };
  const after = { from: addDays(wholes.to, 1), to: range.to };
  const tables = [rows(table, on(wholes))];
  if (before.from <= before.to) tables.push(rows(finer?.table, on(before)));
  if (after.from <= after.to) {
    const beyond = { from: addDays(after.to, 1), to: endOf(unit, after.to) };
    // It reads no column of the rows, so that it is asked once and not of each of them.
    const goesOn = `EXISTS (SELECT FROM rollup.${finer?.table} f WHERE ${workspace} AND ${on(beyond)})`;
    const last = `f.day = ${parameters.add(after.from, 'date')}`;
    tables.push(rows(table, last, `NOT ${goesOn}`), rows(finer?.table, on(after), goesOn));
  }
  return tables;
}

/** SELECT of a rollup's rows by day out of the arrays of another one, of whose rows `within` is demanded. */
function heldDays({ leaves }: Scan, rollup: Rollup, within: readonly string[]): string {
  const rows = leaves.some(({ properties }) => properties.length === 0) ? ['rows'] : [];
  const arrays = [...rows, ...sumsRead({ leaves }, rollup)].map((column) => `unnest(f.${ofDays(column)}) AS ${column}`);
  const columns = [...rollup.by.map((column) => `f.${column}`), 'unnest(f.days) AS day', ...arrays];
  return `SELECT ${columns.join(', ')} FROM rollup.${rollup.readFrom?.table} f WHERE ${within.join(' AND ')}`;
}

/** The sums of a rollup that a leaf is about. */
export function sumsRead({ leaves }: Pick<Scan, 'leaves'>, { sums }: Rollup): string[] {
  const named = new Set(leaves.flatMap(columnsNamed));
  return sums.filter((column) => named.has(column));
}
