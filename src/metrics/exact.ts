/** Fractions are reduced when they grow past this, not before: most are made, shown once and forgotten. */
const LONG = 10n ** 60n;

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** An exact rational number. Sums and quotients of stored integers stay exact in it; it is rounded once, when it is shown. */
export class Exact {
  static readonly zero = new Exact(0n);
  readonly numerator: bigint;
  /** Always positive; may have a factor in common with the numerator. */
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator = 1n) {
    if (denominator > 0n && denominator <= LONG) {
      this.numerator = numerator;
      this.denominator = denominator;
      return;
    }
    if (denominator === 0n) throw new RangeError(`${numerator}/0 is no number`);
    const sign = denominator < 0n ? -1n : 1n;
    const divisor = denominator > LONG || denominator < -LONG ? sign * gcd(numerator, denominator) : sign;
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }

  /** `digits` × 10^-scale. */
  static scaled(digits: bigint, scale: number): Exact {
    return new Exact(digits, tenTo(scale));
  }

  plus(other: Exact): Exact {
    if (this.denominator === other.denominator) return new Exact(this.numerator + other.numerator, this.denominator);
    return new Exact(this.numerator * other.denominator + other.numerator * this.denominator, this.denominator * other.denominator);
  }

  minus(other: Exact): Exact {
    return this.plus(new Exact(-other.numerator, other.denominator));
  }

  times(other: Exact): Exact {
    if (other.numerator === 1n && other.denominator === 1n) return this;
    return new Exact(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** The quotient; null when the divisor is zero. */
  over(other: Exact): Exact | null {
    if (other.numerator === 0n) return null;
    // What both are counted in cancels out.
    if (this.denominator === other.denominator) return new Exact(this.numerator, other.numerator);
    return new Exact(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  get isZero(): boolean {
    return this.numerator === 0n;
  }

  equals(other: Exact): boolean {
    return this.numerator * other.denominator === other.numerator * this.denominator;
  }

  /** The nearest double: one division where both sides are doubles themselves, else thirty digits, read as a literal is. */
  toNumber(): number {
    if (isSafe(this.numerator) && isSafe(this.denominator)) return Number(this.numerator) / Number(this.denominator);
    const magnitude = digitsOf(this.denominator) - digitsOf(this.numerator);
    return Number(this.toFixed(Math.max(0, 30 + magnitude)));
  }

  /** Decimal text with the given number of places, rounded half away from zero, without trailing zeros. */
  toFixed(places: number): string {
    const negative = this.numerator < 0n;
    const scaled = (negative ? -this.numerator : this.numerator) * tenTo(places);
    const digits = ((2n * scaled + this.denominator) / (2n * this.denominator)).toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
    const text = fraction === '' ? whole : `${whole}.${fraction}`;
    return negative && text !== '0' ? `-${text}` : text;
  }

  /** Exact decimal text, or null when the expansion does not end. */
  toDecimal(): string | null {
    let rest = this.denominator / gcd(this.numerator, this.denominator);
    let places = 0;
    for (; rest % 10n === 0n; places++) rest /= 10n;
    for (const factor of [2n, 5n]) for (; rest % factor === 0n; places++) rest /= factor;
    return rest === 1n ? this.toFixed(places) : null;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

const TENS: bigint[] = [];

function tenTo(power: number): bigint {
  TENS[power] ??= 10n ** BigInt(power);
  return TENS[power];
}

function isSafe(value: bigint): boolean {
  return value <= SAFE && value >= -SAFE;
}

function digitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}
