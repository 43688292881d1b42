import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
  await hub.database.query(`SELECT hub.ensure_partitions('ad_day', '2026-01-01', '2026-03-01')`);
});
afterAll(() => hub?.close());

const TABLES = `SELECT c.oid, n.nspname AS schema, n.nspname || '.' || c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced, c.relispartition AS part
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`;

test('every table with a workspace is under forced row-level security, for reading and writing, but for the stage', async () => {
  const open = await hub.database.query(`SELECT name FROM (${TABLES}) t WHERE schema <> 'stage' AND NOT forced`);
  expect(open).toEqual([]);
  const lenient = await hub.database.query(
    `SELECT name FROM (${TABLES}) t WHERE schema <> 'stage' AND NOT part AND NOT EXISTS (
       SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polcmd = '*' AND p.polroles = '{0}' AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)`,
  );
  expect(lenient).toEqual([]);
  const counted: { schema: string }[] = await hub.database.query(`SELECT DISTINCT schema FROM (${TABLES}) t ORDER BY 1`);
  expect(counted.map(({ schema }) => schema)).toEqual(['fact', 'hub', 'rollup', 'stage']);
});

test('a partition without a policy of its own shows nothing when it is asked directly', async () => {
  const granted = await hub.database.query(
    `SELECT name FROM (${TABLES}) t WHERE part AND (has_table_privilege('brandhub_app', oid, 'SELECT') OR has_table_privilege('brandhub_app', oid, 'INSERT'))`,
  );
  expect(granted).toEqual([]);
});

test('of the stage the application reads nothing but its own view, and never says whose a row is', async () => {
  const rights = await hub.database.query(
    `SELECT name FROM (${TABLES}) t WHERE schema = 'stage' AND (has_table_privilege('brandhub_app', oid, 'SELECT, UPDATE, DELETE, TRUNCATE')
       OR has_any_column_privilege('brandhub_app', oid, 'SELECT, UPDATE') OR has_column_privilege('brandhub_app', oid, 'workspace_id', 'INSERT'))`,
  );
  expect(rights).toEqual([]);
  await expect(hub.rows('SELECT * FROM stage.ad_day')).rejects.toThrow(/permission denied/);
  const views = await hub.database.query(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'stage' AND c.relkind = 'v' AND NOT coalesce(c.reloptions @> '{security_barrier=true}' OR c.reloptions @> '{security_barrier}', false)`,
  );
  expect(views).toEqual([]);
});

test('functions that act as their owner fix where they look, and no materialised view is granted', async () => {
  const loose = await hub.database.query(
    `SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname IN ('hub', 'fact', 'stage', 'rollup', 'public', 'pgboss')
       AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%')`,
  );
  expect(loose).toEqual([]);
  expect(await hub.database.query(`SELECT relname FROM pg_class WHERE relkind = 'm'`)).toEqual([]);
});

test('what one workspace stages another does not see', async () => {
  const runner = hub.database.createQueryRunner();
  try {
    await runner.query('BEGIN');
    await runner.query(`SET LOCAL hub.workspace = '1'`);
    await runner.query(
      `INSERT INTO stage.fx_day (day, source_id, currency, page_id, record_no, batch) VALUES ('2026-01-01', 1, 'USD', 1, 0, 1)`,
    );
    expect(await runner.query('SELECT workspace_id FROM stage.fx_day_mine')).toEqual([{ workspace_id: 1 }]);
    await runner.query(`SET LOCAL hub.workspace = '2'`);
    expect(await runner.query('SELECT workspace_id FROM stage.fx_day_mine')).toEqual([]);
    await runner.query('DELETE FROM stage.fx_day_mine');
    await runner.query(`SET LOCAL hub.workspace = '1'`);
    expect(await runner.query('SELECT count(*)::int AS count FROM stage.fx_day_mine')).toEqual([{ count: 1 }]);
  } finally {
    await runner.query('ROLLBACK');
    await runner.release();
  }
});
