import { Client } from 'pg';
import { formsIn } from '../../src/text/han-forms';
import { type TestDatabase, testDatabase } from '../support/database';

const MENTIONS = 6_000;

describe('looking for words in many mentions', () => {
  let made: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    made = await testDatabase();
    client = new Client({ connectionString: made.superuserUrl });
    await client.connect();
    await client.query(`
      SET track_functions = 'all';
      SET hub.workspace = '1';
      INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'said', 'Said', 'file', '', 'UTC');
      INSERT INTO hub.brand (workspace_id, key, name, own) VALUES (1, 'lumen', 'Lumen', true);
      SELECT hub.ensure_partitions('mention', '2026-01-01', '2026-03-01');
      INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, platform, language, sentiment, author, text, engagements, page_id, record_no, recorded_at)
      SELECT 1, date '2026-01-01' + n % 55, s.id, b.id, 'post ' || n, 'weibo', 'en', 'neutral', 'somebody', 'shoes of kind' || n % 500, 1, 1, 0, now()
      FROM generate_series(1, ${MENTIONS}) n CROSS JOIN hub.source s CROSS JOIN hub.brand b WHERE s.key = 'said' AND b.key = 'lumen';
`);
    // What was just written lies beside the index, to be looked at row by row, until housekeeping puts it in.
    await client.query('VACUUM ANALYZE fact.mention');
  });
  afterAll(async () => {
    await client.end();
    await made.drop();
  });

  /** How many mentions are found, and of how many texts the words were made to find them. */
  const found = async (search: string, counted: boolean) => {
    await client.query('BEGIN');
    const calls = async () => {
      const { rows } = await client.query(
        `SELECT coalesce(pg_stat_get_xact_function_calls('hub.search_terms(text)'::regprocedure), 0)::int AS calls`,
      );
      return rows[0].calls;
    };
    const before = await calls();
    const { rows } = await client.query(
      'SELECT f.row_id, f.total::int FROM hub.find_mentions($1, $2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, $3, 20) f',
      [search, formsIn(search), counted],
    );
    const made = (await calls()) - before;
    await client.query('ROLLBACK');
    return { found: rows.length, total: rows[0]?.total ?? null, made };
  };

  it('counts those that have a common word by the index', async () => {
    expect(await found('shoes', true)).toEqual({ found: 20, total: MENTIONS, made: 0 });
  });

  it('finds a page of those that have a rare one by the index', async () => {
    expect(await found('kind77', false)).toEqual({ found: MENTIONS / 500, total: null, made: 0 });
  });

  it('walks the days where a page is full soon, and no further', async () => {
    const { made, ...rest } = await found('shoes', false);
    expect(rest).toEqual({ found: 20, total: null });
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(300);
  });
});
