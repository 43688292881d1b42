import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createSource } from '../../ingest/sources';
import { applicationDataSource } from '../../ormconfig';
import { findPostmaster } from '../../src/database/embedded/postmaster';
import type { EmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { migrate } from '../../src/database/migrate';
import { inWorkspace } from '../../src/database/session';
import { addDays, type Day, daysOf } from '../../src/lib/day';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type RunningServer, startServer } from '../../src/server';
import { type ForkedWorker, forkWorker } from '../support/fork-worker';
import { adsConnector, adsOf, reportOf } from '../support/ingest-ads';
import { type StubPlatform, stubPlatform } from '../support/ingest-platform';
import { TemporaryHomes } from '../support/temporary-homes';

/** The long stop: `BRANDHUB_AWAY_SECONDS=60 npx jest test/acceptance/database-away`. */
const AWAY_MS = Number(process.env.BRANDHUB_AWAY_SECONDS ?? 3) * 1000;
/** A small disk: what a fresh hub takes, and some. */
const DISK = '300m';

const homes = new TemporaryHomes();
const key = newKey();
let home: string;
let disk: boolean;
let postgres: EmbeddedPostgres;
let database: DataSource;
let api: RunningServer;
let platform: StubPlatform;
let worker: ForkedWorker;
let exited = false;
/** What the worker has said that it has committed, by run. */
const told = new Map<number, number>();

const startPostgres = () => homes.start(home, { settings: { max_wal_size: '64MB', shared_buffers: '32MB', log_min_messages: 'fatal' } });

beforeAll(async () => {
  home = await homes.make();
  disk = mountSmallDisk(home);
  postgres = await startPostgres();
  await migrate(postgres.ownerUrl);
  database = await applicationDataSource(postgres.appUrl).initialize();
  api = await startServer({
    database,
    config: { host: '127.0.0.1', port: 0, oidc: null },
    log: createLog('silent'),
    listenUrl: postgres.appUrl,
  });
  platform = await stubPlatform((request) => ({ ...reportOf(request), after: pause(20) }));
  worker = forkWorker({ appUrl: postgres.appUrl, key: key.toString('hex'), leaseSeconds: 2 });
  worker.child.on('message', ({ runId, pages }: { runId?: number; pages: number }) => void (runId && told.set(runId, pages)));
  void worker.gone.then(() => {
    exited = true;
  });
  await worker.ready;
}, 120_000);

afterAll(async () => {
  worker?.child.kill('SIGKILL');
  await api?.close();
  await database?.destroy();
  await platform?.close();
  await postgres?.stop();
  if (disk) execFileSync('umount', [home]);
  await homes.clear();
}, 60_000);

function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const rows = <T extends object>(sql: string, parameters: unknown[] = []) =>
  inWorkspace(database, 1, (session) => session.query<T>(sql, parameters));

/** Connects a source, which the worker finds by itself; it reads forty days of each account. */
async function addSource(name: string, accounts: string[]): Promise<void> {
  const connector = adsConnector();
  const deps = { connectors: new Map([[connector.name, connector]]), key };
  await inWorkspace(database, 1, async (session) => {
    const id = await createSource(session, deps, {
      key: name,
      connector: 'stub-ads',
      config: { baseUrl: platform.url, accounts },
      schedule: '0 0 1 1 *',
      privateHosts: ['127.0.0.1'],
    });
    await session.execute('INSERT INTO hub.ingest_run (workspace_id, source_id) VALUES (1, $1)', [id]);
  });
}

interface RunRow {
  id: number;
  status: string;
  pages: number;
  error: string | null;
  attempts: number;
  today: Day;
}

const runOf = async (name: string) =>
  (
    await rows<RunRow>(
      `SELECT r.id, r.status, r.pages, r.error, r.attempts, r.position->>'today' AS today FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id
       WHERE s.key = $1`,
      [name],
    )
  )[0]!;

async function until<T>(ask: () => Promise<T>, isEnough: (answer: T) => boolean): Promise<T> {
  for (;;) {
    // A database that is away answers with an error.
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && isEnough(answer)) return answer;
    if (exited) throw new Error(`the worker has ended: ${worker.log()}`);
    await pause(25);
  }
}

/** The run ends well, and all that it was said to have committed is there, once. */
async function expectWhole(name: string, accounts: string[]): Promise<void> {
  const run = await until(
    () => runOf(name),
    ({ status }) => !['QUEUED', 'RUNNING'].includes(status),
  );
  expect(run).toMatchObject({ status: 'SUCCEEDED', error: null, attempts: 0 });
  const days = [...daysOf({ from: addDays(run.today, -40), to: addDays(run.today, -1) })];
  const truth = accounts.flatMap((account) =>
    days.flatMap((day) => adsOf(account, day).map((ad) => `${day} ${ad.ad} ${ad.spend * 1_000_000} ${ad.clicks}`)),
  );
  const facts = await rows<{ row: string }>(
    `SELECT concat_ws(' ', day, ad, spend_micros, clicks) AS row FROM fact.ad_day f JOIN hub.source s ON s.id = f.source_id WHERE s.key = $1`,
    [name],
  );
  expect(facts.map(({ row }) => row).sort()).toEqual(truth.sort());
  expect(await rows('SELECT id FROM hub.raw_page WHERE run_id = $1 AND promoted_at IS NULL', [run.id])).toEqual([]);
  expect(await rows('SELECT measure FROM hub.revision')).toEqual([]);
  expect(await inWorkspace(database, 1, checkRollups)).toEqual([]);
}

