import { type ColumnLookup, columnLookup } from './column-lookup';
import { compileRow, type MakeRow, type Rules } from './compile-row';
import { RecordError } from './compile-rule';
import type { Condition, Mapping, MappingRules } from './mapping';
import { missingTest } from './missing-text';
import type { ReadRecord, SourceRecord } from './source-record';
import type { MappedRow, TargetShape } from './target-shape';

/** A record that was understood; it has no rows when the mapping leaves it out, several when its columns become rows. */
export interface MappedRecord {
  readonly line: number;
  readonly raw: Readonly<Record<string, string>>;
  readonly rows: readonly MappedRow[];
}

/** A record that was not, why, and which of its cells is to blame. */
export interface RejectedRecord {
  readonly line: number;
  readonly raw: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly column?: string;
  readonly value?: string;
}

/**
 * The rows that each record gives under a mapping, in the file's order, one record in memory at a time. A record with one bad value is
 * rejected as a whole. Throws an Error before the first record when the mapping does not fit the target.
 */
export async function* mapRecords(
  records: AsyncIterable<ReadRecord> | Iterable<ReadRecord>,
  mapping: Mapping,
  target: TargetShape,
): AsyncGenerator<MappedRecord | RejectedRecord> {
  const mapRecord = recordMapper(mapping, target);
  for await (const record of records) yield 'reason' in record ? record : mapRecord(record);
}

/** {@link mapRecords} for one record at a time. Throws an Error when the mapping does not fit the target. */
export function recordMapper(mapping: MappingRules, target: TargetShape): (record: SourceRecord) => MappedRecord | RejectedRecord {
  const lookup = columnLookup();
  const isTaken = compileWhere(mapping, lookup);
  const makeRows = mapping.rows ? compileUnpivot(mapping, target, lookup) : compileSingle(mapping, target, lookup);
  return (record) => mapOne(record, isTaken, makeRows);
}

type MakeRows = (record: SourceRecord) => MappedRow[];

function mapOne(record: SourceRecord, isTaken: (record: SourceRecord) => boolean, makeRows: MakeRows): MappedRecord | RejectedRecord {
  const { line, cells: raw } = record;
  try {
    return { line, raw, rows: isTaken(record) ? makeRows(record) : [] };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const blame = error.column === undefined ? {} : { column: error.column, ...(error.value === undefined ? {} : { value: error.value }) };
    return { line, raw, reason: error.message, ...blame };
  }
}

function compileSingle(mapping: MappingRules, target: TargetShape, lookup: ColumnLookup): MakeRows {
  const makeRow = compileRow(mapping.columns, target, { lookup, missing: mapping.missing });
  return (record) => [makeRow(record)];
}

/** Columns into rows: each named column with a value gives a row whose rules are the mapping's, overlaid by that column's own. */
function compileUnpivot(mapping: MappingRules, target: TargetShape, lookup: ColumnLookup): MakeRows {
  const { columns, match, into, values = {} } = mapping.rows!;
  const pattern = match === undefined ? undefined : new RegExp(match, 'u');
  const isMissing = missingTest(false, mapping.missing);
  const compiled = new Map<string, MakeRow>();
  const compile = (column: string): MakeRow => {
    const value = { ...mapping.columns[into.value], from: [column] };
    const key: Rules = into.key === undefined ? {} : { [into.key]: { const: column } };
    const rules: Rules = { ...mapping.columns, ...key, [into.value]: value, ...values[column] };
    return compileRow(rules, target, { lookup, missing: mapping.missing });
  };
  for (const column of columns ?? []) compiled.set(column, compile(column));
  return (record) => {
    const named = columns ?? Object.keys(record.cells).filter((column) => pattern?.test(column));
    return named.flatMap((column) => {
      if (isMissing(lookup(record, column) ?? '')) return [];
      const makeRow = compiled.get(column) ?? compile(column);
      compiled.set(column, makeRow);
      return [makeRow(record)];
    });
  };
}

function compileWhere(mapping: MappingRules, lookup: ColumnLookup): (record: SourceRecord) => boolean {
  const isMissing = missingTest(false, mapping.missing);
  const tests = mapping.where.map((condition) => {
    const test = compileCondition(condition, isMissing);
    return (record: SourceRecord) => test(lookup(record, condition.column)?.trim() ?? '');
  });
  return (record) => tests.every((test) => test(record));
}

function compileCondition(condition: Condition, isMissing: (text: string) => boolean): (text: string) => boolean {
  const { is, isNot, matches, empty } = condition;
  if (is) return (text) => is.includes(text);
  if (isNot) return (text) => !isNot.includes(text);
  if (matches !== undefined) {
    const pattern = new RegExp(matches, 'u');
    return (text) => pattern.test(text);
  }
  return (text) => isMissing(text) === empty;
}
