import { type Json, readJson } from '../../src/lib/lossless-json';
import { TOMBSTONE } from '../../src/lib/tombstone';

/**
 * An answer's bytes with a tombstone in the place of each of some records, given as their JSON texts: in JSON, or in lines of JSON. Of an answer in
 * which one of them cannot be found nothing is left, as what it holds is not known.
 */
export function redactBody(body: Buffer, records: ReadonlySet<string>): Buffer {
  const text = body.toString('utf8');
  const whole = redactText(text, records);
  if (whole?.found.size === records.size) return Buffer.from(whole.text);
  const lines = text.split('\n').map((line) => redactText(line, records) ?? { text: line, found: new Set<string>() });
  const found = new Set(lines.flatMap((line) => [...line.found]));
  return found.size === records.size ? Buffer.from(lines.map((line) => line.text).join('\n')) : Buffer.alloc(0);
}

interface Redacted {
  readonly text: string;
  readonly found: ReadonlySet<string>;
}

/** Null when the text is no JSON. */
function redactText(text: string, records: ReadonlySet<string>): Redacted | null {
  try {
    const { lossless, exact } = readJson(text);
    const found = new Set<string>();
    const left = replaced(lossless, exact, records, found);
    return { text: found.size === 0 ? text : JSON.stringify(left), found };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** `exact` with tombstones; records may have been written from either reading. */
function replaced(lossless: Json, exact: Json, records: ReadonlySet<string>, found: Set<string>): Json {
  if (lossless === null || typeof lossless !== 'object') return exact;
  const text = [JSON.stringify(lossless), JSON.stringify(exact)].find((each) => records.has(each));
  if (text !== undefined) {
    found.add(text);
    return JSON.parse(TOMBSTONE);
  }
  if (Array.isArray(lossless)) return lossless.map((inner, at) => replaced(inner, (exact as Json[])[at]!, records, found));
  return Object.fromEntries(
    Object.entries(lossless).map(([name, inner]) => [name, replaced(inner, (exact as { [key: string]: Json })[name]!, records, found)]),
  );
}
