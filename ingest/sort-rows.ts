import { endOfCell, HEAD } from './cells';
import type { FactRow } from './fact-row';
import type { KeptRows } from './kept-rows';
import type { LinkedRow } from './link-rows';

/** The rows of a page that have to be looked at: one for each key, and none that the fact is known to hold as it is. */
export interface SortedRows {
  /** Rows that are known to be new, in the order of their keys. */
  readonly fresh: readonly LinkedRow[];
  /** Rows that are known to differ from what is there when the fact was read, any others when it was not. */
  readonly others: readonly LinkedRow[];
  /** Whether two of the rows had one key. */
  readonly hasTwins: boolean;
  /** Whether what the fact holds was read. */
  readonly isSearched: boolean;
}

/** Sorts rows by what the fact holds in their place, or null when that was not read. Of two rows with one key the later counts. */
export function sortRows(rows: readonly LinkedRow[], kept: KeptRows | null): SortedRows {
  const isOrdered = inOrder(rows);
  const single = isOrdered ? rows : lastOfEach(rows);
  const hasTwins = single.length < rows.length;
  if (kept === null) return { fresh: [], others: single, hasTwins, isSearched: false };
  const ordered = isOrdered ? rows : single.toSorted(byKey);
  if (kept.isEmpty) return { fresh: ordered, others: [], hasTwins, isSearched: true };
  // Most pages hold what the fact holds, and mostly as it is.
  const sideBySide = kept.differing(ordered);
  if (sideBySide !== null) return { fresh: [], others: sideBySide, hasTwins, isSearched: true };
  const fresh: LinkedRow[] = [];
  const others: LinkedRow[] = [];
  for (const row of ordered) {
    const found = kept.find(row);
    if (found === 'none') fresh.push(row);
    else if (found === 'other') others.push(row);
  }
  return { fresh, others, hasTwins, isSearched: true };
}

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

/** The order of the fact's primary key, in which rows are added fastest and lie together: days, then ids as numbers, then texts. */
function byKey({ head, row }: LinkedRow, { head: otherHead, row: other }: LinkedRow): number {
  if (head !== otherHead) {
    if (head.day !== otherHead.day) return head.day < otherHead.day ? -1 : 1;
    const { ids } = head;
    for (let at = 0; at < ids.length; at++) if (ids[at] !== otherHead.ids[at]) return ids[at]! - otherHead.ids[at]!;
  }
  return byTexts(row, other);
}

/** The order of the texts of two keys, each by its bytes. */
function byTexts(row: FactRow, other: FactRow): number {
  const { bytes } = row.cells;
  const { bytes: others } = other.cells;
  for (let at = row.start, from = other.start; at < row.middle; ) {
    const end = endOfCell(row.cells, at);
    const to = endOfCell(other.cells, from);
    at += HEAD;
    from += HEAD;
    for (; at < end && from < to; at++, from++) if (bytes[at] !== others[from]) return bytes[at]! - others[from]!;
    if (at < end || from < to) return at < end ? 1 : -1;
  }
  return 0;
}
