/** Any value that JSON can hold; numbers that a float would change arrive as their source text. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Parses JSON without losing a digit: a number whose double does not print as the source text means the same value
 * (a 64-bit id, a long decimal) is kept as a string of its source. `isRisky` is whether there may be such numbers, where that is known already.
 * Throws SyntaxError on malformed text.
 */
export function parseJson(text: string, isRisky = mayLose(text)): Json {
  // The reviver costs several times the plain parse, and only long digit runs and large exponents can lose anything.
  return isRisky ? JSON.parse(text, keepSource as never) : JSON.parse(text);
}

/** One JSON text read in three ways. They are one value, the same object, unless the text has a number that a float would change. */
export interface JsonReadings {
  /** As `JSON.parse` reads it. */
  readonly plain: Json;
  /** As {@link parseJson} reads it. */
  readonly lossless: Json;
  /** For `JSON.stringify`, which writes every number with its digits; long numbers cannot be looked into. */
  readonly exact: Json;
}

/** Reads JSON for those who calculate, for those who keep text, and for those who write it on. Throws SyntaxError on malformed text. */
export function readJson(text: string): JsonReadings {
  const plain: Json = JSON.parse(text);
  if (!mayLose(text)) return { plain, lossless: plain, exact: plain };
  return { plain, lossless: JSON.parse(text, keepSource as never), exact: JSON.parse(text, keepDigits as never) };
}

/** What stands under a name in a JSON object, read in the same ways; undefined when nothing does. */
export function memberOf({ plain, lossless, exact }: JsonReadings, name: string): JsonReadings | undefined {
  const of = (value: Json) => (value as { [key: string]: Json })[name] as Json;
  return Object.hasOwn(plain as object, name) ? { plain: of(plain), lossless: of(lossless), exact: of(exact) } : undefined;
}

/** The digits of a long number of an exact reading; null for any other value. */
export function digitsOf(value: Json): string | null {
  return raw.isRawJSON(value) ? (value as unknown as { rawJSON: string }).rawJSON : null;
}

/** An exponent of three digits leaves what a double can hold. */
const LARGE_EXPONENT = /\d[eE][-+]?\d{3}/;

function mayLose(text: string): boolean {
  return hasLongNumber(text) || LARGE_EXPONENT.test(text);
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

function keepDigits(key: string, value: unknown, context: { source?: string }): unknown {
  const kept = keepSource(key, value, context);
  return kept === value ? value : raw.rawJSON(kept as string);
}

/** Values that `JSON.stringify` writes as a given text; ECMAScript has them, TypeScript's library does not yet. */
const raw = JSON as unknown as { rawJSON(text: string): Json; isRawJSON(value: unknown): boolean };

/** The digits that carry the value, so that `1.0`, `1` and `10e-1`-like spellings of short numbers stay numbers. */
function significant(source: string): string {
  const [mantissa = ''] = source.toLowerCase().split('e');
  return mantissa.replace(/[-+.]/g, '').replace(/^0+|0+$/g, '');
}
