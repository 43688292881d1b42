import Ajv, { type ErrorObject, str, type ValidateFunction } from 'ajv';
import { Decimal } from 'decimal.js';
import type { Json } from '../../src/lib/lossless-json';
import { BadRecord, Fatal } from '../errors';

const SHOWN = 200;
/** More digits than any number that a double holds, divided by any other. */
const Exact = Decimal.clone({ precision: 700 });

/**
 * A check of records against a JSON schema: throws BadRecord with the place, the value and what was expected. Formats are not checked, as taps name
 * them for times of any form; what a time means is the mapping's business. Throws Fatal when the schema is none.
 */
export function recordCheck(schema: Json): (record: Json) => void {
  const validate = compiled(schema);
  return (record) => {
    if (validate(record)) return;
    // Of alternatives that all failed, the last error is about the choice itself.
    throw badRecordOf(validate.errors!.at(-1)!);
  };
}

function compiled(schema: Json): ValidateFunction {
  const current = modern(schema) as object;
  try {
    return checker.compile(current);
  } catch (error) {
    throw new Fatal(`schema: is no JSON schema: ${(error as Error).message}`);
  } finally {
    checker.removeSchema(current);
  }
}

const checker = new Ajv({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  verbose: true,
  logger: false,
  addUsedSchema: false,
  // Shorter code for a thousand properties takes longer to find than it saves.
  code: { optimize: false },
});
checker.removeKeyword('multipleOf');
// 19.99 is a multiple of 0.01, which floats do not know.
checker.addKeyword({
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  compile: (step: number) => (value: number) => new Exact(value).div(step).isInteger(),
  error: { message: ({ schemaCode }) => str`must be a multiple of ${schemaCode}` },
});

/** Places whose values are data and no schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples']);

/** A schema of draft 4 in the words of later ones: taps still say `exclusiveMaximum: true` and `id`. */
function modern(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(modern);
  if (schema === null || typeof schema !== 'object') return schema;
  const { $schema: _, ...kept } = schema;
  const parts = Object.entries(kept).filter(([name, value]) => !(name === 'id' && typeof value === 'string'));
  const made: { [key: string]: Json } = Object.fromEntries(parts.map(([name, value]) => [name, DATA.has(name) ? value : modern(value)]));
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof made[exclusive] !== 'boolean') continue;
    if (made[exclusive] && made[bound] !== undefined) {
      made[exclusive] = made[bound];
      delete made[bound];
    } else delete made[exclusive];
  }
  return made;
}

function badRecordOf({ instancePath, message, data }: ErrorObject): BadRecord {
  const place = instancePath
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
  const reason = place === '' ? `${message}` : `${place}: ${message}`;
  return new BadRecord(reason, place || undefined, place === '' ? undefined : JSON.stringify(data)?.slice(0, SHOWN));
}
