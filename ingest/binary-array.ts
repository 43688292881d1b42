import { NULL_CELL } from '../src/database/copy';
import { toEpoch } from '../src/lib/day';

/** The SQL types that facts are made of, with their numbers in PostgreSQL's catalogue. */
const OIDS: Readonly<Record<string, number>> = { integer: 23, bigint: 20, date: 1082, text: 25, timestamptz: 1184 };
const HEAD = 20;
const NULL = -1;
/** A number holds so many digits exactly. */
const EXACT_DIGITS = 15;
const TWO_TO_32 = 2 ** 32;
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_DAY = toEpoch('2000-01-01');
const EPOCH_MS = Date.parse('2000-01-01T00:00:00Z');

/** Cells of COPY as an array in PostgreSQL's binary format, which the server need not parse. */
export function binaryArray(sqlType: string, cells: readonly string[]): Buffer {
  const oid = OIDS[sqlType];
  if (oid === undefined) throw new TypeError(`${sqlType}: no fact has a column of this type`);
  const bytes = sqlType === 'text' ? textsOf(cells) : numbersOf(sqlType, cells);
  // Dimensions, whether there are nulls, the type, the length, the first index.
  for (const [at, word] of [1, 1, oid, cells.length, 1].entries()) bytes.writeInt32BE(word, at * 4);
  return bytes;
}

/** The text that a cell of COPY's format stands for; null for NULL. */
export function cellText(cell: string): string | null {
  if (cell === NULL_CELL) return null;
  return cell.includes('\\') ? cell.replace(/\\(.)/g, (_, escaped: string) => ESCAPED[escaped] ?? escaped) : cell;
}

const ESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

function numbersOf(sqlType: string, cells: readonly string[]): Buffer {
  const width = sqlType === 'integer' || sqlType === 'date' ? 4 : 8;
  const bytes = Buffer.allocUnsafe(HEAD + cells.length * (4 + width));
  let end = HEAD;
  for (const cell of cells) {
    if (cell === NULL_CELL) {
      end = bytes.writeInt32BE(NULL, end);
      continue;
    }
    end = bytes.writeInt32BE(width, end);
    if (sqlType === 'integer') end = bytes.writeInt32BE(Number(cell), end);
    else if (sqlType === 'date') end = bytes.writeInt32BE(toEpoch(cell) - EPOCH_DAY, end);
    else if (sqlType === 'timestamptz') end = bytes.writeBigInt64BE(microsOf(cell), end);
    else end = writeInt8(bytes, cell, end);
  }
  return bytes.subarray(0, end);
}

function writeInt8(bytes: Buffer, digits: string, at: number): number {
  if (digits.length > EXACT_DIGITS) return bytes.writeBigInt64BE(BigInt(digits), at);
  const value = Number(digits);
  const high = Math.floor(value / TWO_TO_32);
  bytes.writeInt32BE(high, at);
  return bytes.writeUInt32BE(value - high * TWO_TO_32, at + 4);
}

/** An instant as facts write it, `2026-07-01T12:00:00.123000Z`. */
function microsOf(instant: string): bigint {
  return BigInt(Date.parse(`${instant.slice(0, -4)}Z`) - EPOCH_MS) * 1000n;
}

/** A UTF-16 unit takes at most so many bytes of UTF-8. */
const UNIT_BYTES = 3;
const ASCII = 0x7f;
/** Short texts are written faster here than by a call. */
const SHORT = 40;

function textsOf(cells: readonly string[]): Buffer {
  // Texts of keys are mostly ASCII; for others there is made more room.
  return textsIn(cells, 1) ?? textsIn(cells, UNIT_BYTES)!;
}

/** Null when there is not room enough. */
function textsIn(cells: readonly string[], unitBytes: number): Buffer | null {
  let room = HEAD;
  for (const cell of cells) room += 4 + cell.length * unitBytes;
  const bytes = Buffer.allocUnsafe(room);
  let end = HEAD;
  for (const cell of cells) {
    const text = cellText(cell);
    if (text === null) {
      end = bytes.writeInt32BE(NULL, end);
      continue;
    }
    let { length } = text;
    if (!asciiAt(bytes, text, end + 4)) {
      length = Buffer.byteLength(text);
      if (length > text.length && unitBytes === 1) return null;
      bytes.write(text, end + 4);
    }
    end = bytes.writeInt32BE(length, end) + length;
  }
  return bytes.subarray(0, end);
}

/** Writes a short text of ASCII; false, and nothing is written for good, when it is none. */
function asciiAt(bytes: Buffer, text: string, start: number): boolean {
  if (text.length > SHORT) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > ASCII) return false;
    bytes[start + at] = code;
  }
  return true;
}
