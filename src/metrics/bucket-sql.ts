import type { Unit } from '../lib/day';

/** The SQL of the first day of the unit that holds a day. */
export function bucketSql(unit: Unit, day: string): string {
  return unit === 'DAY' ? day : `date_trunc('${unit.toLowerCase()}', ${day}::timestamp)::date`;
}
