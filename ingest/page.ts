import type { ByteSpans } from '../src/lib/byte-spans';
import { type JsonList, type JsonOutline, outlineOf } from '../src/lib/json-outline';
import { type Json, parseJson } from '../src/lib/lossless-json';
import type { Page } from './connector';
import { Retriable } from './errors';

/** A page of which it can be told where records lie in it. */
export interface SpannedPage extends Page {
  /** Where records lie in the body: null unless they are all elements of one array of its JSON, as they came. */
  spansOf(records: readonly unknown[]): ByteSpans | null;
}

/** A Page over bytes that came, or that lay in the database. */
export function pageOf(answer: Pick<Page, 'request' | 'status' | 'headers' | 'body'>): SpannedPage {
  let parsed: { json: Json; lists: JsonOutline['lists'] } | undefined;
  const { request, status, headers, body } = answer;
  const text = () => body.toString('utf8');
  return {
    request,
    status,
    headers,
    body,
    text,
    json() {
      parsed ??= parsePage(body, text(), request.url);
      return parsed.json;
    },
    spansOf(records) {
      if (!parsed || records.length === 0) return null;
      const { json, lists } = parsed;
      return lists.findLast((list) => list.elements.length === records.length && areAt(list, json, records))?.elements ?? null;
    },
  };
}

function parsePage(body: Buffer, text: string, url: string): { json: Json; lists: JsonOutline['lists'] } {
  const { mayLose, lists } = outlineOf(body);
  try {
    return { json: parseJson(text, mayLose), lists };
  } catch (error) {
    throw new Retriable(`${url}: the answer is no JSON (${(error as Error).message}); it begins with "${text.slice(0, 60)}"`);
  }
}

/** Whether the elements of an array are the records themselves, and not only equal to them. */
function areAt({ path }: JsonList, json: Json, records: readonly unknown[]): boolean {
  let value: unknown = json;
  for (const name of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  if (!Array.isArray(value) || value.length !== records.length) return false;
  for (let at = 0; at < records.length; at++) {
    const record = records[at];
    if (record === null || typeof record !== 'object' || record !== value[at]) return false;
  }
  return true;
}
