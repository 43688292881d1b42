import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { inWorkspace, type Session } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { refreshRollups } from '../../src/metrics/refresh-rollups';
import { type RunningServer, startServer } from '../../src/server';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from '../resolvers/seeded-workspace';

const RANGE = 'range: { from: "2026-11-20", to: "2026-11-22" }';
const QUERIES = [
  `{ metrics(query: { select: [spend, roasClaimed], by: [BRAND], ${RANGE} }) { dataVersion asOf currency rows { dimensions { key label } values { decimal lineage } } warnings { message } } }`,
  `{ metrics(query: { select: [impressions], grain: DAY, ${RANGE} }) { rows { period values { value } } } }`,
  `{ campaigns { totalCount edges { node { key name brand { name } goals { key title target } metrics(${RANGE}) { spend } } } } }`,
  '{ brands { key name own } goals { key owner actual status evaluatedTo campaigns { key } } }',
  '{ goal(key: "spring-goal") { target owner currency plan { title currency } targetVersions { target } } }',
  '{ plan(year: 2026) { title goals { key } } }',
];

/** Makes a change in a workspace as those who write do. */
type Change = (session: Session, seeded: SeededWorkspace, n: number) => Promise<unknown>;

const bump = (session: Session) =>
  session.execute('UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = clock_timestamp() WHERE id = $1', [
    session.workspaceId,
  ]);

const CHANGES: Record<string, Change> = {
  async page(session, { campaignId }, n) {
    await bump(session);
    await session.execute(
      'UPDATE fact.ad_day SET spend_micros = $2, impressions = $3 WHERE workspace_id = $1 AND campaign_id = $4 AND day = $5',
      [session.workspaceId, n * 1_000_000, n, campaignId, '2026-11-21'],
    );
    await refreshRollups(session, AdDay, ['2026-11-21']);
  },
  brand: (session, { brandId }, n) =>
    session.execute('UPDATE hub.brand SET name = $2 WHERE workspace_id = $3 AND id = $1', [brandId, `b${n}`, session.workspaceId]),
  campaign: (session, { campaignId }, n) =>
    session.execute('UPDATE hub.campaign SET name = $2 WHERE workspace_id = $3 AND id = $1', [campaignId, `c${n}`, session.workspaceId]),
  goal: (session, _, n) => session.execute('UPDATE hub.goal SET owner = $2 WHERE workspace_id = $1', [session.workspaceId, `o${n}`]),
  pattern: (session, { mark }, n) =>
    session.query(
      `WITH gone AS (DELETE FROM hub.goal_campaign_pattern WHERE workspace_id = $1 RETURNING goal_id)
       INSERT INTO hub.goal_campaign_pattern (workspace_id, goal_id, pattern) SELECT $1, goal_id, $2  FROM gone`,
      [session.workspaceId, `meta:${mark}-${n % 4}`],
    ),
  plan: (session, _, n) =>
    session.execute('UPDATE hub.plan SET title = $2 WHERE workspace_id = $1', [
      session.workspaceId,
      { en: `p${n}`, 'zh-Hans': '', 'zh-Hant': '' },
    ]),
  source: (session, _, n) =>
    session.execute('UPDATE hub.source SET name = $2, fresh_to = $3 WHERE workspace_id = $1', [
      session.workspaceId,
      `s${n}`,
      `2026-11-${10 + (n % 13)}`,
    ]),
  currency: (session, _, n) =>
    session.execute('UPDATE hub.workspace SET reporting_currency = $2 WHERE id = $1', [session.workspaceId, n % 2 === 0 ? 'CNY' : 'EUR']),
  rate: (session, _, n) =>
    session.execute(
      `INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES ($1, 2026, 'CNY', $2)
       ON CONFLICT (workspace_id, year, currency) DO UPDATE SET per_euro = excluded.per_euro`,
      [session.workspaceId, 7 + n / 1000],
    ),
  undone: async (session, { brandId }, n) => {
    await session.execute('UPDATE hub.brand SET name = $2 WHERE workspace_id = $3 AND id = $1', [brandId, `u${n}`, session.workspaceId]);
    throw new Undone();
  },
};

class Undone extends Error {}

