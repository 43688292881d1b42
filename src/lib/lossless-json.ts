/** Any value that JSON can hold; numbers that a float would change arrive as their source text. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Parses JSON without losing a digit: a number whose double does not print as the source text means the same value
 * (a 64-bit id, a long decimal) is kept as a string of its source. Throws SyntaxError on malformed text.
 */
export function parseJson(text: string): Json {
  // The reviver costs several times the plain parse, and only long digit runs can lose anything.
  return hasLongNumber(text) ? JSON.parse(text, keepSource as never) : JSON.parse(text);
}

/** The shortest run of digits and points that a double may not hold. */
const LONG = 16;

/** Whether the text has so long a run anywhere. Such a run covers one of every sixteenth places, so only those are looked at first. */
function hasLongNumber(text: string): boolean {
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if (!isNumeric(text, at)) continue;
    let first = at;
    while (isNumeric(text, first - 1)) first -= 1;
    while (isNumeric(text, at + 1)) at += 1;
    if (at - first + 1 >= LONG) return true;
  }
  return false;
}

function isNumeric(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || code === 46;
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
