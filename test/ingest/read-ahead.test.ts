import { setTimeout as sleep } from 'node:timers/promises';
import { ReadAhead } from '../../ingest/read-ahead';
import { runPull } from '../../ingest/run-pull';
import { type ClaimedRun, claimRun, createRun } from '../../ingest/runs';
import { inWorkspace } from '../../src/database/session';
import { reportOf } from '../support/ingest-ads';
import type { StubRequest } from '../support/ingest-platform';
import { stubPulls } from '../support/stub-pulls';

const pulls = stubPulls();

/** A run of a new source in hand: four pages, three of them in its first window. */
async function run(): Promise<ClaimedRun> {
  const key = await pulls.source();
  const [{ id }] = (await pulls.hub.rows<{ id: number }>('SELECT id FROM hub.source WHERE key = $1', [key])) as [{ id: number }];
  const runId = await inWorkspace(pulls.hub.database, 1, (session) => createRun(session, { sourceId: id }));
  return (await claimRun(pulls.hub.database, 1, runId!, 'one'))!;
}

const told = async ({ runId }: ClaimedRun) =>
  (await pulls.hub.rows('SELECT status, error, pages, records::int FROM hub.ingest_run WHERE id = $1', [runId]))[0]!;
const landed = async ({ runId }: ClaimedRun) =>
  (await pulls.hub.rows<{ seq: number }>('SELECT seq FROM hub.raw_page WHERE run_id = $1 ORDER BY seq', [runId])).map(({ seq }) => seq);
const pageOf = ({ query }: StubRequest) => Number(query.get('page') ?? 0);
const asked = () => pulls.stub.requests.map(pageOf);

/** Lets no page of the workspace be promoted while `work` runs. */
async function whileNothingIsPromoted(work: () => Promise<void>): Promise<void> {
  await inWorkspace(pulls.hub.database, 1, async (session) => {
    await session.query('SELECT 1 FROM hub.workspace WHERE id = 1 FOR UPDATE');
    await work();
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds() && tries < 500; tries++) await sleep(10);
  expect(holds()).toBe(true);
}

test('one page is fetched while the one before it is promoted, and no more than one', async () => {
  const pulled = await run();
  let working: Promise<unknown> = Promise.resolve();
  await whileNothingIsPromoted(async () => {
    working = runPull(pulls.deps, pulled);
    await until(() => pulls.stub.requests.length === 2);
    await sleep(200);
    expect(asked()).toEqual([0, 1]);
    // What was fetched ahead lands in its turn.
    expect(await landed(pulled)).toEqual([0]);
    expect(await told(pulled)).toMatchObject({ pages: 0 });
  });
  expect(await working).toEqual({ status: 'SUCCEEDED', error: null });
  expect(asked()).toEqual([0, 1, 2, 0]);
  expect(await landed(pulled)).toEqual([0, 1, 2, 3]);
  expect(await told(pulled)).toMatchObject({ pages: 4, records: 30 });
});

test('what goes wrong with the page ahead is told in its turn: the page before it is committed', async () => {
  pulls.answer = (request) => (pageOf(request) === 1 ? { status: 410 } : reportOf(request));
  const pulled = await run();
  expect(await runPull(pulls.deps, pulled)).toEqual({ status: 'FAILED', error: 'this version is gone' });
  expect(await told(pulled)).toMatchObject({ pages: 1, records: 10 });
});

test('a window whose later page is too large is halved after the pages before it were committed', async () => {
  const whole = (request: StubRequest) => request.query.get('to') === '2026-06-11' && request.query.get('from') === '2026-06-05';
  pulls.answer = (request) => (pageOf(request) === 1 && whole(request) ? { status: 413 } : reportOf(request));
  const pulled = await run();
  expect(await runPull(pulls.deps, pulled)).toEqual({ status: 'SUCCEEDED', error: null });
  expect(asked().slice(0, 2)).toEqual([0, 1]);
  const [{ rows }] = (await pulls.hub.rows<{ rows: number }>('SELECT count(*)::int AS rows FROM fact.ad_day WHERE source_id = $1', [
    await sourceOf(pulled),
  ])) as [{ rows: number }];
  expect(rows).toBe(30);
});

const sourceOf = async ({ runId }: ClaimedRun) =>
  (await pulls.hub.rows<{ id: number }>('SELECT source_id AS id FROM hub.ingest_run WHERE id = $1', [runId]))[0]!.id;

test('an abort reaches the page ahead, and whoever takes the run over asks for it again', async () => {
  pulls.answer = (request) => (pageOf(request) === 1 ? { hang: true } : reportOf(request));
  const pulled = await run();
  const stop = new AbortController();
  const working = runPull(pulls.deps, pulled, { signal: stop.signal, onProgress: () => stop.abort(new Error('stop')) });
  expect(await working).toBeNull();
  expect(await told(pulled)).toMatchObject({ status: 'QUEUED', pages: 1 });
  pulls.answer = reportOf;
  expect((await runPull(pulls.deps, (await claimRun(pulls.hub.database, 1, pulled.runId, 'two'))!))?.status).toBe('SUCCEEDED');
  expect(await told(pulled)).toMatchObject({ pages: 4, records: 30 });
});

test('a worker that loses its run keeps nothing of the page ahead', async () => {
  const pulled = await run();
  const { promise: taken, resolve: goOn } = Promise.withResolvers<void>();
  pulls.answer = (request) => (pageOf(request) === 1 ? { ...reportOf(request), after: taken } : reportOf(request));
  const takeOver = async () => {
    await pulls.hub.rows('UPDATE hub.ingest_run SET epoch = epoch + 1 WHERE id = $1 RETURNING id', [pulled.runId]);
    goOn();
  };
  expect(await runPull(pulls.deps, pulled, { onProgress: () => void takeOver() })).toBeNull();
  expect(await told(pulled)).toMatchObject({ status: 'RUNNING', pages: 1, records: 10 });
  expect(await landed(pulled)).toEqual([0]);
});

test('a pull that is to stop asks for nothing ahead', async () => {
  const pulled = await run();
  expect(await runPull(pulls.deps, pulled, { stopping: () => true })).toBeNull();
  expect(asked()).toEqual([0]);
});

test('what was read ahead is given up when it is not wanted any more', async () => {
  const ahead = new ReadAhead<string>();
  const ended: string[] = [];
  ahead.begin(
    (dropped) =>
      new Promise((_, reject) => {
        dropped.addEventListener('abort', () => {
          ended.push('aborted');
          reject(dropped.reason);
        });
      }),
  );
  expect(() => ahead.begin(async () => 'two')).toThrow(/has not been taken/);
  await ahead.drop();
  expect(ended).toEqual(['aborted']);
  expect(ahead.take()).toBeNull();
});
