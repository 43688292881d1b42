import fc from 'fast-check';
import { NameFinder } from '../../src/text/name-finder';

/** Every place of every name, by looking at each. */
function naive(names: readonly string[], text: string): string[] {
  return names
    .flatMap((name, no) =>
      name === ''
        ? []
        : Array.from(text, (_, from) => (text.startsWith(name, from) ? `${no}:${from}-${from + name.length}` : '')).filter(Boolean),
    )
    .sort();
}

const shown = (names: readonly string[], text: string) =>
  new NameFinder(names).find(text).map(({ name, from, to }) => `${name}:${from}-${to}`);

it('finds names that overlap, and names inside names', () => {
  expect(shown(['he', 'she', 'his', 'hers'], 'ushers')).toEqual(['1:1-4', '0:2-4', '3:2-6']);
  expect(shown(['光曜', '曜', '光'], '光曜')).toEqual(['2:0-1', '0:0-2', '1:1-2']);
  expect(shown(['a', 'a', ''], 'aa').sort()).toEqual(['0:0-1', '0:1-2', '1:0-1', '1:1-2']);
});

it('finds exactly what looking at each place finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '云', '茶'), maxLength: 4 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '云', '茶'), maxLength: 60 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 12 }), text, (names, given) => {
      expect(shown(names, given).sort()).toEqual(naive(names, given));
    }),
  );
});

it('finds ten thousand names as looking at each does', () => {
  const names = Array.from({ length: 10_000 }, (_, no) =>
    no % 2 ? `brand${no.toString(36)}` : String.fromCharCode(0x4e00 + (no % 97), 0x5000 + (no % 1009)),
  );
  const finder = new NameFinder(names);
  const texts = Array.from({ length: 200 }, (_, no) => `see ${names[(no * 37) % 10_000]} and ${names[(no * 101) % 10_000]}x${names[no]}`);
  const found = texts.map((text) =>
    finder
      .find(text)
      .map(({ name, from, to }) => `${name}:${from}-${to}`)
      .sort(),
  );
  for (const no of [0, 57, 199]) expect(found[no]).toEqual(naive(names, texts[no] as string));
});
