import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { SANDBOX_SOURCES } from '../../ingest/sandbox/sandbox';
import { inWorkspace } from '../../src/database/session';
import { addDays } from '../../src/lib/day';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type Build, buildProgram } from '../support/acceptance-build';
import { contentOf } from '../support/acceptance-facts';
import { AcceptanceHub } from '../support/acceptance-hub';
import type { AcceptanceWorker } from '../support/acceptance-worker';

/** The long run: `BRANDHUB_KILLS=200 npx jest test/acceptance/kill`. */
const KILLS = Number(process.env.BRANDHUB_KILLS ?? 2);
const TODAY = '2026-09-18';
/** As far back as every platform tells of. */
const DAYS = { from: addDays(TODAY, -Math.min(85, 4 + 2 * KILLS)), to: addDays(TODAY, -1) };
/** Every kind of source that the sandbox has, one account of each. */
const CHOSEN = [...new Map(SANDBOX_SOURCES.map((source) => [source.connector, source])).values()];
const isChosen = ({ key }: { key: string }) => CHOSEN.some((source) => source.key === key);
const PLATFORMS = [...new Set(CHOSEN.map(({ mount }) => mount.split('/')[1] as string))];
/** Kinds whose number of pages follows from when they are asked: an export that is asked after until it is ready, a stream that follows the clock. */
const PACED = ['qualtrics', 'bluesky-jetstream'];
/** What every platform takes for the size of a page. */
const SMALL_PAGE = 20;
/** Settings that make an answer hold fewer records, where a connector has one. */
const PAGE_SIZES = ['pageSize', 'ordersPerPage'];

