import { type Json, parseJson } from '../../src/lib/lossless-json';
import type { ReadRecord } from './source-record';
import type { TextLine } from './text-lines';

/**
 * The records of text with one JSON object a line. Objects inside become `outer.inner`, lists stay JSON text, null is the empty
 * text; numbers keep every digit. A line that is no JSON object is given with its reason and does not end the reading.
 */
export async function* jsonRecords(lines: AsyncIterable<TextLine>): AsyncGenerator<ReadRecord> {
  for await (const { number, text } of lines) if (text.trim() !== '') yield recordOf(number, text);
}

function recordOf(line: number, text: string): ReadRecord {
  try {
    const value = parseJson(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return { line, raw: { text }, reason: 'is not a JSON object' };
    return { line, cells: cellsOf(value) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { line, raw: { text }, reason: `is not JSON: ${error.message}` };
  }
}

/** The texts of a JSON object by column: what is inside objects as `outer.inner`, lists as JSON text, null as the empty text. */
export function cellsOf(value: { [key: string]: Json }): Record<string, string> {
  return Object.fromEntries(flatten(value, ''));
}

function* flatten(value: { [key: string]: Json }, prefix: string): Generator<[string, string]> {
  for (const [key, each] of Object.entries(value)) {
    if (each !== null && typeof each === 'object' && !Array.isArray(each)) yield* flatten(each, `${prefix}${key}.`);
    else yield [prefix + key, textOf(each)];
  }
}

function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
