import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { analystsOf, createAnalyst, LONGEST_WORK, revokeAnalyst } from '../../src/database/analysts';
import { migrate } from '../../src/database/migrate';
import { type AnalystSession, analystSession } from '../support/analyst-session';
import { type TestDatabase, testDatabase } from '../support/database';
import { asSuperuser } from '../support/test-server';

/** What only the other workspace's rows say. */
const SECRET = 'their-secret';
const [OURS, THEIRS] = [1, 2];

describe('an analyst', () => {
  let test: TestDatabase;
  let application: DataSource;
  let analyst: AnalystSession;
  /** A second session for what a first one waits for, or loses. */
  const others: AnalystSession[] = [];
  const another = async (workspaceId = OURS) => {
    others.push(await analystSession(test, workspaceId));
    return others.at(-1) as AnalystSession;
  };

  beforeAll(async () => {
    test = await testDatabase();
    application = await applicationDataSource(test.appUrl).initialize();
    await asSuperuser(test.superuserUrl, async (client) => {
      await client.query(`INSERT INTO hub.workspace (id, key, name) VALUES (${THEIRS}, 'theirs', '${SECRET}');
        SELECT hub.ensure_partitions('ad_day', '2026-01-01', '2026-03-31');
        INSERT INTO hub.brand (workspace_id, id, key, name) VALUES (1, 7, 'ours', 'Ours'), (2, 7, '${SECRET}', '${SECRET}');
        INSERT INTO hub.source (workspace_id, id, key, name, connector, schedule, time_zone, secrets)
          VALUES (1, 7, 'ours', 'Ours', 'test', '', 'UTC', 'sealed'), (2, 7, '${SECRET}', '${SECRET}', 'test', '', 'UTC', 'sealed');
        INSERT INTO hub.campaign (workspace_id, id, key, name, platform, channel, brand_id)
          VALUES (1, 7, 'ours', 'Ours', 'p', 'c', 7), (2, 7, '${SECRET}', '${SECRET}', 'p', '${SECRET}', 7);
        INSERT INTO fact.ad_day (workspace_id, day, source_id, campaign_id, ad, device, currency, spend_micros, page_id, record_no, recorded_at)
          SELECT w, '2026-01-05', 7, 7, 'a' || n, CASE w WHEN 1 THEN 'mobile' ELSE '${SECRET}' END, 'EUR', w * 1000000, 1, 0, now()
          FROM generate_series(1, 2) w, generate_series(1, 500) n;
        ANALYZE`);
    });
    analyst = await analystSession(test, OURS);
  });
  afterAll(async () => {
    for (const session of [analyst, ...others]) await session?.close();
    await application?.destroy();
    await test?.drop();
  });

  const spendSeen = async (session: AnalystSession) =>
    (await session.rows<{ spend: string | null }>('SELECT sum(spend)::text AS spend FROM analytics.ad_day'))[0]?.spend;

  it('sees the rows of its own workspace, and another analyst those of another one', async () => {
    expect(await spendSeen(analyst)).toBe('500.000000');
    expect(await spendSeen(await another(THEIRS))).toBe('1000.000000');
    expect(await analyst.rows('SELECT key FROM workspace')).toEqual([{ key: 'default' }]);
    expect(await analyst.rows('SELECT DISTINCT brand_key, campaign_name, source_key, channel FROM ad_day')).toEqual([
      { brand_key: 'ours', campaign_name: 'Ours', source_key: 'ours', channel: 'c' },
    ]);
  });

  it.each([
    ['the setting that the application uses', `SET hub.workspace = '2'`],
    ['the setting, local', `BEGIN; SET LOCAL hub.workspace = '2'`],
    ['the setting by a function', `SELECT set_config('hub.workspace', '2', false)`],
    ['its own group', 'SET ROLE brandhub_analyst'],
    ['row security switched off', 'SET row_security = off'],
    ['another search path', 'SET search_path = fact, hub, analytics, pg_catalog'],
    ['another planner', 'SET enable_seqscan = off; SET enable_indexscan = off; SET plan_cache_mode = force_generic_plan'],
  ])('sees no other rows with %s', async (_what, trick) => {
    const session = await another();
    await session.rows(trick);
    const seen = await spendSeen(session).catch((error: Error) => error.message);
    expect(seen).toMatch(/^500\.000000$|would be affected by row-level security/);
  });

  it.each(['brandhub_door', 'brandhub_app', 'brandhub_owner', 'postgres', 'pg_read_all_data', 'pg_monitor'])(
    'cannot become %s',
    async (role) => {
      await expect(analyst.rows(`SET ROLE ${role}`)).rejects.toThrow(/permission denied/);
      await expect(analyst.rows(`SET SESSION AUTHORIZATION ${role}`)).rejects.toThrow(/permission denied/);
    },
  );

  it('learns nothing from a condition that fails on rows of others, or that tells what it is shown', async () => {
    // Each would fail, or speak, on a row that is not to be seen.
    expect(
      await analyst.rows(
        `SELECT count(*)::int AS n FROM ad_day WHERE CASE WHEN device = '${SECRET}' THEN 1 / (length(device) - length(device)) ELSE 1 END = 1`,
      ),
    ).toEqual([{ n: 500 }]);
    expect(
      await analyst.rows(
        `SELECT count(*)::int AS n FROM ad_day WHERE (device || ':x')::text <> 'x' AND CASE device WHEN 'mobile' THEN 1 ELSE device::integer END = 1`,
      ),
    ).toEqual([{ n: 500 }]);
    expect(
      await analyst.rows(
        `SELECT count(*)::int AS n FROM ad_day_sums WHERE channel <> 'c' OR 1 / (CASE channel WHEN 'c' THEN 1 ELSE 0 END) = 0`,
      ),
    ).toEqual([{ n: 0 }]);
    expect(await analyst.rows(`SELECT query_to_xml('SELECT DISTINCT device FROM ad_day', true, false, '')::text AS x`)).toEqual([
      { x: expect.not.stringContaining(SECRET) },
    ]);
  });

  it('a function that tells what it is shown is shown no row of others, however cheap it claims to be', async () => {
    await asSuperuser(test.superuserUrl, async (client) => {
      await client.query(`CREATE FUNCTION public.tell(seen text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000001 AS $$
        BEGIN IF seen = '${SECRET}' THEN RAISE EXCEPTION 'told: %', seen; END IF; RETURN true; END $$`);
      // The trap works: where nothing is hidden, it speaks.
      await expect(client.query('SELECT count(*) FROM fact.ad_day WHERE public.tell(device)')).rejects.toThrow(`told: ${SECRET}`);
    });
    for (const column of ['device', 'channel', 'brand_name', 'campaign_key', 'campaign_name', 'source_key']) {
      expect(await analyst.rows(`SELECT count(*)::int AS n FROM ad_day WHERE public.tell(${column})`)).toEqual([{ n: 500 }]);
    }
    for (const table of ['ad_day_sums', 'workspace', 'exchange_rate'])
      expect(
        await analyst.rows(
          `SELECT count(*) > 0 AS some FROM ${table} t WHERE public.tell(t.${table === 'ad_day_sums' ? 'brand_key' : table === 'workspace' ? 'name' : 'currency'})`,
        ),
      ).toEqual([{ some: true }]);
  });

  it('learns no value of others from statistics or estimates', async () => {
    expect(await analyst.rows(`SELECT * FROM pg_stats WHERE schemaname IN ('fact', 'hub', 'rollup', 'stage')`)).toEqual([]);
    await expect(analyst.rows('SELECT * FROM pg_statistic')).rejects.toThrow(/permission denied/);
    const estimate = async (condition: string) => {
      const plan = await analyst.rows<Record<string, { Plan: { 'Plan Rows': number } }[]>>(
        `EXPLAIN (FORMAT json) SELECT * FROM ad_day WHERE ${condition}`,
      );
      return plan[0]?.['QUERY PLAN']?.[0]?.Plan['Plan Rows'];
    };
    for (const column of ['device', 'channel', 'brand_key', 'campaign_key', 'campaign_name', 'source_key', 'currency']) {
      expect([column, await estimate(`${column} = '${SECRET}'`)]).toEqual([column, await estimate(`${column} = 'nothing'`)]);
    }
    expect(await estimate('spend = 2')).toBe(await estimate('spend = 77'));
  });

  it('has a right to nothing but the views', async () => {
    const rights = await analyst.rows(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'analytics') AND n.nspname NOT LIKE 'pg_toast%'
         AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND (CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE')
           ELSE has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE') END)
       UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'analytics', 'public')
         AND has_schema_privilege(oid, 'USAGE') AND nspname NOT LIKE 'pg_toast%'
       UNION ALL SELECT 'create in ' || nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')
       UNION ALL SELECT 'write ' || c.oid::regclass FROM pg_class c WHERE relnamespace = 'analytics'::regnamespace
         AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')`,
    );
    expect(rights).toEqual([]);
    for (const table of [
      'fact.ad_day',
      'fact.ad_day_2026_01',
      'hub.source',
      'hub.analyst',
      'hub.raw_page',
      'rollup.ad_day_campaign',
      'stage.ad_day',
      'pgboss.job',
    ]) {
      await expect(analyst.rows(`SELECT * FROM ${table}`)).rejects.toThrow(/permission denied/);
    }
    await expect(analyst.rows('SELECT * FROM hub.workspaces()')).rejects.toThrow(/permission denied/);
    await expect(analyst.rows(`SELECT pg_read_file('PG_VERSION')`)).rejects.toThrow(/permission denied/);
  });

  it('writes nothing, also after it has lifted its read-only default', async () => {
    await expect(analyst.rows('CREATE TEMPORARY TABLE t (a integer)')).rejects.toThrow(/read-only|permission denied/);
    const session = await another();
    await session.rows('SET default_transaction_read_only = off');
    for (const statement of [
      `UPDATE ad_day SET spend = 0`,
      `DELETE FROM ad_day_sums`,
      `INSERT INTO workspace VALUES ('x', 'x', 'EUR', 'UTC')`,
      `INSERT INTO hub.analyst (workspace_id, name, login) VALUES (2, 'x', session_user)`,
      'CREATE TEMPORARY TABLE t (a integer)',
      'CREATE TABLE analytics.t (a integer)',
      `CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      `COPY ad_day TO PROGRAM 'true'`,
      'CREATE ROLE x',
      'ALTER VIEW ad_day OWNER TO CURRENT_USER',
      `ALTER ROLE CURRENT_USER SUPERUSER`,
    ]) {
      await expect(session.rows(statement).then(() => statement)).rejects.toThrow(
        /permission denied|must be owner|cannot (update|delete|insert)/i,
      );
    }
  });

  it('is bound to a workspace by its login: one that is in no list sees nothing', async () => {
    await asSuperuser(test.superuserUrl, async (client) => {
      await client.query(`SET SESSION AUTHORIZATION ${analyst.login}`);
      expect((await client.query('SELECT count(*)::int AS n FROM analytics.ad_day')).rows).toEqual([{ n: 500 }]);
      await client.query('RESET SESSION AUTHORIZATION; SET ROLE brandhub_analyst');
      expect((await client.query('SELECT count(*)::int AS n FROM analytics.ad_day')).rows).toEqual([{ n: 0 }]);
    });
  });

  it('is stopped by the time limit of a statement', async () => {
    expect(await analyst.rows('SHOW statement_timeout')).toEqual([{ statement_timeout: '1min' }]);
    const session = await another();
    await session.rows('SET statement_timeout = 100');
    await expect(session.rows('SELECT count(*) FROM generate_series(1, 1e12::bigint)')).rejects.toThrow(/statement timeout/);
  });

  it('is cut off by the application when it has lifted that limit', async () => {
    const session = await another();
    await session.rows('SET statement_timeout = 0');
    const endless = session.rows('SELECT pg_sleep(600)').then(
      () => 'ended',
      (error: Error) => error.message,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await application.query('SELECT hub.end_long_analyst_work($1) AS ended', [LONGEST_WORK])).toEqual([{ ended: 0 }]);
    const [{ ended }] = await application.query('SELECT hub.end_long_analyst_work($1) AS ended', ['0.1 seconds']);
    expect(ended).toBeGreaterThanOrEqual(1);
    expect(await endless).toMatch(/terminat/);
    expect(await spendSeen(analyst)).toBe('500.000000');
  });

  it('is cut off when it holds an advisory lock, which the hub could wait for', async () => {
    const session = await another();
    await session.rows('SELECT pg_advisory_lock(4812001)');
    expect(await application.query('SELECT hub.end_long_analyst_work($1) AS ended', [LONGEST_WORK])).toEqual([{ ended: 1 }]);
    await expect(session.rows('SELECT 1')).rejects.toThrow();
  });

  it.each(['ad_day', 'ad_day_sums'])('reads of %s only the months that are asked for', async (view) => {
    const plan = await analyst.rows(`EXPLAIN SELECT sum(spend) FROM ${view} WHERE day BETWEEN '2026-01-01' AND '2026-01-10'`);
    const read = JSON.stringify(plan).match(/ad_day_\d{4}_\d{2}/g) ?? [];
    expect([...new Set(read)]).toEqual(['ad_day_2026_01']);
  });

  it('is told what views and sums are', async () => {
    const [about] = await analyst.rows(
      `SELECT obj_description('ad_day'::regclass) AS view, col_description('ad_day_sums'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 'ad_day_sums'::regclass AND attname = 'spend')) AS spend`,
    );
    expect(about).toEqual({ view: expect.stringMatching(/^One row is one ad/), spend: expect.stringMatching(/In the row's currency\.$/) });
  });

  it('has as many connections as it may and no more', async () => {
    const { connectionString, id } = await createAnalyst(test.ownerUrl, OURS, 'crowd');
    const clients = Array.from({ length: 5 }, () => new Client({ connectionString }));
    // In turn: of several that come at once PostgreSQL may refuse more than it has to.
    for (const client of clients) await client.connect();
    await expect(new Client({ connectionString }).connect()).rejects.toThrow('too many connections');
    await Promise.all(clients.map((client) => client.end()));
    await revokeAnalyst(test.ownerUrl, OURS, id);
  });

  it('whose login is taken back is cut off, and cannot come again', async () => {
    const { connectionString, id, login } = await createAnalyst(test.ownerUrl, OURS, 'gone');
    const client = new Client({ connectionString });
    const lost = new Promise<Error>((resolve) => client.on('error', resolve));
    await client.connect();
    expect(await revokeAnalyst(test.ownerUrl, THEIRS, id)).toBe(false);
    expect(await revokeAnalyst(test.ownerUrl, OURS, id)).toBe(true);
    expect((await lost).message).toMatch(/terminat/);
    await expect(new Client({ connectionString }).connect()).rejects.toThrow(/authentication failed|does not exist/);
    expect(await analystsOf(test.ownerUrl, OURS)).toContainEqual(
      expect.objectContaining({ id, login, name: 'gone', revokedAt: expect.any(Date) }),
    );
    expect(await revokeAnalyst(test.ownerUrl, OURS, id)).toBe(false);
  });

  it('keeps its rights when the views are made anew, and the owner still sees its own', async () => {
    await asSuperuser(
      test.superuserUrl,
      async (client) => void (await client.query(`COMMENT ON SCHEMA analytics IS 'an earlier release'`)),
    );
    await migrate(test.ownerUrl);
    expect(await spendSeen(analyst)).toBe('500.000000');
    expect((await application.query('SELECT key FROM hub.workspaces()')).map(({ key }: { key: string }) => key)).toEqual([
      'default',
      'theirs',
    ]);
    const [member] = await application.query(
      `SELECT pg_has_role('brandhub_owner', 'brandhub_door', 'USAGE') AS usage, has_schema_privilege('brandhub_door', 'analytics', 'CREATE') AS creates`,
    );
    expect(member).toEqual({ usage: false, creates: false });
  });
});
