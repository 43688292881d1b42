import { dayIn } from '../../src/lib/day';
import { microsFromDecimal } from '../../src/lib/money';
import { dateReader } from './day-format';
import { decimalText } from './decimal-text';
import type { Rule } from './mapping';
import type { MappedValue, TargetKind } from './target-shape';

/** Why a cell's text is no value of its column. */
export class CellError extends Error {
  override readonly name = 'CellError';
}

/** Reads a cell's text, known not to be missing, as a value; throws a {@link CellError} that says what was expected. */
export type CellReader = (text: string) => MappedValue;

const UNIT_POWERS = { major: 0, micros: -6, cents: -2, fen: -2 } as const;
const FLAGS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['true', 't', 'yes', 'y', '1', '是', '对', '真'].map((word) => [word, true]),
  ...['false', 'f', 'no', 'n', '0', '否', '不是', '假'].map((word) => [word, false]),
]);

/** The reader for a kind of column under a rule's format, zone, unit and decimal sign. Throws a RangeError when the rule's format or zone is no good. */
export function cellReader(kind: TargetKind, rule: Pick<Rule, 'format' | 'zone' | 'unit' | 'decimal'>): CellReader {
  if (kind === 'day') return dayReader(rule.format, rule.zone);
  if (kind === 'instant') return instantReader(rule.format, rule.zone);
  if (kind === 'money') return (text) => micros(text, rule.decimal, UNIT_POWERS[rule.unit ?? 'major']);
  if (kind === 'amount') return (text) => micros(text, rule.decimal, 0);
  if (kind === 'count') return (text) => wholeNumber(text, rule.decimal);
  if (kind === 'flag') return flag;
  return (text) => text.trim();
}

function dayReader(format?: string, zone?: string): CellReader {
  const read = dateReader(format);
  return (text) => {
    const parts = read(text);
    if (!parts) throw new CellError(`expected a day ${format === undefined ? 'such as 2026-03-31' : `of the form ${format}`}`);
    return zone !== undefined && parts.offset !== null ? dayIn(zone, new Date(`${parts.day}T${parts.time}${parts.offset}`)) : parts.day;
  };
}

function instantReader(format?: string, zone = 'UTC'): CellReader {
  const read = dateReader(format);
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (text) => {
    const parts = read(text);
    if (!parts) throw new CellError(`expected a time ${format === undefined ? 'such as 2026-03-31 18:00' : `of the form ${format}`}`);
    const { day, time, offset } = parts;
    return offset === null ? wallClock(Date.parse(`${day}T${time}Z`), clock) : new Date(`${day}T${time}${offset}`);
  };
}

/** The instant at which a zone's clock shows what UTC shows at `shown`. */
function wallClock(shown: number, clock: Intl.DateTimeFormat): Date {
  let guess = shown;
  // The second round settles times near a change of the clocks.
  for (let round = 0; round < 2; round++) guess = shown - (Date.parse(`${clock.format(guess).replace(' ', 'T')}Z`) - guess);
  return new Date(guess);
}

function micros(text: string, decimal: Rule['decimal'], power: number): bigint {
  const plain = decimalText(text, decimal);
  if (plain === null) throw new CellError('expected a number');
  const [mantissa = '', exponent = '0'] = plain.split('e');
  return microsFromDecimal(`${mantissa}e${Number(exponent) + power}`);
}

function wholeNumber(text: string, decimal: Rule['decimal']): bigint {
  const value = micros(text, decimal, 0);
  if (value % 1_000_000n !== 0n) throw new CellError('expected a whole number');
  return value / 1_000_000n;
}

function flag(text: string): boolean {
  const value = FLAGS[text.trim().toLowerCase()];
  if (value === undefined) throw new CellError('expected yes or no');
  return value;
}
