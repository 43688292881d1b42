import { readMessage } from '../../../ingest/singer/message';

const read = (text: string | Buffer) => readMessage(Buffer.from(text));

test('the four messages are read, with every digit', () => {
  expect(read('{"type":"SCHEMA","stream":"a","schema":{"properties":{}},"key_properties":["id"],"bookmark_properties":[]}')).toMatchObject({
    type: 'SCHEMA',
    stream: 'a',
    keyProperties: ['id'],
  });
  const record = read(
    '{"type":"RECORD","stream":"a","record":{"id":99999999999999999},"version":1674486431563,"time_extracted":"2026-01-01"}',
  );
  expect(record).toMatchObject({ type: 'RECORD', stream: 'a', version: '1674486431563' });
  expect(JSON.stringify('record' in record && record.record.exact)).toBe('{"id":99999999999999999}');
  expect(read('{"type":"STATE","value":{"a":12345678901234567890.125,"b":[null]}}')).toEqual({
    type: 'STATE',
    value: '{"a":12345678901234567890.125,"b":[null]}',
  });
  expect(read('{"type":"ACTIVATE_VERSION","stream":"a","version":99999999999999999}\r')).toEqual({
    type: 'ACTIVATE_VERSION',
    stream: 'a',
    version: '99999999999999999',
  });
});

test.each<[string, string | Buffer, string]>([
  ['text that is no JSON', 'Traceback (most recent call last):', 'is not JSON; it begins with Traceback (most recent call last):'],
  ['a message that was cut off', '{"type":"RECORD","stream":"a","rec', 'is not JSON; it begins with {"type":"RECORD","stream":"a","rec'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'is not UTF-8'],
  ['a list', '[1]', 'expected a JSON object; found [1]'],
  ['no type', '{"stream":"a"}', 'type: missing; expected SCHEMA, RECORD, STATE or ACTIVATE_VERSION'],
  ['a type of its own', '{"type":"METRIC"}', 'type: "METRIC"; expected SCHEMA, RECORD, STATE or ACTIVATE_VERSION'],
  [
    'a batch',
    '{"type":"BATCH","stream":"a","encoding":{"format":"jsonl"},"manifest":[]}',
    'BATCH: files of records are not read; turn batches off in the tap (leave out "batch_config"), so that it sends RECORD',
  ],
  [
    'a schema without properties',
    '{"type":"SCHEMA","stream":"a","schema":{},"key_properties":[]}',
    'schema: has no "properties"; expected those of an object',
  ],
  ['a schema without its keys', '{"type":"SCHEMA","stream":"a","schema":{"properties":{}}}', 'key_properties: is missing'],
  [
    'keys that are no names',
    '{"type":"SCHEMA","stream":"a","schema":{"properties":{}},"key_properties":"id"}',
    'key_properties: expected a list of names; found "id"',
  ],
  ['no stream', '{"type":"RECORD","record":{}}', 'stream: is missing'],
  ['a stream without a name', '{"type":"RECORD","stream":"","record":{}}', 'stream: expected a name of at most 255 characters; found ""'],
  ['a record that is none', '{"type":"RECORD","stream":"a","record":[1]}', 'record: expected an object; found [1]'],
  ['a version with a fraction', '{"type":"RECORD","stream":"a","record":{},"version":1.5}', 'version: expected a whole number; found 1.5'],
  ['a state without a value', '{"type":"STATE"}', 'value: is missing'],
  ['a version to activate that is not said', '{"type":"ACTIVATE_VERSION","stream":"a"}', 'version: is missing'],
])('%s is refused with what was expected', (_what, text, reason) => {
  expect(() => read(text)).toThrow(reason);
});
