import { unpacked } from '../../ingest/record-lines';
import { asSuperuser } from './test-server';

/** Where a text still stands in a database: tables whose rows hold it in any column, and raw pages whose body or records do once they are unpacked. */
export function wordsLeft(superuserUrl: string, words: string): Promise<string[]> {
  return asSuperuser(superuserUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relnamespace IN ('hub'::regnamespace, 'fact'::regnamespace, 'stage'::regnamespace, 'rollup'::regnamespace) ORDER BY 1`,
    );
    const places: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query(`SELECT FROM ${name} t WHERE t::text LIKE '%' || $1 || '%' LIMIT 1`, [words]);
      if (rows.length > 0) places.push(name);
    }
    const { rows: pages } = await client.query<{ id: string; body: Buffer; records: Buffer | null }>(
      'SELECT id, body, records FROM hub.raw_page ORDER BY id',
    );
    for (const { id, body, records } of pages) {
      if ((await unpacked(body)).includes(words)) places.push(`body of page ${id}`);
      if (records && (await unpacked(records)).includes(words)) places.push(`records of page ${id}`);
    }
    return places;
  });
}
