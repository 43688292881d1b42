import type { ByteSpans } from '../src/lib/byte-spans';
import { type JsonList, outlineOf } from '../src/lib/json-outline';
import { LateList } from '../src/lib/late-list';
import { type Json, parseJson } from '../src/lib/lossless-json';
import type { Page } from './connector';
import { Retriable } from './errors';

/** A page of which it can be told where records lie in it. */
export interface SpannedPage extends Page {
  /** Where records lie in the body: null unless they are all elements of one array of its JSON, as they came. */
  spansOf(records: readonly unknown[]): ByteSpans | null;
}

interface ParsedPage {
  readonly json: Json;
  readonly lists: readonly JsonList[];
}

/** A Page over bytes that came, or that lay in the database. */
export function pageOf(answer: Pick<Page, 'request' | 'status' | 'headers' | 'body'>): SpannedPage {
  let parsed: ParsedPage | undefined;
  const { request, status, headers, body } = answer;
  const text = () => body.toString('utf8');
  return {
    request,
    status,
    headers,
    body,
    text,
    json() {
      parsed ??= parsePage(body, (error) => noJson(answer, error));
      return parsed.json;
    },
    spansOf(records) {
      if (!parsed || records.length === 0) return null;
      const { json, lists } = parsed;
      return lists.findLast((list) => list.elements.length === records.length && areAt(list, json, records))?.elements ?? null;
    },
  };
}

/** Shorter arrays are parsed with the rest. */
const LONG = 500;

/** The JSON of a page. Of its one long array the elements are parsed when they are read. */
function parsePage(body: Buffer, refused: (error: Error) => Error): ParsedPage {
  const { mayLose, lists } = outlineOf(body);
  const long = lists.filter(({ elements }) => elements.length >= LONG);
  const late = long.length === 1 ? new LateList(body, long[0]!, mayLose, refused) : null;
  try {
    const json = late && isPlaceSure(late.list, lists, body) ? jsonWith(late, body, mayLose) : parseJson(body.toString('utf8'), mayLose);
    return { json, lists };
  } catch (error) {
    throw refused(error as Error);
  }
}

/** Whether an array is closed and stands where no other does: a name that is there twice means the last of them. */
function isPlaceSure({ path, end }: JsonList, lists: readonly JsonList[], body: Buffer): boolean {
  const isThere = (other: JsonList) => other.path.length === path.length && other.path.every((name, at) => name === path[at]);
  return end <= body.length && lists.filter(isThere).length === 1;
}

/** The JSON with a list in the place of its array. */
function jsonWith({ list, array }: LateList, body: Buffer, mayLose: boolean): Json {
  const { path, start, end } = list;
  const rest = parseJson(`${body.toString('utf8', 0, start)}[]${body.toString('utf8', end)}`, mayLose);
  if (path.length === 0) return array;
  const holder = valueAt(rest, path.slice(0, -1));
  const name = path.at(-1)!;
  // Something else under the same name, later in the text, took its place.
  if (Array.isArray(valueAt(holder, [name])))
    Object.defineProperty(holder, name, { value: array, writable: true, enumerable: true, configurable: true });
  return rest;
}

function noJson({ request, body }: Pick<Page, 'request' | 'body'>, error: Error): Retriable {
  return new Retriable(`${request.url}: the answer is no JSON (${error.message}); it begins with "${body.toString('utf8').slice(0, 60)}"`);
}

/** Whether the elements of an array are the records themselves, and not only equal to them. */
function areAt(list: JsonList, json: Json, records: readonly unknown[]): boolean {
  const value = valueAt(json, list.path);
  if (!Array.isArray(value) || value.length !== records.length) return false;
  if (value === records && LateList.behind(value)?.list === list) return true;
  for (let at = 0; at < records.length; at++) {
    const record = records[at];
    if (record === null || typeof record !== 'object' || record !== value[at]) return false;
  }
  return true;
}

/** What lies under names within one another; undefined where nothing does. */
function valueAt(json: unknown, path: readonly string[]): unknown {
  let value = json;
  for (const name of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
