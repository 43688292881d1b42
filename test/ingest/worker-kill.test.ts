import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { addDays, daysOf } from '../../src/lib/day';
import { newKey } from '../../src/lib/seal';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { ChildProcesses } from '../support/child-processes';
import { adsConnector, adsOf, reportOf } from '../support/ingest-ads';
import { type StubPlatform, stubPlatform } from '../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import { until } from '../support/until';

/** More kills: `BRANDHUB_TEST_KILLS=50 npx jest test/ingest/worker-kill`. */
const KILLS = Number(process.env.BRANDHUB_TEST_KILLS ?? 10);
const HISTORY_DAYS = 40 * KILLS;
/** After so many of the load's pages (17 for each kill) a worker stands still, so that the load outlasts the kills however late they come. */
const MOST_PAGES = 12;

let hub: IngestWorkspace;
let stub: StubPlatform;
const children = new ChildProcesses();
beforeAll(async () => {
  hub = await ingestWorkspace();
  stub = await stubPlatform((request) => reportOf(request));
});
afterAll(async () => {
  await children.clear();
  await stub?.close();
  await hub?.close();
});

function startProcess(mostPages = 0): ChildProcess {
  const file = path.join(__dirname, '../support/worker-process.ts');
  const execArgv = ['--require', path.join(__dirname, '../support/run-typescript.ts')];
  return children.fork(file, [hub.test.appUrl, String(HISTORY_DAYS), String(mostPages)], { execArgv });
}

interface RunState {
  status: string;
  pages: number;
  epoch: number;
}

async function stateOf(source: string): Promise<RunState | undefined> {
  const [run] = await hub.rows<RunState>(
    'SELECT r.status, r.pages, r.epoch FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1',
    [source],
  );
  return run;
}

/** Plays the minute that the lease of a dead worker would last; what the database has still to do for it may renew it once more. */
const endLease = (epoch: number) =>
  hub.rows(`UPDATE hub.ingest_run SET lease_until = now() - interval '1 second' WHERE status = 'RUNNING' AND epoch = $1 RETURNING id`, [
    epoch,
  ]);

/** The facts are what the platform says of its days, no more and no less; returns how many. */
async function expectTruth(account: string): Promise<number> {
  const days = daysOf({ from: addDays('2026-06-15', -HISTORY_DAYS), to: '2026-06-14' });
  const truth = [...days]
    .flatMap((day) => adsOf(account, day))
    .map(({ day, ad, spend, clicks }) => `${day} ${ad} ${spend * 1_000_000} ${clicks}`);
  const facts = await hub.rows<{ row: string }>(
    `SELECT concat_ws(' ', day, ad, spend_micros, clicks) AS row FROM fact.ad_day WHERE ad LIKE $1 ORDER BY 1`,
    [`${account}-%`],
  );
  expect(facts.map(({ row }) => row)).toEqual(truth.sort());
  return truth.length;
}

test(`${KILLS} kills of the worker at random moments lose nothing and double nothing`, async () => {
  const connector = adsConnector({ historyDays: HISTORY_DAYS });
  const deps = { connectors: new Map([[connector.name, connector]]), key: newKey() };
  await inWorkspace(hub.database, 1, (session) =>
    createSource(session, deps, { key: 'killed', connector: 'stub-ads', config: { baseUrl: stub.url } }),
  );
  for (let kill = 0; kill < KILLS; kill++) {
    const { pages, epoch } = (await stateOf('killed')) ?? { pages: 0, epoch: 0 };
    const worker = startProcess(MOST_PAGES);
    // Under way first, so that the kill falls into a page's work.
    await until(async () => {
      await endLease(epoch);
      return ((await stateOf('killed'))?.pages ?? 0) > pages;
    });
    await pause(Math.random() * 150);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    // Otherwise the load would be too small to say anything.
    expect((await stateOf('killed'))?.status).toBe('RUNNING');
  }
  const { epoch } = (await stateOf('killed'))!;
  const last = startProcess();
  await until(async () => {
    await endLease(epoch);
    return !['QUEUED', 'RUNNING'].includes((await stateOf('killed'))!.status);
  });
  expect((await stateOf('killed'))!.status).toBe('SUCCEEDED');
  last.kill('SIGTERM');
  await once(last, 'exit');
  const rows = await expectTruth('a');
  expect(await hub.rows('SELECT * FROM hub.revision')).toEqual([]);
  expect(await hub.rows('SELECT count(*)::int AS twice FROM hub.raw_page WHERE promoted_at IS NULL')).toEqual([{ twice: 0 }]);
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
  const [run] = await hub.rows(
    'SELECT pages, records::int, inserted::int, revised::int, unchanged::int, quarantined::int FROM hub.ingest_run',
  );
  expect(run).toMatchObject({ records: rows, inserted: rows, revised: 0, unchanged: 0, quarantined: 0 });
  // No page that was committed was asked for again: at most the one in flight at each kill.
  expect(stub.requests.length).toBeLessThanOrEqual((run as { pages: number }).pages + KILLS);
}, 600_000);

test('a worker that stood still beyond its lease writes nothing once another has taken its run', async () => {
  const connector = adsConnector({ historyDays: HISTORY_DAYS });
  const deps = { connectors: new Map([[connector.name, connector]]), key: newKey() };
  const config = { baseUrl: stub.url, accounts: ['z'] };
  await inWorkspace(hub.database, 1, (session) => createSource(session, deps, { key: 'frozen', connector: 'stub-ads', config }));
  const zombie = startProcess(3 + MOST_PAGES);
  await once(zombie, 'message');
  await until(async () => ((await stateOf('frozen'))?.pages ?? 0) >= 3, 5);
  zombie.kill('SIGSTOP');
  const before = (await stateOf('frozen'))!;
  expect(before.status).toBe('RUNNING');
  // Should it have been stopped in the middle of a commit, the run stays locked until the server cuts it off.
  const heir = startProcess();
  await until(async () => {
    await endLease(before.epoch);
    return (await stateOf('frozen'))!.epoch > before.epoch;
  });
  await until(async () => (await stateOf('frozen'))!.status !== 'RUNNING');
  zombie.kill('SIGCONT');
  // It finishes what it is at before it ends.
  for (const worker of [zombie, heir]) {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
  expect(await stateOf('frozen')).toMatchObject({ status: 'SUCCEEDED', epoch: before.epoch + 1 });
  await expectTruth('z');
  const doubled = await hub.rows('SELECT run_id, seq FROM hub.raw_page GROUP BY run_id, seq HAVING count(*) > 1');
  expect(doubled).toEqual([]);
});
