import type { Json } from '../../src/lib/lossless-json';

/** A value as JSON text with the keys of every object in order of their code units, as signatures need it. */
export function sortedJson(value: Json): string {
  return JSON.stringify(value, (_key, each: Json) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
