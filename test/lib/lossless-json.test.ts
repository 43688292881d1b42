import fc from 'fast-check';
import { digitsOf, memberOf, parseJson, readJson } from '../../src/lib/lossless-json';

describe('JSON without loss', () => {
  it('keeps a 64-bit id as the text of its digits', () => {
    expect(parseJson('{"room_id":7300000000000000001,"small":42}')).toEqual({ room_id: '7300000000000000001', small: 42 });
  });

  it('keeps a decimal whose double would print other digits, and no other', () => {
    expect(parseJson('[0.1,12345678901234567.25,1.10,98.15,1e2]')).toEqual([0.1, '12345678901234567.25', 1.1, 98.15, 100]);
  });

  it('keeps any integer to the digit, as a number where that is exact', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) =>
        expect(String(parseJson(`[${id}]`)).replace('-0', '0')).toBe(String(id)),
      ),
    );
  });

  it('reads all other JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => expect(parseJson(text)).toEqual(JSON.parse(text, (_key, value) => value))),
      {
        numRuns: 300,
      },
    );
  });

  it('keeps a number that is larger or smaller than any double', () => {
    expect(parseJson('[1e400,-1E-400,1e300,2.5e+007]')).toEqual(['1e400', '-1E-400', 1e300, 2.5e7]);
  });

  it('refuses malformed text', () => {
    expect(() => parseJson('{"a":1')).toThrow(SyntaxError);
  });
});

describe('JSON that is read for several readers', () => {
  const text = '{"id":99999999999999999,"list":[0.1,1e400],"name":"x"}';

  it('is calculated with, kept as text, and written on, each without loss', () => {
    const { plain, lossless, exact } = readJson(text);
    expect(plain).toEqual(JSON.parse(text));
    expect(lossless).toEqual(parseJson(text));
    expect(JSON.stringify(exact)).toBe(text);
  });

  it('is one value where nothing can be lost', () => {
    const { plain, lossless, exact } = readJson('{"id":1}');
    expect(lossless).toBe(plain);
    expect(exact).toBe(plain);
  });

  it('writes any number as the same value', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(30), (digits, places) => {
        const number = `${digits}.${'0'.repeat(places)}1`;
        const written = JSON.stringify(readJson(`[${number}]`).exact).slice(1, -1);
        expect([number, String(Number(number))]).toContain(written);
        if (written !== number) expect(Number(number).toFixed(places + 1)).toBe(number);
      }),
    );
  });

  it('is taken apart by name; a name that only every object has is none of its own', () => {
    const { exact, ...rest } = readJson(text);
    expect(digitsOf(memberOf({ exact, ...rest }, 'id')!.exact)).toBe('99999999999999999');
    expect(digitsOf(memberOf({ exact, ...rest }, 'name')!.exact)).toBeNull();
    expect(memberOf({ exact, ...rest }, 'constructor')).toBeUndefined();
    expect(memberOf(readJson('{"__proto__":1}'), '__proto__')?.plain).toBe(1);
  });
});
