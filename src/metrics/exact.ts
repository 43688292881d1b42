/** Fractions are reduced when they grow past this, not before: most are made, shown once and forgotten. */
const LONG = 10n ** 60n;

const SAFE = Number.MAX_SAFE_INTEGER;

/** A whole number: a double where that holds it exactly, as nearly always, because doubles are quicker. */
type Whole = number | bigint;

/** An exact rational number. Sums and quotients of stored integers stay exact in it; it is rounded once, when it is shown. */
export class Exact {
  static readonly zero = new Exact(0);
  /** Both are doubles, or both are bigint; what is below is positive, and they may have a factor in common. */
  private readonly above: Whole;
  private readonly below: Whole;

  constructor(numerator: Whole, denominator: Whole = 1) {
    if (isSmall(numerator) && isSmall(denominator) && denominator > 0) {
      // There is one zero.
      this.above = numerator + 0;
      this.below = denominator;
      return;
    }
    const [above, below] = reduced(BigInt(numerator), BigInt(denominator));
    const fits = above <= SAFE && above >= -SAFE && below <= SAFE;
    this.above = fits ? Number(above) : above;
    this.below = fits ? Number(below) : below;
  }

  /** `digits` × 10^-scale, from the text of a whole number. Throws a SyntaxError for other text. */
  static read(digits: string, scale: number): Exact {
    const small = digits.length < 16 ? Number(digits) : Number.NaN;
    return new Exact(Number.isInteger(small) ? small : BigInt(digits), tenTo(scale));
  }

  /** `digits` × 10^-scale. */
  static scaled(digits: Whole, scale: number): Exact {
    return new Exact(digits, tenTo(scale));
  }

  get numerator(): bigint {
    return BigInt(this.above);
  }

  /** Always positive; may have a factor in common with the numerator. */
  get denominator(): bigint {
    return BigInt(this.below);
  }

  plus(other: Exact): Exact {
    if (this.below === other.below) return new Exact(sum(this.above, other.above), this.below);
    return new Exact(sum(product(this.above, other.below), product(other.above, this.below)), product(this.below, other.below));
  }

  minus(other: Exact): Exact {
    return this.plus(new Exact(-other.above, other.below));
  }

  times(other: Exact): Exact {
    if (other.above === 1 && other.below === 1) return this;
    return new Exact(product(this.above, other.above), product(this.below, other.below));
  }

  /** The quotient; null when the divisor is zero. */
  over(other: Exact): Exact | null {
    if (other.isZero) return null;
    // What both are counted in cancels out.
    if (this.below === other.below) return new Exact(this.above, other.above);
    return new Exact(product(this.above, other.below), product(this.below, other.above));
  }

  get isZero(): boolean {
    return this.above === 0 || this.above === 0n;
  }

  equals(other: Exact): boolean {
    return this.numerator * other.denominator === other.numerator * this.denominator;
  }

  /** The nearest double: one division where both sides are doubles themselves, else thirty digits, read as a literal is. */
  toNumber(): number {
    const { above, below } = this;
    if (typeof above === 'number' && typeof below === 'number') return above / below;
    const magnitude = digitsOf(this.denominator) - digitsOf(this.numerator);
    return Number(this.toFixed(Math.max(0, 30 + magnitude)));
  }

  /** Decimal text with the given number of places, rounded half away from zero, without trailing zeros. */
  toFixed(places: number): string {
    const { numerator, denominator } = this;
    const negative = numerator < 0n;
    const scaled = (negative ? -numerator : numerator) * BigInt(tenTo(places));
    const digits = ((2n * scaled + denominator) / (2n * denominator)).toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
    const text = fraction === '' ? whole : `${whole}.${fraction}`;
    return negative && text !== '0' ? `-${text}` : text;
  }

  /** Exact decimal text, or null when the expansion does not end. */
  toDecimal(): string | null {
    const { numerator, denominator } = this;
    let rest = denominator / gcd(numerator, denominator);
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

/** With a positive denominator, and without what both have in common where they are long. */
function reduced(numerator: bigint, denominator: bigint): [bigint, bigint] {
  if (denominator === 0n) throw new RangeError(`${numerator}/0 is no number`);
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = denominator > LONG || denominator < -LONG ? sign * gcd(numerator, denominator) : sign;
  return [numerator / divisor, denominator / divisor];
}

function sum(a: Whole, b: Whole): Whole {
  if (isSmall(a) && isSmall(b)) {
    const found = a + b;
    if (found <= SAFE && found >= -SAFE) return found;
  }
  return BigInt(a) + BigInt(b);
}

function product(a: Whole, b: Whole): Whole {
  if (isSmall(a) && isSmall(b)) {
    const found = a * b;
    if (found <= SAFE && found >= -SAFE) return found;
  }
  return BigInt(a) * BigInt(b);
}

function isSmall(whole: Whole): whole is number {
  return typeof whole === 'number';
}

const TENS: Whole[] = [];

function tenTo(power: number): Whole {
  TENS[power] ??= power < 16 ? 10 ** power : 10n ** BigInt(power);
  return TENS[power];
}

function digitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}
