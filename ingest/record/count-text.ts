import { isInteger } from './integer';
import { scalar } from './scalar';

const DIGITS = /^\d+$/;
/** A number holds so many digits exactly. */
const EXACT_DIGITS = 15;

/** A count, as digits in text (int64 in JSON) or as a number, to a bigint. Rejects fractions and what is below zero. */
export const countText = scalar('expected a whole number of at least 0', (value): bigint | undefined => {
  if (typeof value === 'string') return DIGITS.test(value) ? BigInt(value.length > EXACT_DIGITS ? value : Number(value)) : undefined;
  return isInteger(value) && value >= 0 ? BigInt(value) : undefined;
});
