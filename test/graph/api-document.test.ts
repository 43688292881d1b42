import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';

const root = (name: string) => readFileSync(path.join(__dirname, '../..', name), 'utf8');

test('docs/api.md names every question that the schema answers', () => {
  const document = root('docs/api.md');
  const fields = Object.keys(buildSchema(root('schema.graphql')).getQueryType()!.getFields());
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.filter((field) => !new RegExp(`[\`{ ]${field}[\`(,} ]`).test(document))).toEqual([]);
});
