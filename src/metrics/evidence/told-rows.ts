import { type FactClass, type FactColumn, factOf } from '../../../entities/facts/fact';
import type { Session } from '../../database/session';
import type { Day, DayRange } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';

/** Which record of a raw page said a row, and whose it is. */
export interface RowOrigin {
  readonly sourceKey: string;
  readonly pageId: bigint;
  readonly recordNo: number;
  /** When the row was first recorded. */
  readonly recordedAt: Date;
}

/** One row of a fact as it was known: its values by property (money and fractions in units, not millionths), and where it came from. */
export interface ToldRow {
  readonly fact: string;
  readonly day: Day;
  readonly rowId: bigint;
  readonly values: Readonly<Record<string, string | number | null>>;
  readonly origin: RowOrigin;
}

/** Which rows of a fact to read: of some days, as known at an instant (now when absent), of some brand, with these texts in a column. */
export interface ToldQuestion {
  readonly range: DayRange;
  readonly asOf?: Date | undefined;
  readonly brand?: string | undefined;
  readonly where?: Readonly<Record<string, readonly string[]>>;
}

/** Evidence is read row by row: a question for more is to be narrowed. */
const MOST_ROWS = 200_000;

/** The rows of a fact that a question is about, by day and number. Throws a BadQuestion where there are more than 200,000. */
export async function toldRows(session: Session, fact: FactClass, question: ToldQuestion): Promise<ToldRow[]> {
  const { range, asOf, brand, where = {} } = question;
  const { name, columns } = factOf(fact);
  const parameters = new Parameters();
  const rows = factRows({ fact, workspaceId: session.workspaceId, range, ...(asOf && { asOf: instantText(asOf) }) }, parameters);
  const workspace = parameters.add(session.workspaceId, 'integer');
  const demands = Object.entries(where).map(([property, values]) => {
    const column = columns.find((each) => each.property === property)?.column;
    if (!column) throw new TypeError(`${name} has no column for "${property}"`);
    return `f.${column} = ANY (${parameters.add([...values], 'text[]')})`;
  });
  if (brand !== undefined) {
    demands.push(
      `f.brand_id IN (SELECT b.id FROM hub.brand b WHERE b.workspace_id = ${workspace} AND b.key = ${parameters.add(brand, 'text')})`,
    );
  }
  const shown = columns.filter(({ kind }) => kind !== 'brand' && kind !== 'campaign');
  const found = await session.query<FoundRow>(
    `SELECT f.day AS "$day", f.row_id AS "$row", f.page_id AS "$page", f.record_no AS "$record", f.recorded_at AS "$recorded",
       coalesce(s.key, '#' || f.source_id) AS "$source", ${shown.map(shownColumn).join(', ')}
     FROM ${rows} f LEFT JOIN hub.source s ON s.workspace_id = ${workspace} AND s.id = f.source_id
     ${demands.length > 0 ? `WHERE ${demands.join(' AND ')}` : ''} ORDER BY f.day, f.row_id LIMIT ${MOST_ROWS + 1}`,
    parameters.values,
  );
  if (found.length > MOST_ROWS)
    throw new BadQuestion('range', `${range.from} to ${range.to}`, `days with at most ${MOST_ROWS} rows of ${name}`);
  return found.map((row) => ({
    fact: name,
    day: row.$day,
    rowId: row.$row,
    values: Object.fromEntries(shown.map(({ property }) => [property, (row[property] ?? null) as string | number | null])),
    origin: { sourceKey: row.$source, pageId: row.$page, recordNo: row.$record, recordedAt: row.$recorded },
  }));
}

interface FoundRow extends Record<string, unknown> {
  $day: Day;
  $row: bigint;
  $page: bigint;
  $record: number;
  $recorded: Date;
  $source: string;
}

function shownColumn({ column, property, kind }: FactColumn): string {
  if (kind === 'money' || kind === 'amount') return `f.${column}::float8 / 1e6 AS "${property}"`;
  if (kind === 'count') return `f.${column}::float8 AS "${property}"`;
  if (kind === 'instant') return `to_char(f.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "${property}"`;
  return `nullif(f.${column}, '') AS "${property}"`;
}

/** A number of a row; null where the source does not say it. */
export function numberIn(row: ToldRow, property: string): number | null {
  const value = row.values[property];
  return typeof value === 'number' ? value : null;
}

/** A text of a row; '' where the source does not say it. */
export function textIn(row: ToldRow, property: string): string {
  return String(row.values[property] ?? '');
}
