import { setTimeout as pause } from 'node:timers/promises';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { addDays, type Day, daysOf } from '../../src/lib/day';
import { newKey } from '../../src/lib/seal';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type ForkedWorker, forkWorker } from '../support/fork-worker';
import { adsConnector, adsOf, reportOf } from '../support/ingest-ads';
import { type StubPlatform, type StubRequest, stubPlatform } from '../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
let stub: StubPlatform;
let hold: ((request: StubRequest) => Promise<void> | undefined) | undefined;
const key = newKey();
const workers: ForkedWorker[] = [];

beforeAll(async () => {
  hub = await ingestWorkspace();
  stub = await stubPlatform((request) => ({ ...reportOf(request), after: hold?.(request) }));
});
afterAll(async () => {
  for (const { child } of workers) child.kill('SIGKILL');
  await stub?.close();
  await hub?.close();
});

function workerWhoseClockIsOff(hours: number): ForkedWorker {
  const worker = forkWorker({ appUrl: hub.test.appUrl, key: key.toString('hex'), leaseSeconds: 1, clockOffHours: hours });
  workers.push(worker);
  return worker;
}

async function addSource(name: string, account: string): Promise<void> {
  const connector = adsConnector();
  const deps = { connectors: new Map([[connector.name, connector]]), key };
  const config = { baseUrl: stub.url, accounts: [account] };
  await inWorkspace(hub.database, 1, (session) => createSource(session, deps, { key: name, connector: 'stub-ads', config }));
}

const runOf = async (source: string) =>
  (
    await hub.rows<{ status: string; epoch: number; pages: number; today: Day; slot: Date }>(
      `SELECT r.status, r.epoch, r.pages, r.position->>'today' AS today, r.slot FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1`,
      [source],
    )
  )[0];

/** Everything that a worker writes, so that one row more or one value else would show. */
async function everything(): Promise<object[]> {
  const tables = ['hub.ingest_run', 'hub.raw_page', 'hub.source_cursor', 'hub.revision', 'hub.quarantine', 'hub.workspace', 'fact.ad_day'];
  const sums = tables.map(
    (table) => `SELECT '${table}' AS of, count(*)::int AS rows, md5(string_agg(t::text, '' ORDER BY t::text)) AS sum FROM ${table} t`,
  );
  return hub.rows(sums.join(' UNION ALL '));
}

/** The facts are what the platform says of the forty days before today. */
async function expectTruth(account: string, today: Day): Promise<void> {
  const days = [...daysOf({ from: addDays(today, -40), to: addDays(today, -1) })];
  const truth = days
    .flatMap((day) => adsOf(account, day))
    .map(({ day, ad, spend, clicks }) => `${day} ${ad} ${spend * 1_000_000} ${clicks}`);
  const facts = await hub.rows<{ row: string }>(
    `SELECT concat_ws(' ', day, ad, spend_micros, clicks) AS row FROM fact.ad_day WHERE ad LIKE $1`,
    [`${account}-%`],
  );
  expect(facts.map(({ row }) => row).sort()).toEqual(truth.sort());
}

test('a worker that stood still beyond its lease writes nothing once another has its run, whatever their clocks say', async () => {
  await addSource('frozen', 'z');
  let release: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    let requests = 0;
    hold = () => {
      if (++requests !== 5) return undefined;
      resolve();
      return answered;
    };
  });
  const databaseDay = async () => (await hub.rows<{ day: Day }>(`SELECT (now() AT TIME ZONE 'UTC')::date AS day`))[0]!.day;
  const firstDay = await databaseDay();
  const zombie = workerWhoseClockIsOff(26);
  await reached;
  // It waits for the fifth answer and does nothing else: the page before it, which is promoted meanwhile, has been committed.
  while ((await runOf('frozen'))!.pages < 4) await pause(10);
  zombie.child.kill('SIGSTOP');
  expect(await runOf('frozen')).toMatchObject({ status: 'RUNNING', epoch: 1 });
  await addSource('later', 'y');
  const heir = workerWhoseClockIsOff(-26);
  await heir.ready;
  while ((await runOf('frozen'))!.status !== 'SUCCEEDED' || (await runOf('later'))?.status !== 'SUCCEEDED') await pause(50);
  const before = await everything();
  release();
  zombie.child.kill('SIGCONT');
  await zombie.says('another worker has taken it since epoch 1');
  expect(await everything()).toEqual(before);

  const days = [firstDay, await databaseDay()];
  for (const [source, account, epoch] of [
    ['frozen', 'z', 2],
    ['later', 'y', 1],
  ] as const) {
    const run = (await runOf(source))!;
    expect(run.epoch).toBe(epoch);
    expect(days).toContain(run.today);
    await expectTruth(account, run.today);
  }
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
  for (const { child, gone } of [zombie, heir]) {
    child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  }
}, 120_000);
