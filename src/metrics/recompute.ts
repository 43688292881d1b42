import { columnOf, factOf } from '../../entities/facts/fact';
import type { Day } from '../lib/day';
import { Exact } from './exact';
import type { ExchangeBook } from './exchange-book';
import { type Condition, isMoney, type Leaf, scaleOf } from './leaf';

/** A fact's row as the database gives it: SQL column names; whole numbers as bigint, links as number. */
export type StoredRow = { readonly day: Day } & Readonly<Record<string, bigint | number | string | Date | null>>;

/** Computes a leaf again from rows taken one at a time, in whole-number arithmetic that shares nothing with the SQL. */
export interface Tally {
  add(row: StoredRow): void;
  value(): Exact | null;
}

/** A new tally of a leaf; `book` converts money. */
export function tallyOf(leaf: Leaf, book: ExchangeBook): Tally {
  const tally = makeTally(leaf, book);
  let rows = 0;
  return {
    add(row) {
      rows++;
      if (leaf.where.every((condition) => meets(leaf, condition, row))) tally.add(row);
    },
    value: () => (rows === 0 ? null : tally.value()),
  };
}

function makeTally(leaf: Leaf, book: ExchangeBook): Tally {
  const columns = leaf.properties.map((property) => (property === 'sourceId' ? 'source_id' : columnOf(leaf.fact, property).column));
  switch (leaf.aggregate) {
    case 'distinct':
      return distinctTally(columns);
    case 'last':
      return lastTally(leaf, columns[0] as string);
    case 'native':
      return nativeTally(leaf, columns[0] as string);
    case 'lowest':
      return lowestTally(leaf, columns as [string, string]);
    case 'peak': {
      let most: bigint | null = null;
      return {
        add: (row) => {
          const value = row[columns[0] as string] as bigint | null;
          if (value !== null && (most === null || value > most)) most = value;
        },
        value: () => (most === null ? null : exactOf(leaf, most)),
      };
    }
    case 'sum':
      return sumTally(leaf, columns, book);
  }
}

function sumTally(leaf: Leaf, columns: readonly string[], book: ExchangeBook): Tally {
  // By day and currency: what a day adds up to in one currency is what is converted.
  const amounts = new Map<string, { currency: string | null; day: Day; amount: bigint }>();
  const money = isMoney(leaf);
  return {
    add(row) {
      const factors = columns.map((column) => row[column] as bigint | null);
      if (factors.includes(null)) return;
      const amount = (factors as bigint[]).reduce((product, factor) => product * factor, 1n);
      const currency = money ? (row.currency as string | null) : null;
      const key = `${row.day} ${currency ?? ''}`;
      const there = amounts.get(key);
      if (there) there.amount += amount;
      else amounts.set(key, { currency, day: row.day, amount });
    },
    value() {
      // A count of no rows is 0; a sum of no values is unknown.
      if (amounts.size === 0) return columns.length === 0 ? Exact.zero : null;
      let total = 0n;
      for (const { currency, day, amount } of amounts.values()) {
        const rate = money && amount !== 0n ? book.rate(currency, day) : 1n;
        if (rate === null) return null;
        total += amount * rate;
      }
      return Exact.scaled(total, scaleOf(leaf));
    },
  };
}

function distinctTally(columns: readonly string[]): Tally {
  const seen = new Set<string>();
  return {
    add(row) {
      const values = columns.map((column) => row[column]);
      if (values.length > 1 || values[0] !== null) seen.add(JSON.stringify(values));
    },
    value: () => new Exact(BigInt(seen.size)),
  };
}

function lastTally(leaf: Leaf, column: string): Tally {
  const keys = [
    'source_id',
    ...factOf(leaf.fact)
      .columns.filter(({ role }) => role === 'key')
      .map((each) => each.column),
  ];
  const newest = new Map<string, { day: Day; value: bigint }>();
  return {
    add(row) {
      const value = row[column] as bigint | null;
      const series = JSON.stringify(keys.map((key) => row[key]));
      if (value !== null && row.day >= (newest.get(series)?.day ?? '')) newest.set(series, { day: row.day, value });
    },
    value: () =>
      newest.size === 0
        ? null
        : exactOf(
            leaf,
            [...newest.values()].reduce((total, each) => total + each.value, 0n),
          ),
  };
}

function nativeTally(leaf: Leaf, column: string): Tally {
  const values: (bigint | null)[] = [];
  return {
    add: (row) => void values.push(row[column] as bigint | null),
    value: () => (values.length === 1 && values[0] != null ? exactOf(leaf, values[0]) : null),
  };
}

function lowestTally(leaf: Leaf, [dividend, divisor]: [string, string]): Tally {
  let least: bigint | null = null;
  return {
    add(row) {
      const [above, below] = [row[dividend] as bigint | null, row[divisor] as bigint | null];
      if (above === null || !below) return;
      const quotient = BigInt(new Exact(above, below).toFixed(0));
      if (least === null || quotient < least) least = quotient;
    },
    value: () => (least === null ? null : exactOf(leaf, least)),
  };
}

function exactOf(leaf: Leaf, whole: bigint): Exact {
  return Exact.scaled(whole, scaleOf(leaf));
}

function meets(leaf: Leaf, { property, is, atLeast, below }: Condition, row: StoredRow): boolean {
  const value = row[columnOf(leaf.fact, property).column];
  if (value === null || value === undefined) return false;
  if (is !== undefined) return value === is;
  return (atLeast === undefined || (value as bigint) >= atLeast) && (below === undefined || (value as bigint) < below);
}
