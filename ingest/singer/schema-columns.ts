import type { Json } from '../../src/lib/lossless-json';
import type { MappingRules } from '../files/mapping';
import { missingColumns } from '../files/missing-columns';

/**
 * The columns that rules read and a stream's schema does not have, and those that it has; none when the schema says that records have more than it
 * tells.
 */
export function columnsNotIn(schema: Json, rules: MappingRules): { lacking: string[]; known: string[] } {
  const known: string[] = [];
  const open: string[] = [];
  const isOpen = collect(schema, '', known, open);
  const lacking = isOpen ? [] : missingColumns(rules, known).filter((name) => !open.some((outer) => name.startsWith(`${outer}.`)));
  return { lacking, known };
}

/** Gathers the paths of a schema's properties, and of the objects that have more than it tells; says whether it is one of those itself. */
function collect(schema: Json, path: string, known: string[], open: string[]): boolean {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return true;
  const { properties, additionalProperties, anyOf, oneOf, allOf } = schema;
  const choices = [anyOf, oneOf, allOf].flatMap((each) => (Array.isArray(each) ? each : []));
  const told = properties !== null && typeof properties === 'object' && !Array.isArray(properties) ? Object.entries(properties) : [];
  for (const [name, inner] of told) {
    const place = path === '' ? name : `${path}.${name}`;
    known.push(place);
    if (collect(inner, place, known, open)) open.push(place);
  }
  const isChosenOpen = choices.map((choice) => collect(choice, path, known, open)).some(Boolean);
  if (choices.length > 0 && told.length === 0) return isChosenOpen;
  return additionalProperties === true || (told.length === 0 && isObjectOrAny(schema));
}

function isObjectOrAny({ type }: { [key: string]: Json }): boolean {
  return type === undefined || [type].flat().includes('object');
}
