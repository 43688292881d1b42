import { Retriable } from '../../ingest/errors';
import { pageOf } from '../../ingest/page';
import { type Json, parseJson } from '../../src/lib/lossless-json';

const records = Array.from({ length: 700 }, (_, at) => ({ id: at, name: `名 ${at}` }));
const long = JSON.stringify(records);
const pageWith = (text: string) => pageOf({ request: { url: 'http://x.test/' }, status: 200, headers: {}, body: Buffer.from(text) });

test.each([
  long,
  ` ${long}\n`,
  `{"data":${long},"next":5}`,
  `{"a":{"b":[1],"data":${long}},"z":[[2]]}`,
  `{"__proto__":${long},"x":1}`,
  `{"data":${long},"data":[]}`,
  `{"data":[],"data":${long}}`,
  `{"data":${long},"data":{"x":1}}`,
  `{"a":{"data":${long}},"a":{"data":[7]}}`,
  `{"a":{"data":${long}},"a":{}}`,
  `{"data":${long},"more":${long}}`,
])('a page with many records is read as any other', (text) => {
  const json = pageWith(text).json();
  expect(JSON.stringify(json)).toBe(JSON.stringify(parseJson(text)));
  expect(Object.keys(json as object)).toEqual(Object.keys(parseJson(text) as object));
});

test('of records that are handed on as they came it is known where they lie', () => {
  const page = pageWith(`{"data":${long}}`);
  const { data } = page.json() as { data: Json[] };
  expect(page.spansOf(data)!.of(page.body, 699)!.toString()).toBe(JSON.stringify(records[699]));
  expect(page.spansOf([...data])!.length).toBe(700);
  expect(page.spansOf(data.map((record) => ({ ...(record as object) })))).toBeNull();
});

test.each([
  `{"data":${long}`,
  `{"data":${long.slice(0, -1)}`,
  long.slice(0, -3),
  `{"data":${long}} x`,
  `{"data":${long.replace('},{', '} {')}}`,
])('what is no JSON is asked for again, not taken for a page with fewer records', (text) => {
  expect(() => JSON.stringify(pageWith(text).json())).toThrow(Retriable);
});
