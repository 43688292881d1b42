import { BadRecord } from '../errors';
import { countText } from './count-text';
import { microsText } from './micros-text';
import { orMissing } from './or-missing';

/** Fields that are found by a name that a setting gives, and the place where they stand in the record. */
export interface NamedFields {
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const amount = orMissing(microsText).optional();
const count = orMissing(countText).optional();

/** The amount under a name, in millionths; null when the name is '' or the platform has no value. Throws BadRecord on what is no decimal. */
export function amountNamed(given: NamedFields, name: string): bigint | null {
  return read(given, name, (value) => amount.safeParse(value), 'a decimal number');
}

/** The count under a name; null when the name is '' or the platform has no value. Throws BadRecord on what is no whole number of at least 0. */
export function countNamed(given: NamedFields, name: string): bigint | null {
  return read(given, name, (value) => count.safeParse(value), 'a whole number of at least 0');
}

/** The text under a name. Throws BadRecord when there is none. */
export function textNamed({ at, fields }: NamedFields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new BadRecord(`expected text, found ${JSON.stringify(value) ?? 'nothing'}`, `${at}.${name}`, JSON.stringify(value));
}

function read(
  { at, fields }: NamedFields,
  name: string,
  parse: (value: unknown) => { success: boolean; data?: bigint | null },
  expected: string,
): bigint | null {
  const parsed = parse(fields[name]);
  if (parsed.success) return parsed.data ?? null;
  throw new BadRecord(`"${fields[name]}" is not ${expected}`, `${at}.${name}`, JSON.stringify(fields[name]));
}
