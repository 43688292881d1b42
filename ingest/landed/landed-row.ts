import { digitsOf, type Json, type JsonReadings, memberOf } from '../../src/lib/lossless-json';
import { BadRecord } from '../errors';

/** A record as it is kept when no mapping says what it means. */
export interface LandedRow {
  readonly recordNo: number;
  /** The values of the key properties as JSON; null in a stream without keys, where every record is a row of its own. */
  readonly key: string | null;
  /** The record as JSON, every number with its digits. */
  readonly text: string;
  readonly version: string | null;
}

/** PostgreSQL's index holds no longer key. */
const KEY_BYTES = 2_400;
const DEEPEST = 100;
/** PostgreSQL's numbers go further, but nothing that is measured does. */
const DIGITS = 1_000;
const SHOWN = 200;

/**
 * The values of a record's key properties as one JSON text; null when there are no key properties. Throws BadRecord with the property that is
 * missing.
 */
export function keyOf(record: JsonReadings, keyProperties: readonly string[]): string | null {
  if (keyProperties.length === 0) return null;
  const values = keyProperties.map((name) => {
    const value = memberOf(record, name)?.exact ?? null;
    if (value === null) throw new BadRecord(`${name}: is missing, which is part of the key`, name);
    return value;
  });
  const key = JSON.stringify(values);
  const bytes = Buffer.byteLength(key);
  if (bytes > KEY_BYTES) throw new BadRecord(`the key has ${bytes} bytes; ${KEY_BYTES} at most`, keyProperties.join(', '));
  return key;
}

/** Checks that the database can hold a record without changing it. Throws BadRecord with the place of what it cannot. */
export function checkStorable(record: Json): void {
  const path: string[] = [];
  const fault = faultOf(record, path);
  if (fault === null) return;
  const value = path.reduce<Json | undefined>((at, step) => (at as { [key: string]: Json } | undefined)?.[step], record);
  const shown = path.length > DEEPEST ? undefined : JSON.stringify(value)?.slice(0, SHOWN);
  throw new BadRecord(`${path.slice(0, 5).join('.')}: ${fault}`, path.slice(0, 5).join('.'), shown);
}

/** Checks that a record can be walked through. Throws BadRecord when it is nested deeper than anything that is meant to be read. */
export function checkDepth(record: Json): void {
  if (isDeeper(record, DEEPEST)) throw new BadRecord(`is nested deeper than ${DEEPEST} levels`);
}

function isDeeper(value: Json, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

/** What is wrong with a value, null when nothing is; `path` then leads to it. */
function faultOf(value: Json, path: string[]): string | null {
  if (typeof value === 'string') return faultOfText(value);
  if (value === null || typeof value !== 'object') return null;
  const digits = digitsOf(value);
  if (digits !== null) return isLong(digits) ? `is a number of more than ${DIGITS} digits` : null;
  if (path.length >= DEEPEST) return `is nested deeper than ${DEEPEST} levels`;
  for (const name of Object.keys(value)) {
    path.push(name);
    const fault = faultOfText(name) ?? faultOf((value as { [key: string]: Json })[name] as Json, path);
    if (fault !== null) return fault;
    path.pop();
  }
  return null;
}

function faultOfText(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character';
  return text.isWellFormed() ? null : 'holds half of a surrogate pair';
}

function isLong(digits: string): boolean {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  return mantissa.length + Math.abs(Number(exponent)) > DIGITS;
}
