import fc from 'fast-check';
import { outlineOf } from '../../src/lib/json-outline';
import { LateList } from '../../src/lib/late-list';
import { parseJson } from '../../src/lib/lossless-json';

const refused = (error: Error) => new RangeError(error.message);

function lateOf(text: string): LateList {
  const bytes = Buffer.from(text);
  const { lists, mayLose } = outlineOf(bytes);
  return new LateList(bytes, lists[0]!, mayLose, refused);
}

const element = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  fc.bigInt().map(String),
);

test('a list that is parsed late is the list that is parsed at once, whatever is asked of it first', () => {
  const asked = fc.array(fc.nat(400), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(element, { maxLength: 350 }), fc.constantFrom(',', ' ,\n'), asked, (elements, comma, places) => {
      const text = `[${elements.join(comma)}]`;
      const { array, length } = lateOf(text);
      const meant = parseJson(text) as unknown[];
      for (const place of places) expect(array[place]).toEqual(meant[place]);
      for (const place of places) expect(array[place]).toBe(array[place]);
      expect([length, array.length, Array.isArray(array)]).toEqual([meant.length, meant.length, true]);
      expect(array.at(-1)).toEqual(meant.at(-1));
      expect([...array.map((value) => value)]).toEqual(meant);
      expect(JSON.stringify(array)).toBe(JSON.stringify(meant));
      expect(Object.entries(array)).toEqual(Object.entries(meant));
    }),
    { numRuns: 60 },
  );
});

test('what is read of it in stretches is the whole list, and none of it is kept', () => {
  const late = lateOf(`[${Array.from({ length: 250 }, (_, at) => `{"at":${at}}`).join()}]`);
  const stretches = [late.read(0, 99), late.read(99, 240), late.read(240, 250)];
  expect(stretches.flat()).toEqual(Array.from({ length: 250 }, (_, at) => ({ at })));
  expect(late.read(5, 6)[0]).not.toBe(late.array[5]);
  expect(late.array[5]).toBe(late.array[5]);
});

test.each(['[{"a":1} {"a":2}]', '[1,,2]', '[,1]', '[1,]', '[1,{"a":}]', '[1,{a:2}]'])('%s is refused as soon as it is read', (text) => {
  const late = lateOf(text);
  const read = () => {
    for (let at = 0; at < late.length; at++) late.read(at, at + 1);
  };
  expect(read).toThrow(RangeError);
  expect(() => [...lateOf(text).array]).toThrow(RangeError);
});