const ready = async () => (await fetch(`${api.url}/readyz`)).status;
const asked = async () => {
  const body = JSON.stringify({ query: '{ sources { key lastRun { status } } }' });
  return (await fetch(`${api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
};

test('PostgreSQL killed in the middle of pulls has every page that was acknowledged; API and worker go on by themselves', async () => {
  const names = ['one', 'two', 'three'];
  for (const name of names) await addSource(name, [`${name}-a`, `${name}-b`]);
  await until(
    () => runOf('one'),
    ({ pages }) => pages >= 3,
  );
  const { process: postmaster } = (await findPostmaster(postgres.dataDir))!;
  const acknowledged = new Map(told);
  process.kill(postmaster.pid, 'SIGKILL');
  await until(pingOf(postgres.superuserUrl), () => true);
  const back = performance.now();
  expect(await until(ready, (status) => status === 200)).toBe(200);
  expect(performance.now() - back).toBeLessThan(10_000);
  for (const [run, pages] of acknowledged) {
    const [stored] = await rows<{ pages: number }>('SELECT pages FROM hub.ingest_run WHERE id = $1', [run]);
    expect(stored!.pages).toBeGreaterThanOrEqual(pages);
  }
  for (const name of names) await expectWhole(name, [`${name}-a`, `${name}-b`]);
  expect(exited).toBe(false);
}, 120_000);

/** A connection of its own, so that no pool's memory is asked. */
function pingOf(url: string): () => Promise<boolean> {
  return async () => {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
    return true;
  };
}

test(`PostgreSQL stopped for ${AWAY_MS / 1000} s ends no process, and what came due meanwhile runs on its return`, async () => {
  await addSource('stopped', ['s']);
  await until(
    () => runOf('stopped'),
    ({ pages }) => pages >= 1,
  );
  await rows(`UPDATE hub.source SET schedule = '* * * * *' WHERE key = 'stopped' RETURNING id`);
  await rows(
    `INSERT INTO hub.source_slot SELECT 1, s.id, s.schedule, w.time_zone, date_trunc('minute', now()) - interval '2 minutes', now() + interval '1 second'
     FROM hub.source s, hub.workspace w WHERE s.key = 'stopped' ON CONFLICT (workspace_id, source_id) DO UPDATE SET schedule = EXCLUDED.schedule,
       settled_to = EXCLUDED.settled_to, next_slot = EXCLUDED.next_slot RETURNING source_id`,
  );
  await postgres.stop();
  worker.child.send('look');
  expect(await ready()).toBe(503);
  await pause(AWAY_MS);
  postgres = await startPostgres();
  expect(await until(ready, (status) => status === 200)).toBe(200);
  await expectWhole('stopped', ['s']);
  const [slot] = await until(
    () =>
      rows<{ coalesced: number }>(
        `SELECT coalesced FROM hub.ingest_run WHERE slot > now() - interval '10 minutes' AND status = 'SUCCEEDED'`,
      ),
    ({ length }) => length > 0,
  );
  expect(slot!.coalesced).toBeGreaterThan(0);
  await rows(`UPDATE hub.source SET enabled = false WHERE key = 'stopped' RETURNING id`);
  expect(exited).toBe(false);
}, 600_000);

test('a full disk is told with its code, breaks nothing, leaves reads alone, and is over when there is space again', async () => {
  if (!disk) {
    process.stderr.write('NOT TESTED: a full disk, since this user may not mount one (mount -t tmpfs)\n');
    return;
  }
  const ballast = path.join(home, 'ballast');
  const { bavail, bsize } = statfsSync(home);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - 64 * 1024, 1));
  const names = ['full-a', 'full-b', 'full-c'];
  for (const name of names) await addSource(name, [`${name}-x`, `${name}-y`]).catch((error) => expect(error.code).toBe('53100'));
  await worker.says('53100');
  expect(await asked()).toBe(200);
  rmSync(ballast);
  const made = await rows<{ key: string }>(`SELECT key FROM hub.source WHERE key LIKE 'full-%'`);
  expect(made.length).toBeGreaterThan(0);
  for (const { key: name } of made) await expectWhole(name, [`${name}-x`, `${name}-y`]);
  expect(exited).toBe(false);
}, 180_000);

test('a worker that is asked to end does so with 0, with the database as it is', async () => {
  worker.child.kill('SIGTERM');
  expect(await worker.gone).toEqual([0, null]);
});
