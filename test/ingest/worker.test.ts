import type { DataSource } from 'typeorm';
import { runPull } from '../../ingest/run-pull';
import { claimRun, createRun, holdSource } from '../../ingest/runs';
import { scheduleDue } from '../../ingest/schedule';
import { createSource } from '../../ingest/sources';
import { sendTo, takeRun } from '../../ingest/take-run';
import { recoverRuns } from '../../ingest/waiting-runs';
import { applicationDataSource } from '../../ormconfig';
import { PullQueue } from '../../src/database/queue';
import { inTransaction, inWorkspace } from '../../src/database/session';
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

async function workerAt(now: string, changes: Partial<WorkerDeps> = {}): Promise<Worker> {
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
    ...changes,
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

/** Leaves nothing to do but what the test adds. */
async function onlySource(name: string, settings: { catchUp?: string } = {}): Promise<number> {
  await hub.rows('UPDATE hub.source SET enabled = false RETURNING id');
  await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' WHERE status <> 'SUCCEEDED' RETURNING id`);
  await hub.rows('DELETE FROM pgboss.job RETURNING id');
  answer = reportOf;
  const id = await addSource(name);
  await hub.rows(`UPDATE hub.source SET catch_up = $2, created_at = '2026-06-15T12:00Z' WHERE id = $1 RETURNING id`, [
    id,
    settings.catchUp ?? 'latest',
  ]);
  return id;
}
const runsOf = (source: number) =>
  hub.rows<{ id: number; slot: Date; status: string; error: string | null; epoch: number; attempts: number }>(
    'SELECT id, slot, status, error, epoch, attempts FROM hub.ingest_run WHERE source_id = $1 ORDER BY id',
    [source],
  );

test('the missed slots of a source are run one after the other, the newest first, without another look at the queue', async () => {
  const source = await onlySource('behind', { catchUp: 'all' });
  await hub.rows(`UPDATE hub.source SET schedule = '*/10 * * * *' WHERE id = $1 RETURNING id`, [source]);
  const worker = await workerAt('2026-06-15T12:45Z');
  try {
    await worker.idle();
    const runs = await hub.rows<{ slot: Date; status: string; started_at: Date; finished_at: Date }>(
      'SELECT slot, status, started_at, finished_at FROM hub.ingest_run WHERE source_id = $1 ORDER BY started_at',
      [source],
    );
    const minutes = runs.map(({ slot }) => slot.getUTCMinutes());
    expect(minutes).toEqual([40, 30, 20, 10, 0]);
    for (const [at, run] of runs.entries()) {
      expect(run.status).toBe('SUCCEEDED');
      if (at > 0) expect(run.started_at.getTime()).toBeGreaterThanOrEqual(runs[at - 1]!.finished_at.getTime());
    }
  } finally {
    await worker.stop();
  }
});

test('runs that wait for what never comes are cut off at their deadline: their place is free again, and later slots run', async () => {
  const sources = [await onlySource('stuck'), await addSource('stuck-too')];
  answer = () => ({ status: 429, headers: { 'retry-after': '1' } });
  const deaf: WorkerDeps['clock'] = { now: clock.now, sleep: () => new Promise(() => undefined) };
  const first = await workerAt('2026-06-15T12:00Z', { clock: deaf, deadlineMs: 300, concurrency: 1 });
  await first.idle();
  await first.stop();
  const cutOff = { status: 'FAILED', error: 'the run took longer than its deadline of 0.3 s' };
  for (const source of sources) expect(await runsOf(source)).toMatchObject([cutOff]);
  answer = reportOf;
  const second = await workerAt('2027-06-15T16:00Z');
  try {
    await second.idle();
    for (const source of sources) expect(await runsOf(source)).toMatchObject([cutOff, { status: 'SUCCEEDED' }]);
  } finally {
    await second.stop();
  }
});

test('a stop comes to its end although a run does not: the run is given back without blame', async () => {
  const source = await onlySource('deaf');
  answer = () => ({ status: 429, headers: { 'retry-after': '1' } });
  let asked: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const deaf: WorkerDeps['clock'] = {
    now: clock.now,
    sleep: () => {
      asked();
      return new Promise(() => undefined);
    },
  };
  const worker = await workerAt('2026-06-15T12:00Z', { clock: deaf, patienceMs: 100 });
  await waiting;
  await worker.stop();
  expect(await runsOf(source)).toMatchObject([{ status: 'QUEUED', attempts: 0 }]);
});

test('what a worker dies with in the act of taking it is still there: the ticket goes with the claim or not at all', async () => {
  const source = await onlySource('taken');
  const queue = await PullQueue.open(hub.database, createLog('silent'));
  const send = sendTo(queue);
  await scheduleDue({ database: hub.database, log: createLog('silent'), now: () => new Date('2026-06-15T12:00Z'), send });
  const dying = inTransaction(hub.database, async (client) => {
    expect(await queue.take(client, { urgentToo: true })).not.toBeNull();
    throw new Error('killed');
  });
  await expect(dying).rejects.toThrow('killed');
  const taker = { worker: 'next', leaseSeconds: 30, hasOthers: false };
  expect(await takeRun(hub.database, queue, taker)).toMatchObject({ sourceId: source, epoch: 1 });
  expect(await takeRun(hub.database, queue, taker)).toBe('none');
  await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' WHERE status = 'RUNNING' RETURNING id`);
  await queue.close();
});

test('a run whose workers keep ending is given to a worker that has no other in hand, before all others', async () => {
  const queue = await PullQueue.open(hub.database, createLog('silent'));
  const send = sendTo(queue);
  const innocent = await onlySource('innocent');
  const suspect = await addSource('suspect');
  await hub.rows(
    `INSERT INTO hub.ingest_run (workspace_id, source_id, status, attempts, lease_until, queued_at)
     VALUES (1, $1, 'QUEUED', 0, NULL, now() - interval '1 hour'), (1, $2, 'RUNNING', 2, now() - interval '1 s', now()) RETURNING id`,
    [innocent, suspect],
  );
  await recoverRuns(hub.database, send);
  const taker = { worker: 'w', leaseSeconds: 30 };
  expect(await takeRun(hub.database, queue, { ...taker, hasOthers: true })).toMatchObject({ sourceId: innocent });
  expect(await takeRun(hub.database, queue, { ...taker, hasOthers: true })).toBe('none');
  expect(await takeRun(hub.database, queue, { ...taker, hasOthers: false })).toMatchObject({ sourceId: suspect, attempts: 3 });
  await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' WHERE status = 'RUNNING' RETURNING id`);
  await queue.close();
});

test('a run that ends while another worker wants it waits for it instead of tying a knot of locks', async () => {
  const source = await onlySource('wanted');
  const runId = (await inWorkspace(hub.database, 1, (session) => createRun(session, { sourceId: source })))!;
  const run = (await claimRun(hub.database, 1, runId, 'first'))!;
  const connector = adsConnector();
  const deps = { database: hub.database, connectors: new Map([[connector.name, connector]]), key, log: createLog('silent'), clock };
  const isWaiting = () => hub.rows(`SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`);
  const ended = await inWorkspace(hub.database, 1, async (session) => {
    // As who takes a run does: the source first, then the run.
    await holdSource(session, source);
    const end = runPull(deps, run);
    while ((await isWaiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await session.execute('UPDATE hub.ingest_run SET sent_at = NULL WHERE workspace_id = 1 AND id = $1', [runId]);
    return { end };
  });
  expect(await ended.end).toEqual({ status: 'SUCCEEDED', error: null });
});

test('the application may not change the queue, only use it', async () => {
  await expect(hub.rows('CREATE TABLE pgboss.mine ()')).rejects.toThrow(/permission denied/);
  await expect(hub.rows('DROP TABLE pgboss.job')).rejects.toThrow(/must be owner/);
});
