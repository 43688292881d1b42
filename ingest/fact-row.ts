import { type CampaignRef, type FactClass, type FactColumn, factOf } from '../entities/facts/fact';
import type { Cell } from '../src/database/copy';
import { type Day, isDay } from '../src/lib/day';
import { BadRecord } from './errors';

/** A row whose values fit its fact: `cells` stand in the order of the fact's columns; links stay names until they are resolved. */
export interface FactRow {
  readonly recordNo: number;
  readonly day: Day;
  readonly cells: (Cell | CampaignRef)[];
}

const FIRST_DAY: Day = '1990-01-01';
const LAST_DAY: Day = '2100-12-31';
const INT8_MAX = 2n ** 63n - 1n;
const CURRENCY = /^[A-Z]{3}$/;
/** Keys that hold one of a few words: with another, or without one, a row would be kept where no question finds it. */
export const KEY_WORDS: Readonly<Record<string, readonly string[]>> = {
  scope: ['property', 'query'],
  level: ['campaign', 'account'],
  split: ['keyword', 'search_term', 'creative', 'region', 'placement', 'age', 'gender', 'conversion_action'],
};
/** An index entry of PostgreSQL holds some 2,700 bytes; a longer key could not be stored. */
const KEY_BYTES = 2_400;

/**
 * Checks the values of one row against its fact and writes them as text; what is absent is null, and `''` in a key.
 * Throws BadRecord with the column and the value that do not fit.
 */
export function factRow(fact: FactClass, recordNo: number, values: object): FactRow {
  const given = values as Record<string, unknown>;
  const { columns } = factOf(fact);
  const day = dayOf(given.day);
  let keyBytes = 0;
  const cells = columns.map((column) => {
    const cell = cellOf(column, given[column.property]);
    if (column.role === 'key' && column.kind === 'text') keyBytes += Buffer.byteLength(cell as string);
    return cell;
  });
  if (keyBytes > KEY_BYTES) throw new BadRecord(`the texts of the key have ${keyBytes} bytes together; ${KEY_BYTES} at most`);
  return { recordNo, day, cells };
}

function dayOf(value: unknown): Day {
  if (typeof value !== 'string' || !isDay(value)) throw bad('day', value, 'a calendar day, YYYY-MM-DD');
  if (value < FIRST_DAY || value > LAST_DAY) throw bad('day', value, `a day from ${FIRST_DAY} to ${LAST_DAY}`);
  return value;
}

function cellOf(column: FactColumn, value: unknown): Cell | CampaignRef {
  const words = KEY_WORDS[column.property];
  if (words && !words.includes(value as string)) throw bad(column.property, value ?? '', words.join(' or '));
  if (value === undefined || value === null) return column.role === 'key' && column.kind === 'text' ? '' : null;
  switch (column.kind) {
    case 'text':
      return textOf(column, value);
    case 'brand':
      return textOf(column, value) || null;
    case 'campaign':
      return campaignOf(column, value);
    case 'count':
      return countOf(column, value);
    case 'money':
    case 'amount':
      if (typeof value !== 'bigint') throw bad(column.property, value, 'millionths as a bigint');
      return int8(column, value);
    case 'day':
      return dayOf(value);
    case 'instant':
      return instantOf(column, value);
  }
}

function textOf(column: FactColumn, value: unknown): string {
  if (typeof value !== 'string') throw bad(column.property, value, 'text');
  if (value.includes('\0')) throw bad(column.property, value.replaceAll('\0', '\\0'), 'text without NUL characters');
  if (column.property === 'currency' && !CURRENCY.test(value)) throw bad(column.property, value, 'a currency code of three capitals');
  // Half a surrogate pair has no UTF-8: two keys that differ only there would meet in the database.
  return value.toWellFormed();
}

function campaignOf(column: FactColumn, value: unknown): CampaignRef {
  const { key, name, platform, channel, brand } = value as CampaignRef;
  if (key === '') throw bad(`${column.property}.key`, key, 'a key');
  return {
    key: partOf(column, 'key', key),
    name: partOf(column, 'name', name),
    platform: partOf(column, 'platform', platform),
    channel: partOf(column, 'channel', channel),
    brand: brand || null,
  };
}

function partOf(column: FactColumn, part: string, text: string): string {
  if (typeof text !== 'string' || text.includes('\0')) throw bad(`${column.property}.${part}`, text, 'text');
  if (Buffer.byteLength(text) > KEY_BYTES) throw bad(`${column.property}.${part}`, text.slice(0, 80), `text of ${KEY_BYTES} bytes at most`);
  return text.toWellFormed();
}

function countOf(column: FactColumn, value: unknown): string {
  if (typeof value === 'bigint') return int8(column, value);
  if (!Number.isSafeInteger(value)) throw bad(column.property, value, 'a whole number');
  return String(value);
}

function int8(column: FactColumn, value: bigint): string {
  if (value > INT8_MAX || value < -INT8_MAX) throw bad(column.property, value, 'a number of 64 bits');
  return value.toString();
}

function instantOf(column: FactColumn, value: unknown): string {
  const year = value instanceof Date ? value.getUTCFullYear() : Number.NaN;
  if (!(year >= 1 && year <= 9999)) throw bad(column.property, value, 'an instant');
  return (value as Date).toISOString();
}

function bad(place: string, value: unknown, expected: string): BadRecord {
  const shown = String(value);
  return new BadRecord(`${place}: "${shown}" is not ${expected}`, place, shown);
}
