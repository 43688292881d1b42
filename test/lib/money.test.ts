import fc from 'fast-check';
import { decimalFromMicros, microsFromCents, microsFromDecimal } from '../../src/lib/money';

/** Millionths by long division of the digits, the way one does it on paper: half away from zero. */
function onPaper(text: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) as unknown as [string, string, string, string];
  const kept = BigInt(`${whole || '0'}${fraction.padEnd(6, '0').slice(0, 6)}`);
  const micros = kept + ((fraction[6] ?? '0') >= '5' ? 1n : 0n);
  return sign === '-' ? -micros : micros;
}

describe('money in millionths', () => {
  it.each([
    ['14.35', 14_350_000n],
    ['-0.000001', -1n],
    ['0.0000005', 1n],
    ['-0.0000005', -1n],
    ['0.00000049', 0n],
    ['.5', 500_000n],
    ['5.', 5_000_000n],
    ['+7', 7_000_000n],
    ['1e3', 1_000_000_000n],
    ['1.5E-3', 1_500n],
    ['123456789012.123456', 123_456_789_012_123_456n],
  ])('reads %s exactly', (text, micros) => {
    expect(microsFromDecimal(text)).toBe(micros);
  });

  it('reads any decimal as long division does, however long', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 25 });
    fc.assert(
      fc.property(fc.boolean(), digits, fc.option(digits), (negative, whole, fraction) => {
        fc.pre(whole !== '' || (fraction ?? '') !== '');
        const text = `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`;
        expect(microsFromDecimal(text)).toBe(onPaper(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('writes what it reads', () => {
    fc.assert(fc.property(fc.bigInt(), (micros) => expect(microsFromDecimal(decimalFromMicros(micros))).toBe(micros)));
  });

  it('takes cents and fen as they come', () => {
    expect(microsFromCents('98')).toBe(980_000n);
    expect(microsFromCents(-5)).toBe(-50_000n);
  });

  it.each(['', '-', '.', '1,5', '12a', 'NaN', '0x10', '1e', '--1', '1 2', 'Infinity'])('refuses "%s" and names the place', (text) => {
    expect(() => microsFromDecimal(text, 'spend')).toThrow(/^spend: ".*" is not a decimal number$/);
  });
});
