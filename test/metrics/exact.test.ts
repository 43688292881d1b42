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
});
