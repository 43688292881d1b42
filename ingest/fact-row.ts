import type { CampaignRef, FactClass, FactColumn } from '../entities/facts/fact';
import { copyCell, isUnusual, NULL_CELL } from '../src/database/copy';
import { type Day, isDay } from '../src/lib/day';
import { personKey } from '../src/lib/person-key';
import { BadRecord } from './errors';
import { layoutOf } from './fact-layout';

/** A row whose values fit its fact, written as COPY takes them in the order of the fact's layout; links stay names until they are resolved. */
export interface FactRow {
  readonly recordNo: number;
  readonly day: Day;
  readonly links: readonly (string | CampaignRef | null)[];
  /** The cells of the key and the values, each joined by tabs. */
  readonly keys: string;
  readonly values: string;
}

const FIRST_DAY: Day = '1990-01-01';
const LAST_DAY: Day = '2100-12-31';
const INT8_MAX = 2n ** 63n - 1n;
/** So many characters hold no number that is too large. */
const SURE_DIGITS = 18;
const CURRENCY = /^[A-Z]{3}$/;
/** Keys that hold one of a few words: with another, or without one, a row would be kept where no question finds it. */
export const KEY_WORDS: Readonly<Record<string, readonly string[]>> = {
  scope: ['property', 'query'],
  level: ['campaign', 'account'],
  split: ['keyword', 'search_term', 'creative', 'region', 'placement', 'age', 'gender', 'conversion_action'],
};
/** An index entry of PostgreSQL holds some 2,700 bytes; a longer key could not be stored. */
const KEY_BYTES = 2_400;

/** A character takes at most so many bytes. */
const CHARACTER_BYTES = 3;

/**
 * Checks the values of one row against its fact and writes them as text; what is absent is null, and `''` in a key.
 * Throws BadRecord with the column and the value that do not fit.
 */
export function factRow(fact: FactClass, recordNo: number, values: object): FactRow {
  const given = values as Record<string, unknown>;
  const layout = layoutOf(fact);
  const day = dayOf(given.day);
  const links = linksOf(layout.links, given);
  const keys = joined(layout.keys, given);
  if (keys.length * CHARACTER_BYTES > KEY_BYTES) checkKeyBytes(layout.keys, given);
  return { recordNo, day, links, keys, values: joined(layout.values, given) };
}

/** Where cells are written one after the other: strings that are put together from others hold on to all of them. */
const line = Buffer.allocUnsafe(64 * 1024);
const [TAB, ZERO, MINUS, ASCII] = [0x09, 0x30, 0x2d, 0x7f];
/** No number is longer. */
const NUMBER_ROOM = 24;
const NOT_ASCII = -1;

function joined(columns: readonly FactColumn[], given: Record<string, unknown>): string {
  let end = 0;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at]!;
    const value = given[column.property];
    if (at > 0) line[end++] = TAB;
    if (end > line.length - NUMBER_ROOM) return joinedTexts(columns, given);
    end = isShortAmount(column, value) ? writeDigits(Number(value), end) : writeAscii(cellOf(column, value), end);
    if (end === NOT_ASCII) return joinedTexts(columns, given);
  }
  return line.toString('latin1', 0, end);
}

const SHORT = 2n ** 53n;

/** Nearly every number: millionths and counts that a float holds. */
function isShortAmount({ kind }: FactColumn, value: unknown): boolean {
  if (typeof value !== 'bigint' || value >= SHORT || value <= -SHORT) return false;
  return kind === 'money' || kind === 'amount' || kind === 'count';
}

function writeDigits(value: number, start: number): number {
  let left = Math.abs(value);
  let length = value < 0 ? 2 : 1;
  for (let ten = 10; ten <= left; ten *= 10) length += 1;
  if (value < 0) line[start] = MINUS;
  for (let at = start + length - 1; at >= start + (value < 0 ? 1 : 0); at--) {
    const tens = Math.floor(left / 10);
    line[at] = ZERO + left - tens * 10;
    left = tens;
  }
  return start + length;
}

function writeAscii(cell: string, start: number): number {
  if (start + cell.length > line.length) return NOT_ASCII;
  let end = start;
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code > ASCII) return NOT_ASCII;
    line[end++] = code;
  }
  return end;
}

function joinedTexts(columns: readonly FactColumn[], given: Record<string, unknown>): string {
  return columns.map((column) => cellOf(column, given[column.property])).join('\t');
}

function checkKeyBytes(keys: readonly FactColumn[], given: Record<string, unknown>): void {
  const texts = keys.map(({ property }) => given[property]).filter((value) => typeof value === 'string');
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > KEY_BYTES) throw new BadRecord(`the texts of the key have ${bytes} bytes together; ${KEY_BYTES} at most`);
}

/** Rows of one day mostly come together. */
let lastDay: Day = FIRST_DAY;

function dayOf(value: unknown): Day {
  if (value === lastDay) return lastDay;
  if (typeof value !== 'string' || !isDay(value)) throw bad('day', value, 'a calendar day, YYYY-MM-DD');
  if (value < FIRST_DAY || value > LAST_DAY) throw bad('day', value, `a day from ${FIRST_DAY} to ${LAST_DAY}`);
  lastDay = value;
  return value;
}

/** Rows that name the same mostly come together; they share the list. */
let lastLinks: FactRow['links'] = [];

function linksOf(columns: readonly FactColumn[], given: Record<string, unknown>): FactRow['links'] {
  const links = columns.map((column) => linkOf(column, given[column.property]));
  if (links.length !== lastLinks.length || links.some((link, at) => link !== lastLinks[at])) lastLinks = links;
  return lastLinks;
}

function linkOf(column: FactColumn, value: unknown): string | CampaignRef | null {
  if (value === undefined || value === null) return null;
  return column.kind === 'campaign' ? campaignOf(column, value) : wholeText(column, value) || null;
}

function cellOf(column: FactColumn, value: unknown): string {
  const words = column.role === 'key' ? KEY_WORDS[column.property] : undefined;
  if (words && !words.includes(value as string)) throw bad(column.property, value ?? '', words.join(' or '));
  if (value === undefined || value === null) return column.role === 'key' && column.kind === 'text' ? '' : NULL_CELL;
  switch (column.kind) {
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
    default:
      return textOf(column, value);
  }
}

/** A text as COPY takes it. */
function textOf(column: FactColumn, value: unknown): string {
  if (column.property === 'person') return personOf(column, value);
  if (typeof value === 'string' && column.property !== 'currency' && !isUnusual(value)) return value;
  return copyCell(wholeText(column, value));
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

function countOf(column: FactColumn, value: unknown): string {
  if (typeof value === 'bigint') return int8(column, value);
  if (!Number.isSafeInteger(value)) throw bad(column.property, value, 'a whole number');
  return String(value);
}

function int8(column: FactColumn, value: bigint): string {
  const digits = value.toString();
  if (digits.length > SURE_DIGITS && (value > INT8_MAX || value < -INT8_MAX)) throw bad(column.property, value, 'a number of 64 bits');
  return digits;
}

function instantOf(column: FactColumn, value: unknown): string {
  const year = value instanceof Date ? value.getUTCFullYear() : Number.NaN;
  if (!(year >= 1 && year <= 9999)) throw bad(column.property, value, 'an instant');
  // With microseconds, as the database writes it.
  return (value as Date).toISOString().replace('Z', '000Z');
}

function bad(place: string, value: unknown, expected: string): BadRecord {
  const shown = String(value);
  return new BadRecord(`${place}: "${shown}" is not ${expected}`, place, shown);
}
