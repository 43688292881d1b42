import { type FactClass, type FactColumn, factOf } from '../entities/facts/fact';
import { layoutOf } from './fact-layout';

/**
 * The statements that bring a staged batch into its fact. Parameters: $1 batch, $2 workspace, $3 and $4 the batch's first and last day;
 * then $5 the instant of recording, and $6 the run. They use neither MERGE nor system columns nor temporary tables, so that they run
 * unchanged when fact and stage are distributed.
 */
export interface FactStatements {
  /** The stage table and its columns in the order of COPY: day, the fact's own in the order of its layout, record, source, page, batch. */
  readonly stage: string;
  readonly stageColumns: readonly string[];
  /** The day and the fact's own columns, of rows `f`, and the order of their keys. */
  readonly kept: string;
  readonly keyOrder: string;
  /** Adds the rows that the fact does not have ($1–$5). */
  readonly insert: string;
  /** Writes old and new of each value that differs to the ledger ($1–$6). */
  readonly ledger: string;
  /** Sets the rows that differ ($1–$4). */
  readonly update: string;
  /** Empties the batch ($1, $2). */
  readonly clear: string;
  /** The days of which rows were added at an instant: $1 workspace, $2 and $3 first and last day, $4 the instant. */
  readonly insertedDays: string;
}

const cache = new Map<FactClass, FactStatements>();

/** The statements of a fact, made once from its declaration. */
export function statementsOf(fact: FactClass): FactStatements {
  const known = cache.get(fact);
  if (known) return known;
  const made = makeStatements(fact);
  cache.set(fact, made);
  return made;
}

/** An SQL identifier in quotes. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function makeStatements(fact: FactClass): FactStatements {
  const { table } = factOf(fact);
  const { links, keys, values: revisable } = layoutOf(fact);
  const key = [...links, ...keys].map(({ column }) => quoted(column));
  const target = `fact.${quoted(table)}`;
  const staged = `stage.${quoted(`${table}_mine`)}`;
  const copied = ['day', ...key, ...revisable.map(({ column }) => quoted(column)), 'record_no', 'source_id', 'page_id'];
  const matched = ['workspace_id', 'day', 'source_id', ...key].map((column) => `f.${column} = s.${column}`).join(' AND ');
  const batch = 's.batch = $1 AND s.workspace_id = $2 AND s.day BETWEEN $3 AND $4';
  const bounds = 'f.workspace_id = $2 AND f.day BETWEEN $3 AND $4';
  const distinct = revisable.map(({ column }) => `f.${quoted(column)} IS DISTINCT FROM s.${quoted(column)}`).join(' OR ') || 'false';
  // What was fetched later stays, in whatever order pages are promoted.
  const differs = `(f.page_id, f.record_no) < (s.page_id, s.record_no) AND (${distinct})`;
  const into = `INSERT INTO ${target} (workspace_id, ${copied.join(', ')}, recorded_at)
SELECT s.workspace_id, ${copied.map((column) => `s.${column}`).join(', ')}`;
  return {
    stage: `stage.${quoted(table)}`,
    stageColumns: [...copied, 'batch'],
    kept: ['f.day', ...[...links, ...keys, ...revisable].map(({ column }) => `f.${quoted(column)}`)].join(', '),
    keyOrder: ['day', ...key].map((column) => `f.${column}`).join(', '),
    insert: `${into}, $5::timestamptz FROM ${staged} s
WHERE ${batch} AND NOT EXISTS (SELECT 1 FROM ${target} f WHERE ${matched} AND ${bounds})
ORDER BY ${['day', ...key].map((column) => `s.${column}`).join(', ')}`,
    ledger: `INSERT INTO hub.revision (workspace_id, fact, day, row_id, measure, recorded_at, old, new, run_id, page_id, record_no, old_page_id, old_record_no)
SELECT f.workspace_id, '${table}', f.day, f.row_id, c.measure, $5::timestamptz, c.old, c.new, $6::integer, s.page_id, s.record_no, f.page_id, f.record_no
FROM ${staged} s JOIN ${target} f ON ${matched}
CROSS JOIN LATERAL (VALUES ${revisable.map(ledgerEntry).join(', ')}) AS c (measure, old, new)
WHERE ${batch} AND ${bounds} AND ${differs} AND c.old IS DISTINCT FROM c.new`,
    update: `UPDATE ${target} f SET ${revisable.map(({ column }) => `${quoted(column)} = s.${quoted(column)}`).join(', ')}, page_id = s.page_id, record_no = s.record_no
FROM ${staged} s WHERE ${matched} AND ${batch} AND ${bounds} AND ${differs}`,
    clear: `DELETE FROM ${staged} s WHERE s.batch = $1 AND s.workspace_id = $2`,
    insertedDays: `SELECT DISTINCT day FROM ${target} WHERE workspace_id = $1 AND day BETWEEN $2 AND $3 AND recorded_at = $4::timestamptz`,
  };
}

/** The name of a column and its value in rows `f` and `s`, as texts that the ledger keeps. */
export function ledgerEntry(column: FactColumn): string {
  return `('${column.column}', ${exactText('f', column)}, ${exactText('s', column)})`;
}

/** A value as text that reads back as the same value whatever the session's settings. */
function exactText(side: string, { column, kind }: FactColumn): string {
  const value = `${side}.${quoted(column)}`;
  return kind === 'instant' ? `to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : `${value}::text`;
}
