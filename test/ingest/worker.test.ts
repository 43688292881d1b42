import type { DataSource } from 'typeorm';
import { createSource } from '../../ingest/sources';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { startWorker, type Worker, type WorkerDeps } from '../../src/worker';
import { adsConnector, reportOf } from '../support/ingest-ads';
import { fakeClock } from '../support/ingest-clock';
import { type StubAnswer, type StubPlatform, type StubRequest, stubPlatform } from '../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
let stub: StubPlatform;
let answer: (request: StubRequest) => StubAnswer = reportOf;
const key = newKey();
const databases: DataSource[] = [];
const clock = fakeClock('2026-06-15T12:00:00Z');

beforeAll(async () => {
  hub = await ingestWorkspace();
  stub = await stubPlatform((request) => answer(request));
});
afterAll(async () => {
  for (const database of databases) await database.destroy();
  await stub?.close();
  await hub?.close();
});

async function workerAt(now: string): Promise<Worker> {
  const connector = adsConnector();
  const database = await applicationDataSource(hub.test.appUrl, { poolSize: 6 }).initialize();
  databases.push(database);
  const connectors = new Map([[connector.name, connector]]);
  const deps: WorkerDeps = {
    database,
    connectors,
    key,
    log: createLog('silent'),
    clock,
    now: () => new Date(now),
  };
  return startWorker(deps);
}

const addSource = (name: string) =>
  inWorkspace(hub.database, 1, (session) =>
    createSource(
      session,
      { connectors: new Map([['stub-ads', adsConnector()]]), key },
      { key: name, connector: 'stub-ads', config: { baseUrl: stub.url } },
    ),
  );
const runs = () =>
  hub.rows('SELECT s.key, r.status, r.records::int FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id ORDER BY s.key, r.id');

test('two workers share the due sources, one run each', async () => {
  for (const name of ['one', 'two', 'three', 'four']) await addSource(name);
  const workers = await Promise.all([workerAt('2026-06-15T12:00Z'), workerAt('2026-06-15T12:00Z')]);
  try {
    await workers[0]!.idle();
    expect(await runs()).toEqual(['four', 'one', 'three', 'two'].map((each) => ({ key: each, status: 'SUCCEEDED', records: 30 })));
    expect(await hub.rows('SELECT max(epoch) AS epoch, max(attempts) AS attempts FROM hub.ingest_run')).toEqual([
      { epoch: 1, attempts: 0 },
    ]);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
});

test('a worker that is stopped finishes its page and gives the run back; the next goes on from there', async () => {
  await hub.rows('UPDATE hub.source SET enabled = false RETURNING id');
  await addSource('slow');
  stub.requests.length = 0;
  let reached: () => void = () => undefined;
  const second = new Promise<void>((resolve) => {
    reached = resolve;
  });
  answer = (request) => {
    if (request.query.get('page') === '1') reached();
    return reportOf(request);
  };
  const first = await workerAt('2026-06-15T12:00Z');
  await second;
  await first.stop();
  const [stopped] = await hub.rows<{ status: string; pages: number }>(
    `SELECT r.status, r.pages FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = 'slow'`,
  );
  expect(stopped).toEqual({ status: 'QUEUED', pages: 2 });
  const next = await workerAt('2026-06-15T12:00Z');
  try {
    await next.idle();
    expect(stub.requests).toHaveLength(4);
    expect((await runs()).filter((run) => run.key === 'slow')).toEqual([{ key: 'slow', status: 'SUCCEEDED', records: 30 }]);
  } finally {
    await next.stop();
  }
});

test('the application may not change the queue, only use it', async () => {
  await expect(hub.rows('CREATE TABLE pgboss.mine ()')).rejects.toThrow(/permission denied/);
  await expect(hub.rows('DROP TABLE pgboss.job')).rejects.toThrow(/must be owner/);
});
