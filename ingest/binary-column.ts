import { type CellBytes, cellBytes, endOfCell, HEAD } from './cells';

/** The SQL types that facts are made of, with their numbers in PostgreSQL's catalogue. */
const OIDS: Readonly<Record<string, number>> = { integer: 23, bigint: 20, date: 1082, text: 25, timestamptz: 1184 };
/** Dimensions, whether there are nulls, the type, the length, the first index. */
const ARRAY_HEAD = 20;
const FIRST_ROOM = 12;
/** Longer cells are copied faster by the library. */
const A_FEW = 64;

/** A column of rows in PostgreSQL's binary format: an array, or one value as long as all rows say the same. */
export class BinaryColumn {
  readonly #oid: number;
  #first: { readonly cells: CellBytes; readonly start: number; readonly end: number } | null = null;
  #array: CellBytes | null = null;
  #end = ARRAY_HEAD;
  #rows = 0;

  /** `length` is how many cells there will be. */
  constructor(
    sqlType: string,
    private readonly length: number,
  ) {
    this.#oid = oidOf(sqlType);
  }

  /** Adds the cell that begins at a place; returns where the next one begins. */
  add(cells: CellBytes, start: number): number {
    const end = endOfCell(cells, start);
    this.#rows += 1;
    if (this.#array !== null) this.#copy(cells.bytes, start, end);
    else if (this.#first === null) this.#first = { cells, start, end };
    else if (!isSame(this.#first.cells.bytes, this.#first.start, this.#first.end, cells.bytes, start, end)) {
      const { first, last } = { first: this.#first, last: this.#rows };
      this.#array = cellBytes(ARRAY_HEAD + this.length * Math.max(FIRST_ROOM, end - start));
      for (let row = 1; row < last; row++) this.#copy(first.cells.bytes, first.start, first.end);
      this.#copy(cells.bytes, start, end);
    }
    return end;
  }

  /** Whether rows say different things, and the column is an array. */
  get isArray(): boolean {
    return this.#array !== null;
  }

  /** The array, or the value of all rows. */
  value(): Buffer | null {
    if (this.#array === null) {
      const { cells, start, end } = this.#first!;
      return cells.view.getInt32(start) < 0 ? null : cells.bytes.subarray(start + HEAD, end);
    }
    writeHead(this.#array, this.#oid, this.#rows);
    return this.#array.bytes.subarray(0, this.#end);
  }

  #copy(from: Buffer, start: number, end: number): void {
    if (this.#end + end - start > this.#array!.bytes.length) this.#grow(end - start);
    const { bytes } = this.#array!;
    let at = this.#end;
    if (end - start > A_FEW) at += from.copy(bytes, at, start, end);
    else for (let read = start; read < end; read++) bytes[at++] = from[read]!;
    this.#end = at;
  }

  #grow(room: number): void {
    const { bytes } = this.#array!;
    this.#array = cellBytes(2 * bytes.length + room);
    bytes.copy(this.#array.bytes, 0, 0, this.#end);
  }
}

/** An array of cells that lie one after the other. */
export function arrayOf(sqlType: string, cells: Buffer, length: number): Buffer {
  const array = cellBytes(ARRAY_HEAD + cells.length);
  writeHead(array, oidOf(sqlType), length);
  cells.copy(array.bytes, ARRAY_HEAD);
  return array.bytes;
}

function writeHead({ view }: CellBytes, oid: number, length: number): void {
  for (const [at, word] of [1, 1, oid, length, 1].entries()) view.setInt32(at * HEAD, word);
}

function oidOf(sqlType: string): number {
  const oid = OIDS[sqlType];
  if (oid === undefined) throw new TypeError(`${sqlType}: no fact has a column of this type`);
  return oid;
}

/** Whether two stretches of bytes are the same. */
function isSame(a: Buffer, start: number, end: number, b: Buffer, from: number, to: number): boolean {
  if (end - start !== to - from) return false;
  for (let at = start, other = from; at < end; at++, other++) if (a[at] !== b[other]) return false;
  return true;
}
