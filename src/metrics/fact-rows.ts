import { type FactClass, type FactColumn, factOf } from '../../entities/facts/fact';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import type { DayRange } from '../lib/day';
import type { Parameters } from './parameters';
import { weightedRows } from './weighted-rows';

/** Which rows of a fact: one workspace's, on some days, as they were known at an instant (PostgreSQL's own text; now when absent). */
export interface FactRows {
  readonly fact: FactClass;
  readonly workspaceId: number;
  readonly range: DayRange;
  readonly asOf?: string;
  /** Answers of surveys with the weights that they came with, whatever they count by. */
  readonly ownWeights?: boolean;
}

/** A FROM item, without an alias, that yields a fact's rows with their own column names; answers of surveys with the weights that count. */
export function factRows(rows: FactRows, parameters: Parameters): string {
  const { table } = factOf(rows.fact);
  const within = (alias: string) =>
    `${alias}.workspace_id = ${parameters.add(rows.workspaceId, 'integer')} AND ${alias}.day BETWEEN ${parameters.add(rows.range.from, 'date')} AND ${parameters.add(rows.range.to, 'date')}`;
  const found =
    rows.asOf === undefined ? `(SELECT f.* FROM fact.${table} f WHERE ${within('f')})` : rowsAsOf(rows, rows.asOf, within, parameters);
  return (rows.fact as FactClass) === SurveyAnswer && !rows.ownWeights
    ? weightedRows(found, rows.workspaceId, rows.asOf, parameters)
    : found;
}

/**
 * Rows as they were known then: those recorded by then and not taken out by then, each value being the one that the first later revision replaced, or the
 * present one when none did. `page_id` and `record_no` point to the record that said so.
 */
function rowsAsOf({ fact }: FactRows, asOf: string, within: (alias: string) => string, parameters: Parameters): string {
  const { table, columns } = factOf(fact);
  const then = parameters.add(asOf, 'timestamptz');
  const values = columns.map((column) => (column.role === 'key' ? `f.${column.column}` : revisedColumn(column)));
  return `(
    SELECT f.workspace_id, f.day, f.source_id, ${values.join(', ')}, f.row_id, f.recorded_at,
      coalesce(v.page_id, f.page_id) AS page_id, coalesce(v.record_no, f.record_no) AS record_no
    FROM (
      SELECT x.* FROM fact.${table} x WHERE ${within('x')}
      UNION ALL SELECT x.* FROM hub.removed_row o CROSS JOIN LATERAL jsonb_populate_record(NULL::fact.${table}, o.content) x
      WHERE ${within('o')} AND o.fact = ${parameters.add(table, 'text')} AND o.removed_at > ${then}
    ) f
    LEFT JOIN (
      SELECT r.day, r.row_id, jsonb_object_agg(r.measure, r.old) AS was,
        (array_agg(r.old_page_id ORDER BY r.recorded_at))[1] AS page_id,
        (array_agg(r.old_record_no ORDER BY r.recorded_at))[1] AS record_no
      FROM (
        SELECT DISTINCT ON (r.day, r.row_id, r.measure) r.*
        FROM hub.revision r
        WHERE ${within('r')} AND r.fact = ${parameters.add(table, 'text')} AND r.recorded_at > ${then}
        ORDER BY r.day, r.row_id, r.measure, r.recorded_at
      ) r
      GROUP BY r.day, r.row_id
    ) v ON v.day = f.day AND v.row_id = f.row_id
    WHERE f.recorded_at <= ${then}
  )`;
}

function revisedColumn({ column, sqlType }: FactColumn): string {
  return `CASE WHEN v.was ? '${column}' THEN (v.was->>'${column}')::${sqlType} ELSE f.${column} END AS ${column}`;
}
