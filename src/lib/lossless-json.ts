/** Any value that JSON can hold; numbers that a float would change arrive as their source text. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Parses JSON without losing a digit: a number whose double does not print as the source text means the same value
 * (a 64-bit id, a long decimal) is kept as a string of its source. Throws SyntaxError on malformed text.
 */
export function parseJson(text: string): Json {
  // The reviver costs several times the plain parse, and only long digit runs can lose anything.
  return /\d[\d.]{15}/.test(text) ? JSON.parse(text, keepSource as never) : JSON.parse(text);
}

function keepSource(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || context.source === undefined) return value;
  return significant(String(value)) === significant(context.source) ? value : context.source;
}

/** The digits that carry the value, so that `1.0`, `1` and `10e-1`-like spellings of short numbers stay numbers. */
function significant(source: string): string {
  const [mantissa = ''] = source.toLowerCase().split('e');
  return mantissa.replace(/[-+.]/g, '').replace(/^0+|0+$/g, '');
}
