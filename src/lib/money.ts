/** An exact amount in millionths: money in millionths of its major unit, or a fractional count. */
export type Micros = bigint;

const PATTERN = /^([+-])?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Millionths from decimal text such as `14.35`, `-0.000001` or `1e3`, exact, without passing through a float.
 * Digits past the sixth are rounded half away from zero. Throws a RangeError that names the place and the value.
 */
export function microsFromDecimal(text: string | number, place = 'amount'): Micros {
  const source = String(text).trim();
  const short = shortMicros(source);
  if (short !== undefined) return short;
  const match = PATTERN.exec(source);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || (whole === '' && fraction === '')) throw new RangeError(`${place}: "${source}" is not a decimal number`);
  const digits = BigInt(whole + fraction);
  const shift = 6 - fraction.length + Number(match[4] ?? 0);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  return match[1] === '-' ? -value : value;
}

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const TENS = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/** Nearly every amount: plain digits, so few that a number holds their millionths, and none that would have to be rounded. */
function shortMicros(source: string): Micros | undefined {
  const { length } = source;
  const first = source.charCodeAt(0) === MINUS ? 1 : 0;
  if (length - first > 15) return undefined;
  let digits = 0;
  let point = length;
  for (let at = first; at < length; at++) {
    const code = source.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
    else if (code === POINT && point === length) point = at;
    else return undefined;
  }
  const decimals = Math.max(length - point - 1, 0);
  const tens = TENS[decimals];
  // Without a digit on either side of the point it is no number, or one that is written oddly.
  if (tens === undefined || point === first || point === length - 1) return undefined;
  const micros = digits * tens;
  return micros <= Number.MAX_SAFE_INTEGER ? BigInt(first === 1 ? -micros : micros) : undefined;
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
