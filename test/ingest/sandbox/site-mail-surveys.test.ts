import { loadConnectors } from '../../../ingest/load-connectors';
import { pullNow } from '../../../ingest/pull-now';
import type { IngestDeps } from '../../../ingest/run-pull';
import { type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../../ingest/sandbox/sandbox';
import { Newsletters } from '../../../ingest/sandbox/world/newsletters';
import { SiteVisits } from '../../../ingest/sandbox/world/site-visits';
import { Surveys } from '../../../ingest/sandbox/world/surveys';
import { createSource } from '../../../ingest/sources';
import { inWorkspace } from '../../../src/database/session';
import { createLog } from '../../../src/lib/log';
import { newKey } from '../../../src/lib/seal';
import { fakeClock } from '../../support/ingest-clock';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';

const TODAY = '2026-06-15';
const NEXT_WEEK = '2026-07-05';
const KEYS = ['ga4-lumina', 'matomo-kumo', 'mailchimp', 'growthbook', 'qualtrics-lumina', 'limesurvey-kumo', 'typeform-verdane'];
const MAY = { from: '2026-05-04', to: '2026-06-14' };

const clock = fakeClock(`${TODAY}T20:00:00Z`);
let hub: IngestWorkspace;
let sandbox: Sandbox;
let deps: IngestDeps;
beforeAll(async () => {
  hub = await ingestWorkspace();
  sandbox = await startSandbox({ today: TODAY });
  const connectors = new Map([...loadConnectors()].map(([name, connector]) => [name, { ...connector, historyDays: 42 }]));
  deps = { database: hub.database, connectors, key: newKey(), log: createLog('silent'), clock, random: () => 0 };
  await hub.rows('DELETE FROM hub.brand RETURNING id');
  for (const { key, names } of WORLD_BRANDS)
    await hub.rows('INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, $1, $2) RETURNING id', [key, names.en]);
  await inWorkspace(hub.database, 1, async (session) => {
    for (const { mount: _, ...source } of sandboxSources(sandbox.url))
      if (KEYS.includes(source.key)) await createSource(session, deps, source);
  });
  for (const sourceKey of KEYS) expect([sourceKey, (await pull(sourceKey)).end]).toEqual([sourceKey, { status: 'SUCCEEDED', error: null }]);
});
afterAll(async () => {
  await sandbox?.close();
  await hub?.close();
});

const pull = (sourceKey: string) => pullNow(deps, { workspaceId: 1, sourceKey });
const of = (key: string) => `s.key = '${key}'`;
/** One row of plain SQL over a fact; whole numbers as text. */
const ask = async <T>(select: string, fact: string, where: string): Promise<T> =>
  (
    await hub.rows(
      `SELECT ${select} FROM fact.${fact} f JOIN hub.source s ON s.workspace_id = f.workspace_id AND s.id = f.source_id
       LEFT JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = f.brand_id WHERE ${where}`,
    )
  )[0] as T;
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const asked = (platform: string) => sandbox.requests.filter((request) => request.platform === platform);

test.each([
  ['ga4-lumina', 'lumina'],
  ['matomo-kumo', 'kumo'],
])('%s: the visits of the world, and the orders of the shop as its conversions', async (key, brand) => {
  const world = [...new SiteVisits(sandbox.world).between(brand, MAY.from, MAY.to, TODAY)];
  const orders = [...sandbox.world.orders({ brand, ...MAY, servedOn: TODAY })].filter(({ test }) => !test);
  const found = await ask<Record<string, number>>(
    'sum(f.sessions)::int AS sessions, sum(f.users)::int AS users, sum(f.conversions)::int AS conversions, sum(f.bounces)::int AS bounces, sum(f.revenue_micros)::float8 AS revenue',
    'web_day',
    of(key),
  );
  expect(found).toEqual({
    sessions: total(world.map(({ sessions }) => sessions)),
    users: total(world.map(({ visitors }) => visitors)),
    conversions: orders.length,
    bounces: total(world.map(({ sessions, engaged }) => sessions - engaged)),
    revenue: 10_000 * total(world.map(({ revenueCents }) => revenueCents)),
  });
  expect(orders.length / found.sessions!).toBeGreaterThan(0.022);
  expect(orders.length / found.sessions!).toBeLessThan(0.029);
});

test('mailchimp: two brands by the names of their lists, opens without those of machines', async () => {
  const letters = [...new Newsletters(sandbox.world).between(MAY.from, TODAY, TODAY)];
  for (const brand of ['lumina', 'kumo']) {
    const own = letters.filter(({ list }) => list.brand.key === brand);
    expect(
      await ask(
        'count(*)::int AS sends, sum(f.sent)::int AS sent, sum(f.opens)::int AS opens, sum(f.orders)::int AS orders, min(f.currency) AS currency',
        'email_send',
        `${of('mailchimp')} AND b.key = '${brand}'`,
      ),
    ).toEqual({
      sends: own.length,
      sent: total(own.map(({ sent }) => sent)),
      opens: total(own.map(({ opens, machineOpens }) => opens - machineOpens)),
      orders: total(own.map(({ orders }) => orders)),
      currency: own[0]!.list.brand.currency,
    });
  }
});

test('growthbook: every test with its planned shares, and the one whose real shares are not those', async () => {
  const rows = await hub.rows<{ experiment: string; name: string; day: string; users: string[]; planned: string[]; means: number[] }>(
    `SELECT experiment, min(experiment_name) AS name, max(day)::text AS day, array_agg(users ORDER BY variant)::text[] AS users,
       array_agg(weight_micros ORDER BY variant)::text[] AS planned,
       array_agg((sum_micros::float8 / 1e6 / users) ORDER BY variant) AS means
     FROM fact.variant_day WHERE metric = 'met_purchase' AND sum_micros = sum_squares_micros GROUP BY 1 ORDER BY 1`,
  );
  expect(rows.map(({ experiment, day }) => `${experiment} ${day}`)).toEqual([
    'exp_checkout_2025 2025-03-09',
    'exp_checkout_2026 2026-03-09',
    'exp_giftbox_2024 2024-06-29',
    'exp_giftbox_2025 2025-06-29',
    // It still runs: its totals are those of the day of asking.
    'exp_giftbox_2026 2026-06-15',
    'exp_reviews_2024 2024-11-30',
    'exp_reviews_2025 2025-11-30',
  ]);
  for (const { experiment, users, planned, means } of rows) {
    const [a, b] = users.map(Number) as [number, number];
    expect(planned).toEqual(['500000', '500000']);
    for (const mean of means) expect(mean).toBeGreaterThan(0.05);
    // χ² with one degree of freedom; 10.83 is one in a thousand.
    const deviation = (a - b) ** 2 / (a + b);
    if (experiment.startsWith('exp_reviews')) expect(deviation).toBeGreaterThan(10.83);
    else expect(deviation).toBeLessThan(10.83);
  }
});

test.each([
  ['qualtrics-lumina', 'lumina'],
  ['limesurvey-kumo', 'kumo'],
  ['typeform-verdane', 'verdane'],
])('%s: everyone who finished, with the answers of the world', async (key, brand) => {
  // In Shanghai it is a day later, and history begins a day later.
  const from = '2026-05-05';
  const everyone = [...new Surveys(sandbox.world.seed).between(brand, from, '2026-06-16', sandbox.world.nowOn(TODAY))];
  const world = everyone.filter(({ finished, number }) => finished && (key !== 'qualtrics-lumina' || number % 100 !== 39));
  const own = `${of(key)} AND b.key = '${brand}' AND f.day >= '${from}'`;
  expect(await ask('count(DISTINCT f.respondent)::int AS people', 'survey_answer', own)).toEqual({ people: world.length });
  expect(await ask('sum(f.score_micros / 1000000)::int AS known', 'survey_answer', `${own} AND f.question = 'aware_aided'`)).toEqual({
    known: world.filter(({ knows }) => knows.includes(brand)).length,
  });
  expect(
    await ask(
      'count(f.score_micros)::int AS n, sum(f.score_micros / 1000000)::int AS points',
      'survey_answer',
      `${own} AND f.question = 'nps'`,
    ),
  ).toEqual({ n: world.filter(({ nps }) => nps !== null).length, points: total(world.map(({ nps }) => nps ?? 0)) });
});

test("a brand's crisis shows in what people say of it", async () => {
  const nps = async (month: string) =>
    (
      await ask<{ nps: number }>(
        '100.0 * (count(*) FILTER (WHERE f.score_micros >= 9000000) - count(*) FILTER (WHERE f.score_micros < 7000000)) / count(*) AS nps',
        'survey_answer',
        `${of('typeform-verdane')} AND f.question = 'nps' AND f.score_micros IS NOT NULL AND f.wave = '${month}'`,
      )
    ).nps;
  expect(Number(await nps('2026-05'))).toBeGreaterThan(0);
  expect(Number(await nps('2026-06'))).toBeLessThan(-25);
});

test('weeks later only what is new or has changed is read and revised', async () => {
  const before = await ask<{ sessions: number }>(
    'sum(f.sessions)::int AS sessions',
    'web_day',
    `${of('ga4-lumina')} AND f.day = '2026-06-14'`,
  );
  const known = asked('qualtrics').length;
  sandbox.setToday(NEXT_WEEK);
  clock.set(`${NEXT_WEEK}T20:00:00Z`);
  // The session is over before the export is asked for: a new one is begun, once.
  sandbox.fault('limesurvey', { kind: 'slow', delayMs: 1 });
  sandbox.fault('limesurvey', 'expired-token');
  for (const key of KEYS) expect([key, (await pull(key)).end]).toEqual([key, { status: 'SUCCEEDED', error: null }]);
  const runs = await hub.rows<{ key: string; inserted: number; revised: number; quarantined: number }>(
    `SELECT DISTINCT ON (s.key) s.key, r.inserted::int, r.revised::int, r.quarantined::int
     FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id ORDER BY s.key, r.id DESC`,
  );
  const by = new Map(runs.map((run) => [run.key, run]));
  for (const key of KEYS) expect([key, by.get(key)!.inserted > 0, by.get(key)!.quarantined]).toEqual([key, true, 0]);
  // Visits settle in three days, mails gather opens for weeks, answers stay.
  for (const key of ['ga4-lumina', 'matomo-kumo', 'mailchimp']) expect([key, by.get(key)!.revised > 0]).toEqual([key, true]);
  for (const key of ['qualtrics-lumina', 'limesurvey-kumo', 'typeform-verdane']) expect([key, by.get(key)!.revised]).toEqual([key, 0]);
  const settled = [...new SiteVisits(sandbox.world).between('lumina', '2026-06-14', '2026-06-14', NEXT_WEEK)];
  const after = await ask<{ sessions: number }>(
    'sum(f.sessions)::int AS sessions',
    'web_day',
    `${of('ga4-lumina')} AND f.day = '2026-06-14'`,
  );
  expect(after.sessions).toBe(total(settled.map(({ sessions }) => sessions)));
  expect(after.sessions).toBeGreaterThan(before.sessions);
  const [order] = asked('qualtrics').slice(known);
  expect(order!.body).toContain(`"continuationToken":"cont.${sandbox.world.nowOn(TODAY)}"`);
  expect(
    asked('limesurvey')
      .slice(-4)
      .map(({ body, fault }) => [/"method":"(\w+)"/.exec(body)?.[1], fault]),
  ).toEqual([
    ['get_session_key', 'slow'],
    ['export_responses', 'expired-token'],
    ['get_session_key', null],
    ['export_responses', null],
  ]);
});

test('no credential of any of them stands in what was stored', async () => {
  const stored = await hub.rows<{ text: string }>(
    "SELECT request::text || headers::text AS text FROM hub.raw_page UNION ALL SELECT position::text FROM hub.ingest_run UNION ALL SELECT coalesce(error, '') FROM hub.ingest_run",
  );
  expect(stored.length).toBeGreaterThan(30);
  expect(
    stored.filter(({ text }) =>
      /0123456789abcdef|secret_sandbox|sandboxQualtrics|sandbox-(matomo|limesurvey|session)|tfp_|ya29/.test(text),
    ),
  ).toEqual([]);
});
