import { Client } from 'pg';
import { until } from './until';

/** A table that is locked against everybody. */
export interface TableLock {
  /** Resolves when so many connections stand before the lock. */
  waiting(count: number): Promise<void>;
  release(): Promise<void>;
}

/** Locks a table until it is released, as the superuser of its database. */
export async function lockTable(superuserUrl: string, table: string): Promise<TableLock> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const standing = async () => {
    // A table has the same number in every clone of the template.
    const { rows } = await client.query(
      `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = $1::regclass
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [table],
    );
    return rows[0].count as number;
  };
  return {
    waiting: async (count) => void (await until(async () => (await standing()) >= count)),
    release: () => client.end(),
  };
}
