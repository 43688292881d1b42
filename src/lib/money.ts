/** An exact amount in millionths: money in millionths of its major unit, or a fractional count. */
export type Micros = bigint;

/** Nearly every amount: no exponent, and no digit that would have to be rounded. */
const SHORT = /^(-?\d+)(?:\.(\d{1,6}))?$/;
const PATTERN = /^([+-])?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Millionths from decimal text such as `14.35`, `-0.000001` or `1e3`, exact, without passing through a float.
 * Digits past the sixth are rounded half away from zero. Throws a RangeError that names the place and the value.
 */
export function microsFromDecimal(text: string | number, place = 'amount'): Micros {
  const source = String(text).trim();
  const short = SHORT.exec(source);
  if (short) return BigInt(short[1]! + (short[2] ?? '').padEnd(6, '0'));
  const match = PATTERN.exec(source);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || (whole === '' && fraction === '')) throw new RangeError(`${place}: "${source}" is not a decimal number`);
  const digits = BigInt(whole + fraction);
  const shift = 6 - fraction.length + Number(match[4] ?? 0);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  return match[1] === '-' ? -value : value;
}

/** Millionths from an integer in hundredths (cents, fen). */
export function microsFromCents(cents: string | number | bigint): Micros {
  return BigInt(cents) * 10_000n;
}

/** Decimal text of an amount in millionths, without trailing zeros: `14350000n` is `14.35`. */
export function decimalFromMicros(micros: Micros): string {
  const sign = micros < 0n ? '-' : '';
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The quotient of two non-negative integers, rounded half up. */
function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}
