import { recordCheck } from '../../../ingest/singer/record-check';
import type { Json } from '../../../src/lib/lossless-json';

/** What a record is refused with under a schema of its properties; '' when it is taken. */
function refusal(properties: Json, record: Json, more: { [key: string]: Json } = {}): string {
  try {
    recordCheck({ type: 'object', properties, ...more })(record);
    return '';
  } catch (error) {
    const { message, place, value } = error as { message: string; place?: string; value?: string };
    return [message, place, value].filter((part) => part !== undefined).join(' | ');
  }
}

test.each<[string, Json, Json, string]>([
  ['a type', { id: { type: ['null', 'integer'] } }, { id: 'one' }, 'id: must be null,integer | id | "one"'],
  ['a null that is allowed', { id: { type: ['null', 'integer'] } }, { id: null }, ''],
  ['an id of 17 digits', { id: { type: 'integer' } }, JSON.parse('{"id":99999999999999999}'), ''],
  ['a place inside', { a: { properties: { 'b/c': { type: 'string' } } } }, { a: { 'b/c': 1 } }, 'a.b/c: must be string | a.b/c | 1'],
  ['alternatives', { t: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, { t: 1 }, 't: must match a schema in anyOf | t | 1'],
  ['a format, which is not checked', { t: { type: 'string', format: 'date-time' } }, { t: '2015-09-01T16:34:02' }, ''],
  ['words of other drafts', { t: { inclusion: 'available', sql_type: 'int' } }, { t: 1 }, ''],
  ['exclusive bounds as draft 4 says them', { n: { maximum: 100, exclusiveMaximum: true } }, { n: 100 }, 'n: must be < 100 | n | 100'],
  ['inclusive bounds as draft 4 says them', { n: { maximum: 100, exclusiveMaximum: false } }, { n: 100 }, ''],
  ['cents', { n: { type: 'number', multipleOf: 0.01 } }, { n: 19.99 }, ''],
  ['many cents', { n: { type: 'number', multipleOf: 0.01 } }, { n: 123456789.12 }, ''],
  ['the finest steps of a database', { n: { type: 'number', multipleOf: 1e-38 } }, { n: 1234.5 }, ''],
  ['half a cent', { n: { type: 'number', multipleOf: 0.01 } }, { n: 19.995 }, 'n: must be a multiple of 0.01 | n | 19.995'],
  ['a property that is called id', { id: { type: 'string' } }, { id: 1 }, 'id: must be string | id | 1'],
])('%s', (_what, properties, record, reason) => {
  expect(refusal(properties, record)).toBe(reason);
});

test('a property that is required, or one too many', () => {
  expect(refusal({}, {}, { required: ['id'] })).toBe("must have required property 'id'");
  expect(refusal({}, { more: 1 }, { additionalProperties: false })).toBe('must NOT have additional properties');
});

test('a schema of draft 4 with its name and its definitions', () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    id: 'https://example.com/order',
    definitions: { money: { type: 'number', minimum: 0, exclusiveMinimum: true } },
  };
  expect(refusal({ paid: { $ref: '#/definitions/money' } }, { paid: 0 }, schema)).toBe('paid: must be > 0 | paid | 0');
});

test.each<[string, Json]>([
  ['an unknown type', { id: { type: 'decimal' } }],
  ['a pattern that is none', { id: { pattern: '(' } }],
  ['a reference to nowhere', { id: { $ref: '#/definitions/none' } }],
])('%s makes it no schema', (_what, properties) => {
  expect(() => recordCheck({ properties })).toThrow(/^schema: is no JSON schema: /);
});
