import { NULL_CELL } from '../src/database/copy';
import { toEpoch } from '../src/lib/day';

/** The SQL types that facts are made of, with their numbers in PostgreSQL's catalogue. */
const OIDS: Readonly<Record<string, number>> = { integer: 23, bigint: 20, date: 1082, text: 25, timestamptz: 1184 };
const HEAD = 20;
const NULL = -1;
/** A number holds so many digits exactly. */
const EXACT_DIGITS = 15;
const TWO_TO_32 = 2 ** 32;
const [ZERO, MINUS, BACKSLASH, ASCII] = [0x30, 0x2d, 0x5c, 0x7f];
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_DAY = toEpoch('2000-01-01');
const EPOCH_MS = Date.parse('2000-01-01T00:00:00Z');

/** The text that a cell of COPY's format stands for; null for NULL. */
export function cellText(cell: string): string | null {
  if (cell === NULL_CELL) return null;
  return cell.includes('\\') ? cell.replace(/\\(.)/g, (_, escaped: string) => ESCAPED[escaped] ?? escaped) : cell;
}

const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

/** Cells of COPY on their way into an array in PostgreSQL's binary format, which the server need not parse. */
export class BinaryArray {
  readonly #write: (text: string, from: number, to: number) => void;
  readonly #oid: number;
  #bytes: Buffer;
  #end = HEAD;
  #length = 0;

  /** `cells` is how many there will be. */
  constructor(sqlType: string, cells: number) {
    const oid = OIDS[sqlType];
    if (oid === undefined) throw new TypeError(`${sqlType}: no fact has a column of this type`);
    this.#oid = oid;
    this.#write = this.#writers[sqlType]!;
    this.#bytes = Buffer.allocUnsafe(HEAD + cells * (sqlType === 'integer' || sqlType === 'date' ? 8 : 12));
  }

  /** Adds the cell that a text has at a place. */
  add(text: string, from: number, to: number): void {
    this.#length += 1;
    if (to - from === 2 && text.startsWith(NULL_CELL, from)) {
      this.#reserve(4);
      this.#end = this.#bytes.writeInt32BE(NULL, this.#end);
    } else this.#write(text, from, to);
  }

  bytes(): Buffer {
    // Dimensions, whether there are nulls, the type, the length, the first index.
    for (const [at, word] of [1, 1, this.#oid, this.#length, 1].entries()) this.#bytes.writeInt32BE(word, at * 4);
    return this.#bytes.subarray(0, this.#end);
  }

  readonly #writers: Record<string, (text: string, from: number, to: number) => void> = {
    integer: (text, from, to) => this.#int4(numberAt(text, from, to)),
    date: (text, from, to) => this.#int4(toEpoch(text.slice(from, to)) - EPOCH_DAY),
    bigint: (text, from, to) => this.#int8(text, from, to),
    timestamptz: (text, from, to) => this.#long(microsOf(text.slice(from, to))),
    text: (text, from, to) => this.#text(text, from, to),
  };

  #int4(value: number): void {
    this.#end = this.#bytes.writeInt32BE(value, this.#bytes.writeInt32BE(4, this.#end));
  }

  #int8(text: string, from: number, to: number): void {
    if (to - from > EXACT_DIGITS) {
      this.#long(BigInt(text.slice(from, to)));
      return;
    }
    const value = numberAt(text, from, to);
    const high = Math.floor(value / TWO_TO_32);
    const start = this.#bytes.writeInt32BE(high, this.#bytes.writeInt32BE(8, this.#end));
    this.#end = this.#bytes.writeUInt32BE(value - high * TWO_TO_32, start);
  }

  #long(value: bigint): void {
    this.#end = this.#bytes.writeBigInt64BE(value, this.#bytes.writeInt32BE(8, this.#end));
  }

  #text(text: string, from: number, to: number): void {
    this.#reserve(4 + to - from);
    const bytes = this.#bytes;
    const start = this.#end + 4;
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code > ASCII || code === BACKSLASH) {
        this.#anyText(cellText(text.slice(from, to))!);
        return;
      }
      bytes[start + at - from] = code;
    }
    bytes.writeInt32BE(to - from, this.#end);
    this.#end = start + to - from;
  }

  #anyText(text: string): void {
    const length = Buffer.byteLength(text);
    this.#reserve(4 + length);
    const start = this.#bytes.writeInt32BE(length, this.#end);
    this.#end = start + this.#bytes.write(text, start);
  }

  #reserve(room: number): void {
    if (this.#end + room <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafe(2 * this.#bytes.length + room);
    this.#bytes.copy(bytes, 0, 0, this.#end);
    this.#bytes = bytes;
  }
}

/** A whole number of few digits in a text. */
function numberAt(text: string, from: number, to: number): number {
  const isNegative = text.charCodeAt(from) === MINUS;
  let value = 0;
  for (let at = isNegative ? from + 1 : from; at < to; at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  return isNegative ? -value : value;
}

/** An instant as facts write it, `2026-07-01T12:00:00.123000Z`. */
function microsOf(instant: string): bigint {
  return BigInt(Date.parse(`${instant.slice(0, -4)}Z`) - EPOCH_MS) * 1000n;
}

/** A column of rows: an array, or one value as long as all say the same. */
export class Column {
  #first: string | null = null;
  #rows = 0;
  #array: BinaryArray | null = null;

  constructor(
    private readonly sqlType: string,
    private readonly length: number,
  ) {}

  /** Adds the cell that a text has at a place. */
  add(text: string, from: number, to: number): void {
    this.#rows += 1;
    if (this.#array === null) {
      this.#first ??= text.slice(from, to);
      const first = this.#first;
      if (to - from === first.length && text.startsWith(first, from)) return;
      this.#array = new BinaryArray(this.sqlType, this.length);
      for (let row = 1; row < this.#rows; row++) this.#array.add(first, 0, first.length);
    }
    this.#array.add(text, from, to);
  }

  /** The array, or the value as text. */
  value(): Buffer | string | null {
    return this.#array ? this.#array.bytes() : cellText(this.#first ?? NULL_CELL);
  }
}
