import { openDemo } from '../../src/cli/demo';
import { withHub } from '../../src/cli/hub';
import { newKey } from '../../src/lib/seal';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { MetricWorld } from '../metrics/metric-world';
import { PLAN } from '../plan/plan-world';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** What a start finds in the world: whether it has the demo, whether it made it, and the sources that are there afterwards. */
async function start(world: MetricWorld) {
  const { ownerUrl, appUrl } = world.test;
  const key = newKey().toString('hex');
  Object.assign(process.env, { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl, BRANDHUB_SECRET_KEY: key, LOG_LEVEL: 'silent' });
  return withHub(async (hub) => {
    const demo = await openDemo(hub);
    await demo?.close();
    const sources = await hub.session((session) => session.query<{ key: string }>('SELECT key FROM hub.source ORDER BY key'));
    const plans = await hub.session((session) => session.query<{ title: unknown }>('SELECT title FROM hub.plan'));
    return { isNew: demo?.isNew ?? null, sources: sources.map((source) => source.key), plans: plans.length };
  });
}

test('an empty hub gets the demo', async () => {
  const world = await MetricWorld.open();
  try {
    expect(await start(world)).toMatchObject({ isNew: true, plans: 1, sources: expect.arrayContaining(['ecb', 'shopify-lumina']) });
  } finally {
    await world.close();
  }
});

test('a hub with a plan of its own keeps it, and gets no demo', async () => {
  const world = await MetricWorld.open();
  try {
    const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: '2026-11-23', metrics: METRICS });
    await world.session((session) => importPlan(session, plan, { now: new Date() }));
    expect(await start(world)).toEqual({ isNew: null, plans: 1, sources: [] });
  } finally {
    await world.close();
  }
});

test('a hub with a file of its own gets no demo', async () => {
  const world = await MetricWorld.open();
  try {
    await world.source('my-file');
    expect(await start(world)).toEqual({ isNew: null, plans: 0, sources: ['my-file'] });
  } finally {
    await world.close();
  }
});
