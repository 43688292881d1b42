import { loadConnectors } from '../../../ingest/load-connectors';
import { pullNow } from '../../../ingest/pull-now';
import type { IngestDeps } from '../../../ingest/run-pull';
import { type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../../ingest/sandbox/sandbox';
import { Touches } from '../../../ingest/sandbox/world/touches';
import { createSource } from '../../../ingest/sources';
import { inWorkspace } from '../../../src/database/session';
import { createLog } from '../../../src/lib/log';
import { personKey } from '../../../src/lib/person-key';
import { newKey } from '../../../src/lib/seal';
import { answerAttribution } from '../../../src/metrics/attribution/answer-attribution';
import { journeyExamples } from '../../../src/metrics/attribution/journey-examples';
import { fakeClock } from '../../support/ingest-clock';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';

const TODAY = '2026-06-15';
const KEYS = ['matomo-visits-kumo', 'shopify-kumo'];
/** Touches are pulled for some weeks before the orders that are asked about. */
const DAYS = { from: '2026-05-25', to: '2026-06-10' };
const QUESTION = { range: DAYS, brands: ['kumo'], currency: 'EUR' };
const ASKER = { today: TODAY, locale: 'EN' as const };

const clock = fakeClock(`${TODAY}T20:00:00Z`);
let hub: IngestWorkspace;
let sandbox: Sandbox;
beforeAll(async () => {
  hub = await ingestWorkspace();
  sandbox = await startSandbox({ today: TODAY });
  const connectors = new Map([...loadConnectors()].map(([name, connector]) => [name, { ...connector, historyDays: 50 }]));
  const deps: IngestDeps = { database: hub.database, connectors, key: newKey(), log: createLog('silent'), clock, random: () => 0 };
  await hub.rows('DELETE FROM hub.brand RETURNING id');
  for (const { key, names } of WORLD_BRANDS)
    await hub.rows('INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, $1, $2) RETURNING id', [key, names.en]);
  await inWorkspace(hub.database, 1, async (session) => {
    for (const { mount: _, ...source } of sandboxSources(sandbox.url))
      if (KEYS.includes(source.key)) await createSource(session, deps, source);
  });
  for (const sourceKey of KEYS)
    expect([sourceKey, (await pullNow(deps, { workspaceId: 1, sourceKey })).end]).toEqual([
      sourceKey,
      { status: 'SUCCEEDED', error: null },
    ]);
});
afterAll(async () => {
  await sandbox?.close();
  await hub?.close();
});

const snapshot = <T>(work: Parameters<typeof inWorkspace<T>>[2]) => inWorkspace(hub.database, 1, work, { snapshot: true });
const orders = () => [...sandbox.world.orders({ brand: 'kumo', ...DAYS, servedOn: TODAY })].filter(({ test }) => !test);

test('the visits of the log are the touches of the world, each of somebody and none by name', async () => {
  const world = new Touches(sandbox.world).between('kumo', DAYS.from, DAYS.to, TODAY);
  const rows = await hub.rows<{ touch: string; person: string; channel: string; at: Date }>(
    `SELECT touch, person, channel, at FROM fact.touch WHERE day BETWEEN '${DAYS.from}' AND '${DAYS.to}' ORDER BY at, touch`,
  );
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.map(({ touch, person, channel, at }) => [touch, person, channel, at.getTime()])).toEqual(
    world
      .map(({ id, person, channel, at }) => [String(id), personKey(person), channel, at])
      .sort((a, b) => Number(a[3]) - Number(b[3]) || (String(a[0]) < String(b[0]) ? -1 : 1)),
  );
});

test('every order of a customer is met by the visit that brought it: last touch is what the shop itself says', async () => {
  const { tally, rows } = await snapshot((session) => answerAttribution(session, { ...QUESTION, models: ['LAST'] }, ASKER));
  const known = orders().filter(({ customer }) => customer);
  expect(tally).toMatchObject({ conversions: orders().length, unattributedConversions: orders().length - known.length });
  expect(tally.anonymousConversions).toBe(tally.unattributedConversions);
  const credited = (channel: string) => rows.find(({ key }) => key === channel)?.credits[0]?.conversions ?? 0;
  const medium = (of: string) => known.filter(({ utm }) => utm?.medium === of).length;
  expect([credited('paid_search'), credited('paid_social'), credited('email')]).toEqual([
    medium('cpc'),
    medium('paid_social'),
    medium('email'),
  ]);
});

test('a journey shows the raw records of its touches and of its order', async () => {
  const query = { key: 'email', first: 3, skip: 1, converted: true };
  const journeys = await snapshot((session) => journeyExamples(session, QUESTION, query, ASKER));
  expect(journeys).toHaveLength(3);
  for (const { touches, order } of journeys) {
    expect(touches.map(({ credited }) => credited)).toContain('email');
    for (const touch of touches)
      expect(JSON.parse(touch.raw)).toMatchObject({ idVisit: touch.name, serverTimestamp: touch.at.getTime() / 1000 });
    expect(JSON.parse(order!.raw).id).toMatch(new RegExp(`${order!.name}$`));
    expect(order!.sourceKey).toBe('shopify-kumo');
  }
  const whole = await snapshot((session) => journeyExamples(session, QUESTION, { ...query, skip: 0 }, ASKER));
  expect(whole.slice(1)).toEqual(journeys.slice(0, 2));
});
