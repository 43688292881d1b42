import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { addDays, daysOf } from '../../src/lib/day';
import { newKey } from '../../src/lib/seal';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { adsConnector, adsOf, reportOf } from '../support/ingest-ads';
import { type StubPlatform, stubPlatform } from '../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

/** More kills: `BRANDHUB_TEST_KILLS=50 npx jest test/ingest/worker-kill`. */
const KILLS = Number(process.env.BRANDHUB_TEST_KILLS ?? 10);
const HISTORY_DAYS = 40 * KILLS;

let hub: IngestWorkspace;
let stub: StubPlatform;
beforeAll(async () => {
  hub = await ingestWorkspace();
  stub = await stubPlatform((request) => reportOf(request));
});
afterAll(async () => {
  await stub?.close();
  await hub?.close();
});

function startProcess(): ChildProcess {
  const file = path.join(__dirname, '../support/worker-process.ts');
  const execArgv = ['--require', path.join(__dirname, '../support/run-typescript.ts')];
  return fork(file, [hub.test.appUrl, String(HISTORY_DAYS)], { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

const status = async () => (await hub.rows<{ status: string; pages: number }>('SELECT status, pages FROM hub.ingest_run'))[0];

/** Plays the minute that a dead worker's lease would last. */
const endLease = () =>
  hub.rows(`UPDATE hub.ingest_run SET lease_until = now() - interval '1 second' WHERE status = 'RUNNING' RETURNING id`);

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
  let kills = 0;
  while (kills < KILLS) {
    const worker = startProcess();
    await once(worker, 'message');
    const before = (await status())?.pages ?? 0;
    // Under way first, so that the kill falls into a page's work.
    for (let wait = 0; wait < 200 && ((await status())?.pages ?? 0) === before; wait++) await pause(10);
    await pause(Math.random() * 150);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    kills += 1;
    await endLease();
    if ((await status())?.status === 'SUCCEEDED') break;
  }
  // Fewer kills would mean that the load was over too soon to say anything.
  expect(kills).toBe(KILLS);
  const last = startProcess();
  await once(last, 'message');
  while (['QUEUED', 'RUNNING'].includes((await status())!.status)) await pause(50);
  expect((await status())!.status).toBe('SUCCEEDED');
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
  const frozen = async () =>
    (
      await hub.rows<{ status: string; pages: number; epoch: number }>(
        `SELECT r.status, r.pages, r.epoch FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = 'frozen'`,
      )
    )[0];
  const zombie = startProcess();
  await once(zombie, 'message');
  while (((await frozen())?.pages ?? 0) < 3) await pause(5);
  zombie.kill('SIGSTOP');
  await pause(50);
  const before = (await frozen())!;
  expect(before.status).toBe('RUNNING');
  // Should it have been stopped in the middle of a commit, the run stays locked until the server cuts it off.
  await endLease();
  const heir = startProcess();
  await once(heir, 'message');
  while ((await frozen())!.status === 'RUNNING') await pause(20);
  zombie.kill('SIGCONT');
  await pause(2_000);
  const after = (await frozen())!;
  expect(after).toMatchObject({ status: 'SUCCEEDED', epoch: before.epoch + 1 });
  await expectTruth('z');
  const doubled = await hub.rows('SELECT run_id, seq FROM hub.raw_page GROUP BY run_id, seq HAVING count(*) > 1');
  expect(doubled).toEqual([]);
  for (const worker of [zombie, heir]) {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
}, 300_000);
