import type { FactClass } from '../entities/facts/fact';
import { layoutOf } from './fact-layout';
import type { KeptRows } from './kept-rows';
import type { LinkedRow } from './link-rows';

/** The rows of a page that have to be looked at: one for each key, and none that the fact is known to hold as it is. */
export interface SortedRows {
  /** Rows that are known to be new, in the order of their keys. */
  readonly fresh: readonly LinkedRow[];
  /** Rows that are known to differ from what is there when the fact was read, any others when it was not. */
  readonly others: readonly LinkedRow[];
  /** Whether what the fact holds was read. */
  readonly isSearched: boolean;
}

/** Sorts rows by what the fact holds in their place, or null when that was not read. Of two rows with one key the later counts. */
export function sortRows(fact: FactClass, rows: readonly LinkedRow[], kept: KeptRows | null): SortedRows {
  if (kept === null) return { fresh: [], others: inOrder(rows) ? rows : lastOfEach(rows), isSearched: false };
  const none = { fresh: [], others: [], isSearched: true };
  const ordered = inOrder(rows) ? rows : lastOfEach(rows).toSorted(byKey);
  if (kept.text === '') return { ...none, fresh: ordered };
  // Most pages are read again as they were; one comparison shows it.
  if (areText(ordered, kept.text)) return none;
  const { lines } = kept;
  const left = ordered.filter(({ key, values }) => !lines.has(`${key}\t${values}`));
  if (left.length === 0) return none;
  const keys = keysOf(fact, lines);
  const fresh = left.filter(({ key }) => !keys.has(key));
  const others = fresh.length === left.length ? [] : left.filter(({ key }) => keys.has(key));
  return { fresh, others, isSearched: true };
}

/** Whether rows, as lines of COPY, are a text. */
function areText(rows: readonly LinkedRow[], text: string): boolean {
  let at = 0;
  const isNext = (part: string, end: number) => {
    if (!text.startsWith(part, at)) return false;
    at += part.length + 1;
    return text.charCodeAt(at - 1) === end;
  };
  for (const { head, keys, values } of rows) {
    if (!isNext(head, TAB) || (keys !== null && !isNext(keys, TAB)) || !isNext(values, LINE_END)) return false;
  }
  return at === text.length;
}

const TAB = 9;
const LINE_END = 10;

/** Whether rows come in the order of their keys, so that no key is there twice. */
function inOrder(rows: readonly LinkedRow[]): boolean {
  for (let at = 1; at < rows.length; at++) if (byKey(rows[at - 1]!, rows[at]!) >= 0) return false;
  return true;
}

function lastOfEach(rows: readonly LinkedRow[]): readonly LinkedRow[] {
  const last = new Map<string, LinkedRow>();
  for (const row of rows) last.set(row.key, row);
  return last.size === rows.length ? rows : [...last.values()];
}

function keysOf(fact: FactClass, lines: ReadonlySet<string>): Set<string> {
  const { links, keys } = layoutOf(fact);
  const cells = 1 + links.length + keys.length;
  const found = new Set<string>();
  for (const line of lines) {
    let end = -1;
    for (let cell = 0; cell < cells; cell++) end = line.indexOf('\t', end + 1);
    found.add(line.slice(0, end));
  }
  return found;
}

/** The order of the fact's primary key, in which rows are added fastest and lie together: days, then ids as numbers, then texts. */
function byKey(a: LinkedRow, b: LinkedRow): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  if (a.ids !== b.ids) {
    for (let at = 0; at < a.ids.length; at++) if (a.ids[at] !== b.ids[at]) return a.ids[at]! - b.ids[at]!;
  }
  if (a.keys === b.keys || a.keys === null || b.keys === null) return 0;
  return a.keys < b.keys ? -1 : 1;
}
