import { redactBody } from '../../../ingest/erase/redact-body';
import { parseJson } from '../../../src/lib/lossless-json';

const redacted = (body: string, ...records: string[]) => redactBody(Buffer.from(body), new Set(records)).toString();
/** A record as it is kept of an answer: read without losing a digit, and written. */
const kept = (record: string) => JSON.stringify(parseJson(record));

test('a record is overwritten where it stands in the answer, and all else stays to the last digit', () => {
  const record = '{"id": 9234567890123457, "text": "words"}';
  const body = `{"statuses": [${record}, {"id": 9234567890123459, "of": {"n": 1.50}}], "next": 9234567890123461}`;
  expect(redacted(body, kept(record))).toBe(
    '{"statuses":[{"redacted":true},{"id":9234567890123459,"of":{"n":1.5}}],"next":9234567890123461}',
  );
});

test('a record that stands in another is overwritten there, the same record twice is twice', () => {
  expect(redacted('[{"of":{"a":"words"}},{"a":"words"},{"a":"other"}]', '{"a":"words"}')).toBe(
    '[{"of":{"redacted":true}},{"redacted":true},{"a":"other"}]',
  );
});

test('of lines those that hold a record are written anew, the others are as they came', () => {
  const lines = '{"a": "words"}\n{ "a": "other" }\nnot JSON\n{"type":"RECORD","record":{"a":"more"}}\n';
  expect(redacted(lines, '{"a":"words"}', '{"a":"more"}')).toBe(
    '{"redacted":true}\n{ "a": "other" }\nnot JSON\n{"type":"RECORD","record":{"redacted":true}}\n',
  );
});

test.each([
  ['is no JSON', 'a,b\nwords,1\n'],
  ['holds only one of two', '[{"a":"words"}]'],
  ['is empty', ''],
])('nothing is left of an answer that %s', (_what, body) => {
  expect(redacted(body, '{"a":"words"}', '{"a":"gone"}')).toBe('');
});
