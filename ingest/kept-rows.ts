import { type FactClass, factOf } from '../entities/facts/fact';
import { queryBytes } from '../src/database/copy';
import type { Session } from '../src/database/session';
import { type CellBytes, endOfCells, HEAD, viewed } from './cells';
import { layoutOf } from './fact-layout';
import { quoted, statementsOf } from './fact-statements';
import type { LinkedRow, LinkedRows } from './link-rows';

/** Rows beside a page's own that are worth reading, whatever the page's size, and how many for each row of the page. */
const FEW = 2_000;
const READ_PER_ROW = 4;

/** What comes before the rows in COPY's binary format, up to the length of an extension; and how many columns each row has. */
const SIGNATURE = 15;
const COLUMNS = 2;

/** More bytes are compared faster by the library. */
const A_FEW = 32;

/** Rows that a fact holds, in COPY's binary format, in the order of their keys. */
export class KeptRows {
  readonly #cells: CellBytes;
  readonly #first: number;
  readonly #end: number;
  #places: ReadonlyMap<string, { middle: number; end: number }> | undefined;

  constructor(
    private readonly fact: FactClass,
    copied: Buffer,
  ) {
    this.#cells = viewed(copied);
    this.#first = copied.length === 0 ? 0 : SIGNATURE + HEAD + this.#cells.view.getInt32(SIGNATURE);
    // After the last row comes the number -1 instead of another's columns.
    this.#end = Math.max(0, copied.length - COLUMNS);
  }

  /** Whether the source has no rows at all on the days that were looked at. */
  get areDaysNew(): boolean {
    return this.#cells.bytes.length === 0;
  }

  get isEmpty(): boolean {
    return this.#first >= this.#end;
  }

  /** Of rows that have the same keys as these, in the same order, those that differ; null when they have not. */
  differing(rows: readonly LinkedRow[]): LinkedRow[] | null {
    const { bytes } = this.#cells;
    const columns = layoutOf(this.fact).values.length;
    const found: LinkedRow[] = [];
    let at = this.#first;
    for (const linked of rows) {
      const { head, row } = linked;
      const keys = at + COLUMNS + head.end - head.start;
      const middle = keys + row.middle - row.start;
      const end = keys + row.end - row.start;
      if (middle > this.#end || !isAt(bytes, at + COLUMNS, head.cells.bytes, head.start, head.end)) return null;
      if (end <= this.#end && isAt(bytes, keys, row.cells.bytes, row.start, row.end)) at = end;
      else if (isAt(bytes, keys, row.cells.bytes, row.start, row.middle)) {
        found.push(linked);
        at = endOfCells(this.#cells, middle, columns);
      } else return null;
    }
    return at === this.#end ? found : null;
  }

  /** Whether a row is there as it is, is there otherwise, or is not there. */
  find(linked: LinkedRow): 'same' | 'other' | 'none' {
    this.#places ??= this.#placesByKey();
    const place = this.#places.get(linked.key);
    if (place === undefined) return 'none';
    const { row } = linked;
    const isSame = place.end - place.middle === row.end - row.middle;
    return isSame && isAt(this.#cells.bytes, place.middle, row.cells.bytes, row.middle, row.end) ? 'same' : 'other';
  }

  #placesByKey(): Map<string, { middle: number; end: number }> {
    const { links, keys, values } = layoutOf(this.fact);
    const places = new Map<string, { middle: number; end: number }>();
    for (let at = this.#first; at < this.#end; ) {
      const start = at + COLUMNS;
      const middle = endOfCells(this.#cells, start, 1 + links.length + keys.length);
      at = endOfCells(this.#cells, middle, values.length);
      places.set(this.#cells.bytes.toString('latin1', start, middle), { middle, end: at });
    }
    return places;
  }
}

/** Whether bytes hold others at a place. */
function isAt(bytes: Buffer, at: number, others: Buffer, start: number, end: number): boolean {
  if (end - start > A_FEW) return others.compare(bytes, at, at + end - start, start, end) === 0;
  for (let read = start, there = at; read < end; read++, there++) if (bytes[there] !== others[read]) return false;
  return true;
}

/**
 * What the fact holds where a source's rows would go: the days and links between the lowest and the highest that they name. Null when
 * that is so much more than the rows themselves that the database does better alone. `meanwhile` is called when the database reads them.
 */
export async function keptRows(
  session: Session,
  fact: FactClass,
  sourceId: number,
  { rows, ids }: Pick<LinkedRows, 'rows' | 'ids'>,
  meanwhile?: () => void,
): Promise<KeptRows | null> {
  const { table } = factOf(fact);
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  const [known] = await session.query<{ rows: number }>(
    `SELECT coalesce(sum(rows), 0)::float8 AS rows FROM rollup.source_day
     WHERE workspace_id = $1 AND day = ANY($2::date[]) AND fact = $3 AND source_id = $4`,
    [session.workspaceId, days, table, sourceId],
  );
  if (known!.rows === 0) return new KeptRows(fact, Buffer.alloc(0));
  if (known!.rows > Math.max(FEW, READ_PER_ROW * rows.length)) return null;
  const between = layoutOf(fact).links.map(
    ({ column }, at) => ` AND f.${quoted(column)} BETWEEN ${ids[at]!.lowest} AND ${ids[at]!.highest}`,
  );
  meanwhile?.();
  const { kept, keyOrder } = statementsOf(fact);
  return new KeptRows(
    fact,
    await queryBytes(
      session.client,
      `SELECT ${kept} FROM fact.${quoted(table)} f WHERE f.workspace_id = ${session.workspaceId} AND f.source_id = ${sourceId}
       AND f.day BETWEEN '${days[0]}' AND '${days.at(-1)}' AND f.day = ANY('{${days.join(',')}}')${between.join('')} ORDER BY ${keyOrder}`,
    ),
  );
}
