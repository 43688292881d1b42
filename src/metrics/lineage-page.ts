import { type FactColumn, factOf } from '../../entities/facts/fact';
import type { Session } from '../database/session';
import { type Day, isDay } from '../lib/day';
import { decimalFromMicros } from '../lib/money';
import { TOMBSTONE } from '../lib/tombstone';
import { BadQuestion } from './BadQuestion';
import { Parameters } from './parameters';
import { rawRecords } from './raw-record';
import type { Scan } from './scan';
import { selectedRows } from './selected-rows';

/** One row of a fact with the raw record that said it. */
export interface LineageRecord {
  readonly sourceKey: string;
  /** When the row was first recorded. */
  readonly recordedAt: Date;
  /** The record's JSON text, as the source sent it; '' when the page is no longer kept. */
  readonly raw: string;
  /** Whether the record's content had to go, as what it tells of was deleted; `raw` is then what stands in its place. */
  readonly redacted: boolean;
  /** The row's columns as they were known then, as JSON text: money and fractions as decimal text. */
  readonly values: string;
  /** Null when the page is no longer kept. */
  readonly runId: number | null;
}

/** Some of the rows behind a number. */
export interface LineagePage {
  readonly records: readonly LineageRecord[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** A place in the rows: which scan, and the row's day and number. */
type Place = readonly [scan: number, day: Day, rowId: string];

type Row = Record<string, unknown> & {
  day: Day;
  row_id: bigint;
  page_id: bigint;
  record_no: number;
  recorded_at: Date;
  source_key: string | null;
};

/** The first rows after a cursor, by scan, day and number. */
export async function lineagePage(session: Session, scans: readonly Scan[], first: number, after: string | null): Promise<LineagePage> {
  const start: Place = after === null ? [0, '0001-01-01', '0'] : decode(after, scans.length);
  const found: { scan: number; row: Row }[] = [];
  for (let scan = start[0]; scan < scans.length && found.length <= first; scan++) {
    const place = scan === start[0] ? start : ([scan, '0001-01-01', '0'] as const);
    const rows = await rowsAfter(session, scans[scan] as Scan, place, first + 1 - found.length);
    found.push(...rows.map((row) => ({ scan, row })));
  }
  const page = found.slice(0, first);
  const end = page.at(-1);
  return {
    records: await recordsOf(session, scans, page),
    hasNextPage: found.length > page.length,
    endCursor: end ? encode([end.scan, end.row.day, String(end.row.row_id)]) : null,
  };
}

function rowsAfter(session: Session, scan: Scan, [, day, rowId]: Place, count: number): Promise<Row[]> {
  const parameters = new Parameters();
  const sql = `SELECT x.*, s.key AS source_key FROM (SELECT f.* FROM ${selectedRows(scan, null, parameters)}) x
    LEFT JOIN hub.source s ON s.workspace_id = ${parameters.add(scan.workspaceId, 'integer')} AND s.id = x.source_id
    WHERE (x.day, x.row_id) > (${parameters.add(day, 'date')}, ${parameters.add(rowId, 'bigint')})
    ORDER BY x.day, x.row_id LIMIT ${count}`;
  return session.query<Row>(sql, parameters.values);
}

async function recordsOf(session: Session, scans: readonly Scan[], page: readonly { scan: number; row: Row }[]): Promise<LineageRecord[]> {
  const pages = await rawRecords(
    session,
    page.map(({ row }) => row.page_id),
  );
  return page.map(({ scan, row }) => {
    const kept = pages.get(row.page_id);
    const raw = kept?.at(row.record_no) ?? '';
    return {
      sourceKey: row.source_key ?? '',
      recordedAt: row.recorded_at,
      raw,
      redacted: raw === TOMBSTONE,
      values: valuesOf((scans[scan] as Scan).fact, row),
      runId: kept?.runId ?? null,
    };
  });
}

function valuesOf(fact: Scan['fact'], row: Row): string {
  const { columns } = factOf(fact);
  return JSON.stringify({
    day: row.day,
    ...Object.fromEntries(columns.map((column) => [column.property, shown(column, row[column.column])])),
  });
}

function shown({ kind }: FactColumn, value: unknown): unknown {
  if (typeof value !== 'bigint') return value ?? null;
  if (kind === 'money' || kind === 'amount') return decimalFromMicros(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function encode(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function decode(after: string, scans: number): Place {
  try {
    const [scan, day, rowId] = JSON.parse(Buffer.from(after, 'base64url').toString()) as Place;
    if (Number.isInteger(scan) && scan >= 0 && scan < scans && isDay(day) && /^\d{1,19}$/.test(rowId)) return [scan, day, rowId];
  } catch {
    // Told below, like any other text that is no cursor.
  }
  throw new BadQuestion('after', after, 'the endCursor of a page of the same records');
}
