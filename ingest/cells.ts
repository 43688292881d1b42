import type { FactColumn } from '../entities/facts/fact';
import { copyCell, NULL_CELL } from '../src/database/copy';
import { type Day, fromEpoch, toEpoch } from '../src/lib/day';

/**
 * Bytes that hold cells in PostgreSQL's binary format: each its length in four bytes, -1 for NULL, and its value. So they go into arrays and come
 * out of COPY, and two cells are the same where their bytes are.
 */
export interface CellBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** The length of a cell that is NULL. */
const NULL = -1;
/** The bytes before a cell's value, and those of a whole cell of an integer or a day, and of a bigint or an instant. */
export const [HEAD, SHORT_CELL, LONG_CELL] = [4, 8, 12];
const TWO_TO_32 = 2 ** 32;
const ASCII = 0x7f;
/** Longer texts are written faster by the library. */
const A_FEW = 48;
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_DAY = toEpoch('2000-01-01');
const EPOCH_MS = Date.parse('2000-01-01T00:00:00Z');
/** A character of a string takes at most so many bytes. */
const CHARACTER_BYTES = 3;

/** Bytes of a buffer that shares its memory with nothing else. */
export function cellBytes(size: number): CellBytes {
  return viewed(Buffer.allocUnsafeSlow(size));
}

/** Bytes as they came, as cells. */
export function viewed(bytes: Buffer): CellBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Where a cell ends that begins at a place. */
export function endOfCell({ view }: CellBytes, at: number): number {
  const length = view.getInt32(at);
  return at + HEAD + (length === NULL ? 0 : length);
}

/** Where a number of cells end that begin at a place. */
export function endOfCells(cells: CellBytes, start: number, count: number): number {
  let at = start;
  for (let cell = 0; cell < count; cell++) at = endOfCell(cells, at);
  return at;
}

/** A cell as the text that COPY writes for it. */
export function copyText(cells: CellBytes, at: number, sqlType: FactColumn['sqlType']): string {
  const value = cellValue(cells, at, sqlType);
  return value === null ? NULL_CELL : copyCell(value);
}

/** A cell's value as text; null for NULL. */
export function cellValue({ bytes, view }: CellBytes, at: number, sqlType: FactColumn['sqlType']): string | null {
  const length = view.getInt32(at);
  const start = at + HEAD;
  if (length === NULL) return null;
  if (sqlType === 'text') return bytes.toString('utf8', start, start + length);
  if (sqlType === 'integer') return String(view.getInt32(start));
  if (sqlType === 'date') return fromEpoch(view.getInt32(start) + EPOCH_DAY);
  const value = view.getBigInt64(start);
  return sqlType === 'timestamptz' ? instantText(value) : String(value);
}

/** An instant of PostgreSQL with its microseconds. */
function instantText(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const instant = new Date(Number((micros - rest) / 1000n) + EPOCH_MS);
  return instant.toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`);
}

/** Writes cells one after the other into bytes that many share; those that were begun and not ended are written over. */
export class CellWriter {
  #cells: CellBytes;
  #bytes: Buffer;
  #view: DataView;
  #start = 0;
  #end = 0;

  constructor(private readonly size: number) {
    this.#cells = cellBytes(size);
    ({ bytes: this.#bytes, view: this.#view } = this.#cells);
  }

  /** Begins a stretch of cells that will lie together. */
  begin(): void {
    this.#end = this.#start;
  }

  /** How many bytes were written since the stretch was begun. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Ends the stretch: where it lies. */
  end(): { cells: CellBytes; start: number } {
    const start = this.#start;
    this.#start = this.#end;
    return { cells: this.#cells, start };
  }

  null(): void {
    this.#reserve(HEAD);
    this.#view.setInt32(this.#end, NULL);
    this.#end += HEAD;
  }

  day(day: Day): void {
    this.integer(toEpoch(day) - EPOCH_DAY);
  }

  integer(value: number): void {
    this.#reserve(SHORT_CELL);
    this.#view.setInt32(this.#end, SHORT_CELL - HEAD);
    this.#view.setInt32(this.#end + HEAD, value);
    this.#end += SHORT_CELL;
  }

  /** A whole number of 64 bits; of a float one that it holds exactly. */
  bigint(value: bigint | number): void {
    this.#reserve(LONG_CELL);
    const view = this.#view;
    const at = this.#end;
    view.setInt32(at, LONG_CELL - HEAD);
    if (typeof value === 'bigint') view.setBigInt64(at + HEAD, value);
    else {
      const high = Math.floor(value / TWO_TO_32);
      view.setInt32(at + HEAD, high);
      view.setUint32(at + SHORT_CELL, value - high * TWO_TO_32);
    }
    this.#end += LONG_CELL;
  }

  instant(instant: Date): void {
    this.bigint(BigInt(instant.getTime() - EPOCH_MS) * 1000n);
  }

  /** A text without NUL characters and halves of surrogate pairs. */
  text(text: string): void {
    const { length } = text;
    this.#reserve(HEAD + length * CHARACTER_BYTES);
    const bytes = this.#bytes;
    const start = this.#end + HEAD;
    let at = length > A_FEW ? length + 1 : 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code > ASCII) break;
      bytes[start + at] = code;
    }
    const written = at === length ? length : bytes.write(text, start);
    this.#view.setInt32(this.#end, written);
    this.#end = start + written;
  }

  /** Cells that lie elsewhere. */
  copy({ bytes }: CellBytes, start: number, end: number): void {
    this.#reserve(end - start);
    bytes.copy(this.#bytes, this.#end, start, end);
    this.#end += end - start;
  }

  /** What is begun goes on in new bytes where the old ones are full. */
  #reserve(room: number): void {
    if (this.#end + room <= this.#bytes.length) return;
    const cells = cellBytes(Math.max(this.size, 2 * (this.length + room)));
    this.#bytes.copy(cells.bytes, 0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
    this.#cells = cells;
    ({ bytes: this.#bytes, view: this.#view } = cells);
  }
}
