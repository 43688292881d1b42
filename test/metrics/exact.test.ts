import fc from 'fast-check';
import { Exact } from '../../src/metrics/exact';

const run = { seed: 7, numRuns: 500 };

describe('an exact number', () => {
  it('is read as the nearest double', () => {
    expect(new Exact(1n, 3n).toNumber()).toBe(1 / 3);
    expect(new Exact(-2n, 3_000_000_000_000_000n).toNumber()).toBe(-2 / 3e15);
    expect(new Exact(0n, 5n).toNumber()).toBe(0);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1 }), (a, b) => {
        expect(new Exact(BigInt(a), BigInt(b)).toNumber()).toBe(a === 0 ? 0 : a / b);
      }),
      run,
    );
  });

  it('is rounded half away from zero', () => {
    expect(new Exact(25n, 10n).toFixed(0)).toBe('3');
    expect(new Exact(-25n, 10n).toFixed(0)).toBe('-3');
    expect(new Exact(-1n, 10n).toFixed(0)).toBe('0');
    expect(new Exact(1234567n, 1000n).toFixed(2)).toBe('1234.57');
  });

  it('has a decimal only where its expansion ends', () => {
    expect(new Exact(1n, 8n).toDecimal()).toBe('0.125');
    expect(new Exact(7n, 20n).toDecimal()).toBe('0.35');
    expect(new Exact(1n, 3n).toDecimal()).toBeNull();
  });

  it('keeps the laws of arithmetic', () => {
    const exact = fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 9n)).map(([a, b]) => new Exact(a, b));
    fc.assert(
      fc.property(exact, exact, (a, b) => {
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
        if (!b.isZero) expect(a.times(b).over(b)?.equals(a)).toBe(true);
      }),
      run,
    );
  });

  it('is the same whether its sides fit in doubles or not', () => {
    const border = 2n ** 53n;
    const whole = fc.oneof(
      fc.bigInt(-20n, 20n),
      fc.bigInt(-border - 20n, 20n - border),
      fc.bigInt(border - 20n, border + 20n),
      fc.bigInt(),
    );
    const under = fc.oneof(fc.constantFrom(1n, 3n, 10n ** 6n, border), fc.bigInt(1n, border + 20n));
    const isFraction = (found: Exact | null, above: bigint, below: bigint) => {
      expect(found && found.numerator * below === above * found.denominator).toBe(true);
      expect(found && found.denominator > 0n).toBe(true);
    };
    fc.assert(
      fc.property(whole, under, whole, under, (a, b, c, d) => {
        const [one, other] = [new Exact(a, b), new Exact(c, d)];
        isFraction(one.plus(other), a * d + c * b, b * d);
        isFraction(one.minus(other), a * d - c * b, b * d);
        isFraction(one.times(other), a * c, b * d);
        if (c !== 0n) isFraction(one.over(other), a * d, b * c);
        expect(Object.is(one.times(other).toNumber(), -0)).toBe(false);
      }),
      run,
    );
  });

  it('is read from the text of a whole number, and of nothing else', () => {
    expect(Exact.read('-9007199254740993', 6).toFixed(6)).toBe('-9007199254.740993');
    expect(Exact.read('12', 12).toFixed(12)).toBe('0.000000000012');
    expect(() => Exact.read('1.5', 0)).toThrow(SyntaxError);
  });
});
