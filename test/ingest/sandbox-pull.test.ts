import { factOf } from '../../entities/facts/fact';
import { loadConnectors } from '../../ingest/load-connectors';
import { pullNow } from '../../ingest/pull-now';
import type { IngestDeps } from '../../ingest/run-pull';
import { type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../ingest/sandbox/sandbox';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { fakeClock } from '../support/ingest-clock';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

const TODAY = '2026-06-15';
const clock = fakeClock(`${TODAY}T20:00:00Z`);
let hub: IngestWorkspace;
let sandbox: Sandbox;
let deps: IngestDeps;

beforeAll(async () => {
  hub = await ingestWorkspace();
  sandbox = await startSandbox({ today: TODAY });
  deps = { database: hub.database, connectors: loadConnectors(), key: newKey(), log: createLog('silent'), clock, random: () => 0 };
  await hub.rows('DELETE FROM hub.brand RETURNING id');
  for (const brand of WORLD_BRANDS)
    await hub.rows(`INSERT INTO hub.brand (workspace_id, key, name, names) VALUES (1, $1, $2, $3) RETURNING id`, [
      brand.key,
      brand.names.en,
      JSON.stringify(brand.names),
    ]);
  await inWorkspace(hub.database, 1, async (session) => {
    for (const { mount: _mount, ...source } of sandboxSources(sandbox.url)) await createSource(session, deps, source);
  });
});
afterAll(async () => {
  await sandbox?.close();
  await hub?.close();
});

const keys = () => sandboxSources(sandbox.url).map(({ key }) => key);
const pull = (sourceKey: string) => pullNow(deps, { workspaceId: 1, sourceKey, from: '2026-06-08', to: '2026-06-14' });

test('every source of the sandbox is pulled in full', async () => {
  for (const key of keys()) expect([key, (await pull(key)).end]).toEqual([key, { status: 'SUCCEEDED', error: null }]);
  const filled = await hub.rows<{ fact: string }>('SELECT DISTINCT fact FROM rollup.source_day ORDER BY 1');
  const brought = [...deps.connectors.values()].flatMap(({ streams }) => streams.map(({ into }) => factOf(into).table));
  expect(filled.map(({ fact }) => fact)).toEqual([...new Set(brought)].sort());
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
});
