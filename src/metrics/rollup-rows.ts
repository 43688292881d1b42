import { addDays, type DayRange, wholeUnits } from '../lib/day';
import type { Parameters } from './parameters';
import type { Rollup } from './rollups';
import type { Scan } from './scan';

/** A FROM item `f` that yields sums of a workspace, and what is to be demanded of it to have those of a range. */
export interface RollupRows {
  readonly source: string;
  readonly within: readonly string[];
}

/**
 * The rows of a scan's rollup over its range, by the tables that hold them. Of one by month or week those of the whole ones in the range, of which there is at least one, and of the
 * finer one by day those of the days before and after: the range of an index each.
 */
export function rollupRows(
  { workspaceId, range }: Pick<Scan, 'workspaceId' | 'range'>,
  rollup: Rollup,
  parameters: Parameters,
): RollupRows[] {
  const { table, unit, finer } = rollup;
  const workspace = `f.workspace_id = ${parameters.add(workspaceId, 'integer')}`;
  const on = ({ from, to }: DayRange) => `f.day BETWEEN ${parameters.add(from, 'date')} AND ${parameters.add(to, 'date')}`;
  const wholes = wholeUnits(unit, range) as DayRange;
  const edges = [
    { from: range.from, to: addDays(wholes.from, -1) },
    { from: addDays(wholes.to, 1), to: range.to },
  ].filter(({ from, to }) => from <= to);
  const rows = (name: string | undefined, days: string) => ({ source: `rollup.${name} f`, within: [workspace, days] });
  return [rows(table, on(wholes)), ...(edges.length > 0 ? [rows(finer?.table, `(${edges.map(on).join(' OR ')})`)] : [])];
}
