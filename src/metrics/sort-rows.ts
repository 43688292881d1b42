import { BadQuestion } from './BadQuestion';
import { type MetricRow, type Order, OTHER_KEY, type Question } from './question';

/** What rows are sorted by, one entry a place; null sorts last whichever the direction. */
type Sortable = string | number | null;

interface Cursor {
  /** The question's order, so that a cursor is not used with another. */
  readonly order: string;
  readonly at: readonly Sortable[];
}

/** A page of sorted rows. */
export interface RowPage<R> {
  readonly rows: readonly R[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/**
 * Sorts rows by the question's orders, then by period and keys (so that no two rows are equal), and returns the `first` rows after the
 * cursor. A cursor holds the place of a row, not its number: rows that appear or go elsewhere do not shift a page.
 */
export function pageOf<R extends Pick<MetricRow, 'period' | 'dimensions'>>(
  rows: readonly R[],
  question: Pick<Question, 'orderBy' | 'by' | 'grain' | 'first' | 'after'>,
  numberOf: (row: R, metric: string) => number | null,
): RowPage<R> {
  const place = (row: R) => placeOf(row, question, numberOf);
  const compare = comparator(question.orderBy);
  const order = orderText(question);
  const after = question.after == null ? null : decode(question.after, order);
  const sorted = isInOrder(rows, question) ? rows : sortedBy(rows, place, compare);
  const start = after ? lowerBound(sorted, (row) => compare(place(row), after) > 0) : 0;
  const page = sorted.slice(start, start + question.first);
  const end = page.at(-1);
  return {
    rows: page,
    hasNextPage: start + page.length < sorted.length,
    endCursor: end ? encode({ order, at: place(end) }) : null,
  };
}

function sortedBy<R>(
  rows: readonly R[],
  place: (row: R) => Sortable[],
  compare: (a: readonly Sortable[], b: readonly Sortable[]) => number,
): R[] {
  const placed = rows.map((row) => ({ row, at: place(row) }));
  return placed.sort((a, b) => compare(a.at, b.at)).map(({ row }) => row);
}

/** Whether it is seen without placing rows, most of which nobody looks at, that they lie in the order that is asked for: nearly always by period alone. */
function isInOrder(
  rows: readonly Pick<MetricRow, 'period' | 'dimensions'>[],
  { orderBy, by, grain }: Pick<Question, 'orderBy' | 'by' | 'grain'>,
): boolean {
  if (orderBy.length > 0 || by.length > 0 || !grain) return false;
  return rows.every(({ period }, at) => at === 0 || (period !== null && (rows[at - 1]?.period ?? '') < period));
}

function placeOf<R extends Pick<MetricRow, 'period' | 'dimensions'>>(
  row: R,
  { orderBy }: Pick<Question, 'orderBy'>,
  numberOf: (row: R, metric: string) => number | null,
): Sortable[] {
  const key = (dimension: string | undefined) => {
    const found = row.dimensions.find((each) => each.dimension === dimension);
    return found ? sortableKey(found) : null;
  };
  const asked: Sortable[] = orderBy.map((order) => (order.metric ? numberOf(row, order.metric) : key(order.dimension)));
  return asked.concat(row.period, row.dimensions.map(sortableKey));
}

/** All others come after those that have a name; the months of an age count as numbers. */
function sortableKey({ dimension, key }: MetricRow['dimensions'][number]): string {
  if (key === OTHER_KEY) return '\uffff';
  return dimension === 'AGE' && key !== '' ? key.padStart(4, '0') : key;
}

function comparator(orderBy: readonly Order[]) {
  return (a: readonly Sortable[], b: readonly Sortable[]): number => {
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [a[i] ?? null, b[i] ?? null];
      if (x === y) continue;
      if (x === null || y === null) return x === null ? 1 : -1;
      return (x < y ? -1 : 1) * (orderBy[i]?.descending ? -1 : 1);
    }
    return 0;
  };
}

function lowerBound<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function orderText({ orderBy, by, grain }: Pick<Question, 'orderBy' | 'by' | 'grain'>): string {
  return [...orderBy.map((each) => `${each.metric ?? each.dimension}${each.descending ? '-' : '+'}`), grain ?? '', ...by].join(' ');
}

function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decode(text: string, order: string): readonly Sortable[] {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    if (cursor.order === order && Array.isArray(cursor.at)) return cursor.at;
  } catch {
    // Told below, like a cursor of another order.
  }
  throw new BadQuestion('after', text, 'the endCursor of a page of the same question');
}
