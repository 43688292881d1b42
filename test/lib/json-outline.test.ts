import fc from 'fast-check';
import { ByteSpans } from '../../src/lib/byte-spans';
import { outlineOf } from '../../src/lib/json-outline';
import { parseJson } from '../../src/lib/lossless-json';

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>;
const indents = fc.constantFrom(undefined, 1, '\t', '\r\n ');

/** The arrays of a value that lie in no other array, in order. */
function outermost(value: unknown, path: string[] = []): { path: string[]; list: unknown[] }[] {
  if (Array.isArray(value)) return [{ path, list: value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => outermost(inner, [...path, name]));
}

test('the elements of the outermost arrays are found where they lie, however the text is written', () => {
  fc.assert(
    fc.property(json, indents, (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const bytes = Buffer.from(text);
      const found = outlineOf(bytes).lists.map(({ path, elements }) => ({
        path,
        list: Array.from({ length: elements.length }, (_, at) => JSON.parse(elements.of(bytes, at)!.toString())),
      }));
      expect(found).toEqual(outermost(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['{"a":123456789012345678}', true],
  ['[1.2345678901234567]', true],
  ['[[-1e400]]', true],
  ['{"a":{"b":1E-300}}', true],
  ['{"a":"123456789012345678"}', false],
  ['["1e400",12345,1.5e10,"\\"123456789012345678"]', false],
  ['123456789012345678', true],
])('of %s it is known whether a number may not survive a float: %s', (text, mayLose) => {
  expect(outlineOf(Buffer.from(text)).mayLose).toBe(mayLose);
});

test('with what an outline says of it, every text is read as it is without', () => {
  const numbers = fc.oneof(fc.bigInt().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
  const texts = fc
    .array(
      fc.oneof(
        numbers,
        json.map((value) => JSON.stringify(value)),
      ),
    )
    .map((parts) => `{"a":[${parts.join(', ')}]}`);
  fc.assert(fc.property(texts, (text) => expect(parseJson(text, outlineOf(Buffer.from(text)).mayLose)).toEqual(parseJson(text))));
});

test('what is no JSON comes to an end as well', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => expect(outlineOf(bytes)).toBeDefined()));
  for (const text of ['', '[', '{"a', '"\\', '[1,', '}]', '[}', '{"a":[{"b":1', '[1e', '["\\u12'])
    expect(outlineOf(Buffer.from(text))).toBeDefined();
});

test('spans are read as they were written', () => {
  const lengths = fc.array(fc.tuple(fc.nat(300_000), fc.nat(300_000)));
  fc.assert(
    fc.property(lengths, (given) => {
      const spans = new ByteSpans();
      const bytes = Buffer.alloc(64);
      let at = 0;
      for (const [gap, length] of given) {
        spans.add(at + gap, at + gap + length);
        at += gap + length;
      }
      const read = ByteSpans.from(spans.bytes());
      expect(read.length).toBe(given.length);
      expect(read.bytes()).toEqual(spans.bytes());
      for (let place = 0; place <= given.length; place++) expect(read.of(bytes, place)).toEqual(spans.of(bytes, place));
    }),
  );
  expect(() => ByteSpans.from(Buffer.from([3, 200]))).toThrow('spans: cut off after 2 bytes, within number 0');
});
