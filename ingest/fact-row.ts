import type { FactClass, FactColumn } from '../entities/facts/fact';
import type { Day } from '../src/lib/day';
import { type CellBytes, CellWriter, cellValue, copyText, endOfCell, endOfCells, HEAD } from './cells';
import { BadRecord } from './errors';
import { layoutOf } from './fact-layout';
import { dayOf, KEY_BYTES, linksOf, type RowLinks, writeValue } from './fact-values';

/** Rows share bytes of so many: few enough that rows which stay do not hold on to many that go. */
const SHARED = 256 * 1024;
const writer = new CellWriter(SHARED);

/** A row whose values fit its fact, its cells in the order of the fact's layout; links stay names until they are resolved. */
export class FactRow {
  constructor(
    private readonly fact: FactClass,
    readonly recordNo: number,
    readonly day: Day,
    readonly links: RowLinks,
    /** Where its cells lie: those of the key from `start`, the values from `middle`, until before `end`. */
    readonly cells: CellBytes,
    readonly start: number,
    readonly middle: number,
    readonly end: number,
  ) {}

  /** The cells of the key as COPY writes them, joined by tabs. */
  get keys(): string {
    return copyTexts(this.cells, this.start, layoutOf(this.fact).keys);
  }

  /** The values as COPY writes them, joined by tabs. */
  get values(): string {
    return copyTexts(this.cells, this.middle, layoutOf(this.fact).values);
  }

  /** The value of a column as text, null for NULL; of any column but the day and the links. */
  valueOf(column: FactColumn): string | null {
    const { keys, values } = layoutOf(this.fact);
    const [columns, start] = column.role === 'key' ? [keys, this.start] : [values, this.middle];
    return cellValue(this.cells, endOfCells(this.cells, start, columns.indexOf(column)), column.sqlType);
  }

  /** The same row with other values in some columns, as `factRow` takes them; null for nothing. */
  with(changes: ReadonlyMap<FactColumn, unknown>): FactRow {
    writer.begin();
    writer.copy(this.cells, this.start, this.middle);
    let at = this.middle;
    for (const column of layoutOf(this.fact).values) {
      const end = endOfCell(this.cells, at);
      if (changes.has(column)) writeValue(writer, column, changes.get(column));
      else writer.copy(this.cells, at, end);
      at = end;
    }
    return written(this.fact, this, this.middle - this.start);
  }
}

/**
 * Checks the values of one row against its fact and writes them as cells; what is absent is null, and `''` in a key.
 * Throws BadRecord with the column and the value that do not fit.
 */
export function factRow(fact: FactClass, recordNo: number, values: object): FactRow {
  const given = values as Record<string, unknown>;
  const layout = layoutOf(fact);
  const day = dayOf(given.day);
  const links = linksOf(layout.links, given);
  writer.begin();
  for (const column of layout.keys) writeValue(writer, column, given[column.property]);
  const keyBytes = writer.length;
  if (keyBytes > KEY_BYTES) checkKeyBytes(keyBytes - HEAD * layout.keys.length);
  for (const column of layout.values) writeValue(writer, column, given[column.property]);
  return written(fact, { recordNo, day, links }, keyBytes);
}

/** The row that the writer holds. */
function written(fact: FactClass, { recordNo, day, links }: Pick<FactRow, 'recordNo' | 'day' | 'links'>, keyBytes: number): FactRow {
  const { length } = writer;
  const { cells, start } = writer.end();
  return new FactRow(fact, recordNo, day, links, cells, start, start + keyBytes, start + length);
}

function checkKeyBytes(bytes: number): void {
  if (bytes > KEY_BYTES) throw new BadRecord(`the texts of the key have ${bytes} bytes together; ${KEY_BYTES} at most`);
}

function copyTexts(cells: CellBytes, start: number, columns: readonly FactColumn[]): string {
  let at = start;
  const texts = columns.map(({ sqlType }) => {
    const text = copyText(cells, at, sqlType);
    at = endOfCell(cells, at);
    return text;
  });
  return texts.join('\t');
}
