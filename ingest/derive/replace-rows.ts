import { type FactClass, factOf } from '../../entities/facts/fact';
import { among } from '../../src/database/among';
import type { Session } from '../../src/database/session';
import type { Day, DayRange } from '../../src/lib/day';
import { layoutOf } from '../fact-layout';
import { ledgerEntry, quoted } from '../fact-statements';

/** A row of a worked-out fact by SQL column, with its day, source, page and place in the page; whole numbers as text, instants as ISO 8601. */
export type WorkedOutRow = Readonly<Record<string, string | number | null>> & { readonly day: Day };

/** Which rows of a fact are to be nothing but the given ones: those on the days whose column has one of the values. */
export interface Replaced {
  readonly range: DayRange;
  readonly column: string;
  readonly values: readonly string[];
}

/**
 * Makes the rows of a worked-out fact the given ones: what goes is kept aside and what differs goes to the ledger, so that what was known before is still
 * answered; what is the same is left alone. Returns the days on which something changed. The caller is the workspace's only writer.
 */
export async function replaceRows(
  session: Session,
  fact: FactClass,
  { range, column, values }: Replaced,
  rows: readonly WorkedOutRow[],
  recordedAt: string,
): Promise<Day[]> {
  const sql = statementsOf(fact, among(`f.${quoted(column)}`, '$4', values.length));
  const scope = [session.workspaceId, range.from, range.to, values];
  const [had] = await session.query<{ some: boolean }>(sql.had, scope);
  const days: Day[] = [];
  // Where nothing is there yet, all is new.
  for (const statement of had?.some ? [sql.remove, sql.revise, sql.insert] : [sql.insert]) {
    const changed = await session.query<{ day: Day }>(statement, [...scope, JSON.stringify(rows), recordedAt]);
    days.push(...changed.map(({ day }) => day));
  }
  return [...new Set(days)];
}

/** Parameters: $1 workspace, $2 and $3 the days, $4 the values that `scope` speaks of, $5 the rows as JSON, $6 the instant of recording. */
function statementsOf(fact: FactClass, scope: string) {
  const { table, columns } = factOf(fact);
  const { links, keys, values } = layoutOf(fact);
  const target = `fact.${quoted(table)}`;
  const own = columns.map(({ column, sqlType }) => `${quoted(column)} ${sqlType}`);
  const wanted = `jsonb_to_recordset($5::jsonb) AS s (${['day date, source_id integer, page_id bigint, record_no integer', ...own].join(', ')})`;
  const had = `f.workspace_id = $1 AND f.day BETWEEN $2 AND $3 AND ${scope}`;
  const matched = ['day', 'source_id', ...[...links, ...keys].map(({ column }) => quoted(column))].map((each) => `f.${each} = s.${each}`);
  const match = matched.join(' AND ');
  const differs = values.map(({ column }) => `f.${quoted(column)} IS DISTINCT FROM s.${quoted(column)}`).join(' OR ');
  const written = ['day', 'source_id', 'page_id', 'record_no', ...columns.map(({ column }) => quoted(column))];
  // What the page is no longer kept of has no run any more.
  const runOf = (row: string) =>
    `coalesce((SELECT p.run_id FROM hub.raw_page p WHERE p.workspace_id = ${row}.workspace_id AND p.id = ${row}.page_id), 0)`;
  return {
    had: `SELECT EXISTS (SELECT FROM ${target} f WHERE ${had}) AS some`,
    remove: `WITH gone AS (DELETE FROM ${target} f WHERE ${had} AND NOT EXISTS (SELECT FROM ${wanted} WHERE ${match}) RETURNING f.*)
INSERT INTO hub.removed_row (workspace_id, fact, day, row_id, removed_at, run_id, content)
SELECT g.workspace_id, '${table}', g.day, g.row_id, $6::timestamptz, ${runOf('g')}, to_jsonb(g) FROM gone g RETURNING day`,
    revise: `WITH noted AS (
INSERT INTO hub.revision (workspace_id, fact, day, row_id, measure, recorded_at, old, new, run_id, page_id, record_no, old_page_id, old_record_no)
SELECT f.workspace_id, '${table}', f.day, f.row_id, c.measure, $6::timestamptz, c.old, c.new, ${runOf('f')}, s.page_id, s.record_no, f.page_id, f.record_no
FROM ${wanted} JOIN ${target} f ON ${match} CROSS JOIN LATERAL (VALUES ${values.map(ledgerEntry).join(', ')}) AS c (measure, old, new)
WHERE ${had} AND c.old IS DISTINCT FROM c.new)
UPDATE ${target} f SET ${[...values.map(({ column }) => quoted(column)), 'page_id', 'record_no'].map((each) => `${each} = s.${each}`).join(', ')}
FROM ${wanted} WHERE ${match} AND ${had} AND (${differs}) RETURNING f.day`,
    insert: `INSERT INTO ${target} (workspace_id, ${written.join(', ')}, recorded_at)
SELECT $1, ${written.map((each) => `s.${each}`).join(', ')}, $6::timestamptz FROM ${wanted}
WHERE NOT EXISTS (SELECT FROM ${target} f WHERE ${match} AND ${had}) RETURNING day`,
  };
}
