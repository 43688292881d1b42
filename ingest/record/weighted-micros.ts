import { type Micros, microsFromDecimal } from '../../src/lib/money';

const DECIMAL = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * A mean, in decimal text, times the count that it is the mean of: millionths of the sum, rounded once and only at the
 * end, so that no digit of the mean is lost. Throws a RangeError when the text is no decimal of at least 0.
 */
export function weightedMicros(mean: string | number, count: bigint): Micros {
  const match = DECIMAL.exec(String(mean));
  if (!match) throw new RangeError(`"${mean}" is not a decimal number of at least 0`);
  const [, whole = '', fraction = '', exponent = '0'] = match;
  return microsFromDecimal(`${BigInt(whole + fraction) * count}e${Number(exponent) - fraction.length}`);
}
