import type { DataSource } from 'typeorm';
import { type FactClass, factOf } from '../entities/facts/fact';
import type { Day } from '../src/lib/day';

const known = new WeakMap<DataSource, Set<string>>();

/** Makes the monthly partitions that the days need, in a transaction of its own and before the load, so that its locks are gone at once. */
export async function ensurePartitions(database: DataSource, fact: FactClass, days: Iterable<Day>): Promise<void> {
  const { table } = factOf(fact);
  const made = known.get(database) ?? new Set<string>();
  known.set(database, made);
  const months = new Set<string>();
  for (const day of days) months.add(day.slice(0, 7));
  for (const month of months) {
    if (made.has(`${table} ${month}`)) continue;
    await database.query('SELECT hub.ensure_partitions($1, $2, $2)', [table, `${month}-01`]);
    made.add(`${table} ${month}`);
  }
}
