import fc from 'fast-check';
import { parseJson } from '../../src/lib/lossless-json';

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

  it('refuses malformed text', () => {
    expect(() => parseJson('{"a":1')).toThrow(SyntaxError);
  });
});
