import { isInteger } from './integer';
import { scalar } from './scalar';

const DIGITS = /^\d+$/;
/** A number holds so many digits exactly. */
const EXACT_DIGITS = 15;
const ZERO = 48;

/** A count, as digits in text (int64 in JSON) or as a number, to a bigint. Rejects fractions and what is below zero. */
export const countText = scalar('expected a whole number of at least 0', (value): bigint | undefined => {
  if (typeof value === 'string') return countIn(value);
  return isInteger(value) && value >= 0 ? BigInt(value) : undefined;
});

function countIn(text: string): bigint | undefined {
  const { length } = text;
  if (length === 0 || length > EXACT_DIGITS) return DIGITS.test(text) ? BigInt(text) : undefined;
  let count = 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    count = count * 10 + digit;
  }
  return BigInt(count);
}
