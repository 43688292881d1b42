import type { FactClass } from '../entities/facts/fact';
import { layoutOf } from './fact-layout';
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

/** Sorts rows by what the fact holds in their place, given as lines, or null when that was not read. Of two rows with one key the later counts. */
export function sortRows(fact: FactClass, rows: readonly LinkedRow[], kept: ReadonlySet<string> | null): SortedRows {
  if (kept === null) return { fresh: [], others: lastOfEach(rows), isSearched: false };
  const isKept = ({ key, values }: LinkedRow) => kept.has(`${key}\t${values}`);
  // Rows that are all there need no look at their keys: the same key twice says the same twice.
  if (kept.size > 0 && rows.every(isKept)) return { fresh: [], others: [], isSearched: true };
  const last = lastOfEach(rows);
  const left = kept.size === 0 ? last : last.filter((row) => !isKept(row));
  const keys = keysOf(fact, kept);
  const fresh = keys.size === 0 ? left : left.filter(({ key }) => !keys.has(key));
  const others = fresh.length === left.length ? [] : left.filter(({ key }) => keys.has(key));
  return { fresh: fresh.toSorted(byKey), others, isSearched: true };
}

function lastOfEach(rows: readonly LinkedRow[]): LinkedRow[] {
  const last = new Map<string, LinkedRow>();
  for (const row of rows) last.set(row.key, row);
  return last.size === rows.length ? (rows as LinkedRow[]) : [...last.values()];
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

function byKey(a: LinkedRow, b: LinkedRow): number {
  return a.key < b.key ? -1 : 1;
}
