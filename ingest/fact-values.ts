import type { CampaignRef, FactColumn } from '../entities/facts/fact';
import { isUnusual } from '../src/database/copy';
import { type Day, isDay } from '../src/lib/day';
import { personKey } from '../src/lib/person-key';
import type { CellWriter } from './cells';
import { BadRecord } from './errors';

/** What a row names, until that is resolved: keys of brands, campaigns as their platform calls them; null where it names nothing. */
export type RowLinks = readonly (string | CampaignRef | null)[];

const FIRST_DAY: Day = '1990-01-01';
const LAST_DAY: Day = '2100-12-31';
const INT8_MIN = -(2n ** 63n);
const CURRENCY = /^[A-Z]{3}$/;
/** Keys that hold one of a few words: with another, or without one, a row would be kept where no question finds it. */
export const KEY_WORDS: Readonly<Record<string, readonly string[]>> = {
  scope: ['property', 'query'],
  level: ['campaign', 'account'],
  split: ['keyword', 'search_term', 'creative', 'region', 'placement', 'age', 'gender', 'conversion_action'],
};
/** An index entry of PostgreSQL holds some 2,700 bytes; a longer key could not be stored. */
export const KEY_BYTES = 2_400;

/** Rows of one day mostly come together. */
let lastDay: Day = FIRST_DAY;

/** The day of a row, when the hub can hold it. Throws BadRecord otherwise. */
export function dayOf(value: unknown): Day {
  if (value === lastDay) return lastDay;
  if (typeof value !== 'string' || !isDay(value)) throw bad('day', value, 'a calendar day, YYYY-MM-DD');
  if (value < FIRST_DAY || value > LAST_DAY) throw bad('day', value, `a day from ${FIRST_DAY} to ${LAST_DAY}`);
  lastDay = value;
  return value;
}

/** Rows that name the same mostly come together; they share the list. */
let lastLinks: RowLinks = [];

/** What a row names, in the order of its columns. Throws BadRecord where that is no name. */
export function linksOf(columns: readonly FactColumn[], given: Record<string, unknown>): RowLinks {
  const links = columns.map((column) => linkOf(column, given[column.property]));
  if (links.length !== lastLinks.length || links.some((link, at) => link !== lastLinks[at])) lastLinks = links;
  return lastLinks;
}

function linkOf(column: FactColumn, value: unknown): string | CampaignRef | null {
  if (value === undefined || value === null) return null;
  return column.kind === 'campaign' ? campaignOf(column, value) : wholeText(column, value) || null;
}

/**
 * Writes a value of a row as a cell; what is absent is null, and `''` in a text of a key. Throws BadRecord with the column and the value where it
 * does not fit.
 */
export function writeValue(writer: CellWriter, column: FactColumn, value: unknown): void {
  const isKey = column.role === 'key';
  const words = isKey ? KEY_WORDS[column.property] : undefined;
  if (words && !words.includes(value as string)) throw bad(column.property, value ?? '', words.join(' or '));
  if (value === undefined || value === null) {
    if (isKey && column.kind === 'text') writer.text('');
    else writer.null();
    return;
  }
  switch (column.kind) {
    case 'count':
      writer.bigint(countOf(column, value));
      return;
    case 'money':
    case 'amount':
      if (typeof value !== 'bigint') throw bad(column.property, value, 'millionths as a bigint');
      writer.bigint(int8(column, value));
      return;
    case 'day':
      writer.day(dayOf(value));
      return;
    case 'instant':
      writer.instant(instantOf(column, value));
      return;
    default:
      writer.text(textOf(column, value));
  }
}

/** Rows of one currency mostly come together. */
let lastCurrency: string | undefined;

/** A text as it can be written. */
function textOf(column: FactColumn, value: unknown): string {
  if (column.property === 'person') return personOf(column, value);
  if (column.property === 'currency') {
    if (value === lastCurrency) return lastCurrency as string;
    lastCurrency = wholeText(column, value);
    return lastCurrency;
  }
  return typeof value === 'string' && !isUnusual(value) ? value : wholeText(column, value);
}

/** Through here every row goes: no name of a person is kept in a fact that calls for their key. */
function personOf(column: FactColumn, value: unknown): string {
  const name = wholeText(column, value);
  if (name.trim() === '') throw bad(column.property, name, 'what the source calls the person');
  return personKey(name);
}

function wholeText(column: FactColumn, value: unknown): string {
  if (typeof value !== 'string') throw bad(column.property, value, 'text');
  if (value.includes('\0')) throw bad(column.property, value.replaceAll('\0', '\\0'), 'text without NUL characters');
  if (column.property === 'currency' && !CURRENCY.test(value)) throw bad(column.property, value, 'a currency code of three capitals');
  // Half a surrogate pair has no UTF-8: two keys that differ only there would meet in the database.
  return value.toWellFormed();
}

/** Rows of one campaign mostly come together; they share what was checked. */
let lastCampaign: CampaignRef | undefined;

function campaignOf(column: FactColumn, value: unknown): CampaignRef {
  const { key, name, platform, channel, brand } = value as CampaignRef;
  const last = lastCampaign;
  if (last?.key === key && last.name === name && last.platform === platform && last.channel === channel && last.brand === (brand || null)) {
    return last;
  }
  if (key === '') throw bad(`${column.property}.key`, key, 'a key');
  lastCampaign = {
    key: partOf(column, 'key', key),
    name: partOf(column, 'name', name),
    platform: partOf(column, 'platform', platform),
    channel: partOf(column, 'channel', channel),
    brand: brand || null,
  };
  return lastCampaign;
}

function partOf(column: FactColumn, part: string, text: string): string {
  if (typeof text !== 'string' || text.includes('\0')) throw bad(`${column.property}.${part}`, text, 'text');
  if (Buffer.byteLength(text) > KEY_BYTES) throw bad(`${column.property}.${part}`, text.slice(0, 80), `text of ${KEY_BYTES} bytes at most`);
  return text.toWellFormed();
}

function countOf(column: FactColumn, value: unknown): bigint | number {
  if (typeof value === 'bigint') return int8(column, value);
  if (!Number.isSafeInteger(value)) throw bad(column.property, value, 'a whole number');
  return value as number;
}

function int8(column: FactColumn, value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value || value === INT8_MIN) throw bad(column.property, value, 'a number of 64 bits');
  return value;
}

function instantOf(column: FactColumn, value: unknown): Date {
  const year = value instanceof Date ? value.getUTCFullYear() : Number.NaN;
  if (!(year >= 1 && year <= 9999)) throw bad(column.property, value, 'an instant');
  return value as Date;
}

function bad(place: string, value: unknown, expected: string): BadRecord {
  const shown = String(value);
  return new BadRecord(`${place}: "${shown}" is not ${expected}`, place, shown);
}