describe('a worker that is killed', () => {
  let hub: AcceptanceHub;
  let build: Build;
  const [CALM, KILLED] = [1, 2];
  beforeAll(async () => {
    build = await buildProgram();
    hub = await AcceptanceHub.open({ today: TODAY, sources: isChosen });
    await hub.sql(`INSERT INTO hub.workspace (id, key, name) VALUES ($1, 'killed', '')`, [KILLED]);
    await hub.connect(KILLED, isChosen);
    // Nothing is due but what is queued below; small pages make many moments to be killed at.
    await hub.sql(`UPDATE hub.source SET schedule = ''`);
    for (const { key, connector } of CHOSEN) {
      const { config } = hub.connectors.get(connector)!;
      const sizes = PAGE_SIZES.filter((name) => 'shape' in config && name in (config.shape as object));
      for (const size of sizes)
        await hub.sql(`UPDATE hub.source SET config = config || jsonb_build_object($2::text, $3::integer) WHERE key = $1`, [
          key,
          size,
          SMALL_PAGE,
        ]);
    }
    await hub.pullAll(DAYS, CALM);
  }, 900_000);
  afterAll(async () => {
    await hub?.close();
    await build?.remove();
  });

  const progress = async () => {
    const [row] = await hub.sql(
      `SELECT coalesce(sum(pages), 0)::int AS pages, count(*) FILTER (WHERE status IN ('QUEUED', 'RUNNING'))::int AS open FROM hub.ingest_run
       WHERE workspace_id = $1`,
      [KILLED],
    );
    return row as { pages: number; open: number };
  };
  const queueAll = () =>
    hub.sql(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, window_from, window_to) SELECT workspace_id, id, $2, $3 FROM hub.source WHERE workspace_id = $1`,
      [KILLED, DAYS.from, DAYS.to],
    );

  function startProcess(more: Partial<AcceptanceWorker> = {}) {
    const options: AcceptanceWorker = {
      appUrl: hub.test.appUrl,
      key: hub.key.toString('hex'),
      now: `${TODAY}T12:00:00Z`,
      leaseSeconds: 1,
      ...more,
    };
    const child = fork(build.file('test/support/acceptance-worker.ts'), [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
      env: { ...process.env, NODE_COMPILE_CACHE: build.cache },
    });
    return { child, ready: once(child, 'message'), gone: once(child, 'exit') };
  }

  /** Starts a worker and kills it a few pages later, at a random moment; false when all was done before. */
  async function kill(): Promise<boolean> {
    const before = await progress();
    const { child, ready, gone } = startProcess();
    await ready;
    // Under way first, so that the kill falls into the work on pages.
    const enough = before.pages + 1 + Math.floor(Math.random() * 8);
    for (let now = await progress(); now.pages < enough && now.open > 0; now = await progress()) await pause(5);
    await pause(Math.random() * 120);
    child.kill('SIGKILL');
    await gone;
    return (await progress()).open > 0;
  }

  it(`${KILLS} times with kill -9, at random moments of pulls of every kind at once, has lost nothing and doubled nothing in the end`, async () => {
    for (const platform of PLATFORMS) hub.sandbox.fault(platform, { kind: 'slow', delayMs: 40 }, 1_000_000);
    const start = performance.now();
    let rounds = 0;
    for (let kills = 0; kills < KILLS; ) {
      // When all has been pulled in spite of the kills, all of it is pulled once more: then nothing may change.
      if ((await progress()).open === 0) {
        await queueAll();
        rounds += 1;
      }
      if (await kill()) kills += 1;
    }
    if (process.env.BRANDHUB_KILLS)
      process.stderr.write(`${KILLS} kills in ${rounds} rounds and ${Math.round((performance.now() - start) / 1000)} s\n`);
    hub.sandbox.clearFaults();
    expect(await startProcess().gone).toEqual([0, null]);

    const runs = await hub.sql('SELECT * FROM hub.ingest_run WHERE workspace_id = $1 ORDER BY id', [KILLED]);
    const notSucceeded = runs.filter(({ status }) => status !== 'SUCCEEDED');
    expect(notSucceeded).toEqual([]);
    expect(runs).toHaveLength(rounds * CHOSEN.length);
    const truth = await contentOf(hub, CALM);
    // Some kinds have nothing to tell of these days; those that have are all there.
    const telling = await hub.sql<{ key: string }>(
      'SELECT DISTINCT s.key FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id WHERE r.workspace_id = $1 AND r.inserted > 0',
      [CALM],
    );
    expect(telling.length).toBeGreaterThan(CHOSEN.length / 2);
    expect(new Set(truth.map(({ source }) => source))).toEqual(new Set(telling.map(({ key }) => key)));
    expect(await contentOf(hub, KILLED)).toEqual(truth);
    const rows = truth.reduce((sum, each) => sum + each.rows, 0);
    const inserted = runs.reduce((sum, run) => sum + Number(run.inserted), 0);
    // A post that was deleted while it was read is revised once, however often that is told.
    const [calm] = await hub.sql('SELECT sum(revised)::int AS erased FROM hub.ingest_run WHERE workspace_id = $1', [CALM]);
    expect([inserted, runs.reduce((sum, run) => sum + Number(run.revised + run.quarantined), 0)]).toEqual([rows, calm!.erased]);
    expect(await hub.sql('SELECT * FROM hub.revision WHERE workspace_id = $1 LIMIT 1', [KILLED])).toEqual([]);
    expect(await hub.sql('SELECT id FROM hub.raw_page WHERE workspace_id = $1 AND promoted_at IS NULL', [KILLED])).toEqual([]);
    expect(await inWorkspace(hub.database, KILLED, checkRollups)).toEqual([]);
    // No committed page was asked for again: the first round has the pages of a calm pull.
    const pagesOf = (workspace: number) =>
      hub.sql(
        `SELECT DISTINCT ON (s.key) s.key, r.pages FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id
         WHERE r.workspace_id = $1 AND s.connector <> ALL ($2) ORDER BY s.key, r.id`,
        [workspace, PACED],
      );
    expect(await pagesOf(KILLED)).toEqual(await pagesOf(CALM));
  }, 7_200_000);

  it('by one of its runs, again and again, ends that run in the end, and charges no other with it', async () => {
    const [poison] = CHOSEN.filter(({ secrets }) => Object.keys(secrets).length === 0).map(({ connector }) => connector);
    await queueAll();
    const isPoison = `r.workspace_id = ${KILLED} AND r.status IN ('QUEUED', 'RUNNING') AND s.workspace_id = r.workspace_id AND s.id = r.source_id AND s.connector = '${poison}'`;
    // Its workers have ended three times already, the first two with all of these runs in hand.
    await hub.sql(`UPDATE hub.ingest_run r SET attempts = 3 FROM hub.source s WHERE ${isPoison}`);
    const deaths: unknown[] = [];
    // Long enough for a busy machine: a lease that runs out in the hands of the living changes hands, too.
    const work = () => startProcess({ poison, leaseSeconds: 3 }).gone;
    for (let gone = await work(); gone[1] === 'SIGKILL'; gone = await work()) deaths.push(gone);
    expect(deaths).toHaveLength(2);
    const ends = await hub.sql(
      `SELECT s.connector, r.status, r.error, r.attempts, r.epoch FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id
       WHERE r.workspace_id = $1 ORDER BY r.id DESC LIMIT $2`,
      [KILLED, CHOSEN.length],
    );
    for (const { connector, ...end } of ends) {
      const error = 'its worker ended 5 times in a row without committing a page';
      const expected =
        connector === poison
          ? { status: 'FAILED', error, attempts: 5, epoch: 2 }
          : { status: 'SUCCEEDED', error: null, attempts: 0, epoch: 1 };
      expect([connector, end]).toEqual([connector, expected]);
    }
  }, 300_000);

  /** `brandhub work` as people run it, on this database. */
  function startCommand() {
    const { ownerUrl, appUrl } = hub.test;
    const { PATH, TMPDIR } = process.env;
    const settings = { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl, BRANDHUB_SECRET_KEY: hub.key.toString('hex'), LOG_LEVEL: 'warn' };
    const env = { PATH, ...(TMPDIR && { TMPDIR }), ...settings, NODE_COMPILE_CACHE: build.cache };
    const child = spawn(process.execPath, [build.file('src/cli/main.ts'), 'work'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    return { child, gone: once(child, 'exit') };
  }

  it('by no more than a SIGTERM gives its runs back, without blame, and ends with 0 within fifteen seconds; a second one ends it at once', async () => {
    const slow = (delayMs: number) => {
      hub.sandbox.clearFaults();
      for (const platform of PLATFORMS) hub.sandbox.fault(platform, { kind: 'slow', delayMs }, 1_000_000);
    };
    slow(100);
    await hub.sql('DELETE FROM hub.host_rate');
    await queueAll();
    const { pages } = await progress();
    const asked = startCommand();
    while ((await progress()).pages < pages + 2) await pause(20);
    const start = performance.now();
    asked.child.kill('SIGTERM');
    expect(await asked.gone).toEqual([0, null]);
    expect(performance.now() - start).toBeLessThan(15_000);
    const open = await hub.sql(
      `SELECT DISTINCT status, attempts, lease_until FROM hub.ingest_run WHERE workspace_id = $1 AND status IN ('QUEUED', 'RUNNING')`,
      [KILLED],
    );
    expect(open).toEqual([{ status: 'QUEUED', attempts: 0, lease_until: null }]);

    // A platform that does not answer for a long time.
    slow(60_000);
    const forced = startCommand();
    // Every place that the worker has waits for an answer by then.
    const isBusy = async () => {
      const open = await hub.sql(`SELECT status FROM hub.ingest_run WHERE workspace_id = $1 AND status IN ('QUEUED', 'RUNNING')`, [KILLED]);
      return open.filter(({ status }) => status === 'RUNNING').length === Math.min(8, open.length);
    };
    while (!(await isBusy())) await pause(20);
    forced.child.kill('SIGTERM');
    await pause(100);
    forced.child.kill('SIGTERM');
    expect(await forced.gone).toEqual([130, null]);
  }, 120_000);
});