describe('answers that are kept', () => {
  let server: ServerUnderTest;
  let fresh: RunningServer;
  let seeded: SeededWorkspace[];
  let keys: string[];

  beforeAll(async () => {
    server = await serverUnderTest();
    const other = await server.workspace('other');
    seeded = [await seedWorkspace(server, 1, 'spring'), await seedWorkspace(server, other, 'autumn')];
    keys = [await server.key(1), await server.key(other)];
    const now = () => new Date('2026-11-23T01:00:00Z');
    const config = { host: '127.0.0.1', port: 0, oidc: null, now, keepAnswers: false };
    fresh = await startServer({ database: server.database, config, log: createLog('silent'), listenUrl: server.ownerUrl });
  });
  afterAll(async () => {
    await fresh.close();
    await server.close();
  });

  const post = (url: string, query: string, key: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: JSON.stringify({ query }),
    });
  const textOf = async (url: string, query: string, key: string) => (await post(url, query, key)).text();
  const change = async (of: SeededWorkspace, name: string, n: number) => {
    const work = CHANGES[name] as Change;
    await inWorkspace(server.database, of.id, (session) => work(session, of, n)).catch((error) => {
      if (!(error instanceof Undone)) throw error;
    });
  };

  it('are those that an answer anew would be, whatever is written in between', async () => {
    const step = fc.record({
      at: fc.constantFrom(0, 1),
      name: fc.constantFrom(...Object.keys(CHANGES), 'nothing'),
      n: fc.nat(1000),
      meanwhile: fc.boolean(),
      query: fc.constantFrom(...QUERIES),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (steps) => {
        for (const { at, name, n, meanwhile, query } of steps) {
          const written = name === 'nothing' ? Promise.resolve() : change(seeded[at] as SeededWorkspace, name, n);
          // Questions that are asked while something is written may be answered from before or after it.
          if (meanwhile) await Promise.all([0, 1].map((side) => textOf(server.url, query, keys[side] as string)));
          await written;
          for (const side of [0, 1]) {
            expect(await textOf(server.url, query, keys[side] as string)).toBe(await textOf(fresh.url, query, keys[side] as string));
          }
        }
      }),
      { numRuns: 12 },
    );
    for (const query of QUERIES) {
      for (const key of keys) expect(await textOf(server.url, query, key)).toBe(await textOf(fresh.url, query, key));
    }
  });

  it('cost no statement but the one that finds the caller, and say by which tag a reader can ask again', async () => {
    const [query, key] = [QUERIES[0] as string, keys[0] as string];
    await post(server.url, query, key);
    const first = await post(server.url, query, key);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const before = server.statements();
    const again = await post(server.url, query, key);
    expect(server.statements() - before).toBe(0);
    expect([await again.text(), again.headers.get('etag')]).toEqual([await first.text(), first.headers.get('etag')]);
    const get = (tag: string) =>
      fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { accept: 'application/json', authorization: `Bearer ${key}`, 'apollo-require-preflight': '1', 'if-none-match': tag },
      });
    const tag = first.headers.get('etag') ?? '';
    const unchanged = await get(tag);
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
    await change(seeded[0] as SeededWorkspace, 'page', 77);
    const changed = await get(tag);
    expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
  });

  it('are not given to another workspace, role or language, nor to a key that was revoked', async () => {
    const query =
      '{ brands { name } metrics(query: { select: [spend], by: [CHANNEL], range: { last: 3, unit: DAY } }) { rows { dimensions { label } } } }';
    const [one, two] = [await textOf(server.url, query, keys[0] as string), await textOf(server.url, query, keys[1] as string)];
    expect(one).not.toBe(two);
    const chinese = await post(server.url, query, keys[0] as string, { 'accept-language': 'zh-CN' });
    expect(await chinese.text()).toContain('付费社交');
    const key = await server.key(1);
    expect((await post(server.url, query, key)).status).toBe(200);
    await server.run('UPDATE hub.api_key SET revoked_at = now() WHERE prefix = $1', [key.slice(0, 10)]);
    expect((await post(server.url, query, key)).status).toBe(401);
  });

  it('do not show how pulling goes on, which changes all the time', async () => {
    const query = '{ sources { name lastRun { status } } }';
    await post(server.url, query, keys[0] as string);
    const response = await post(server.url, query, keys[0] as string);
    expect([response.status, response.headers.get('etag')]).toEqual([200, null]);
  });

  it('follow only from tables that are watched', async () => {
    const passing = [
      ...[
        'alert_delivery',
        'alert_watch',
        'analyst',
        'api_key',
        'change',
        'derivation',
        'drift',
        'export',
        'export_run',
        'host_rate',
        'import_mapping',
        'ingest_run',
        'known_page',
        'landed_record',
        'landed_schema',
        'landed_stream',
        'mention_band',
        'mention_text',
        'missed_slots',
      ],
      ...['push_delivery', 'quarantine', 'raw_page', 'reconciliation', 'revision', 'source_cursor', 'source_slot', 'stream_field'],
    ];
    const unwatched = await server.run(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace IN ('hub'::regnamespace, 'fact'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'note_change') ORDER BY 1`,
    );
    // A table that is new is watched (hub.watch), or shown by no answer that is kept (src/graph/kept.ts).
    expect(unwatched.map(({ name }) => name)).toEqual(passing.sort());
  });
});
