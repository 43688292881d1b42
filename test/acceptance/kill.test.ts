import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { inWorkspace } from '../../src/database/session';
import { addDays } from '../../src/lib/day';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type Build, buildProgram } from '../support/acceptance-build';
import { contentOf } from '../support/acceptance-facts';
import { AcceptanceHub } from '../support/acceptance-hub';
import { ChildProcesses } from '../support/child-processes';
import { until } from '../support/until';

/** The long run: `BRANDHUB_KILLS=50 npx jest test/acceptance/kill`. */
const KILLS = Number(process.env.BRANDHUB_KILLS ?? 8);
const TODAY = '2026-09-18';
/** After so many pages a worker stands still, so that the load outlasts the kills however late they come. */
const MOST_PAGES = 12;
/** Days enough for as many pages; the sandbox knows two years. */
const DAYS = { from: addDays(TODAY, -Math.min(700, 14 * KILLS)), to: addDays(TODAY, -1) };
const CHOSEN = [
  'google-ads-lumina',
  'google-ads-kumo',
  'meta-ads-verdane',
  'meta-ads-lumina',
  'search-console-lumina',
  'shopify-kumo',
  'ecb',
];

describe('a worker that is killed', () => {
  let hub: AcceptanceHub;
  let build: Build;
  const children = new ChildProcesses();
  const [CALM, KILLED] = [1, 2];
  beforeAll(async () => {
    const isChosen = ({ key }: { key: string }) => CHOSEN.includes(key);
    build = await buildProgram();
    hub = await AcceptanceHub.open({ today: TODAY, sources: isChosen });
    await hub.sql(`INSERT INTO hub.workspace (id, key, name) VALUES ($1, 'killed', '')`, [KILLED]);
    await hub.connect(KILLED, isChosen);
    // Small pages make many moments to be killed at; nothing is due but what is queued below.
    await hub.sql(`UPDATE hub.source SET schedule = '', config = config || CASE connector
      WHEN 'meta-ads' THEN '{"pageSize": 25}' WHEN 'shopify' THEN '{"ordersPerPage": 25}' ELSE '{}' END::jsonb`);
    await hub.pullAll(DAYS, CALM);
  });
  afterAll(async () => {
    await children.clear();
    await hub?.close();
    await build?.remove();
  });

  const progress = async () => {
    const [row] = await hub.sql(
      `SELECT sum(pages)::int AS pages, count(*) FILTER (WHERE status IN ('QUEUED', 'RUNNING'))::int AS open FROM hub.ingest_run WHERE workspace_id = $1`,
      [KILLED],
    );
    return row as { pages: number; open: number };
  };

  function startProcess(mostPages = 0) {
    const args = [hub.test.appUrl, hub.key.toString('hex'), `${TODAY}T12:00:00Z`, String(mostPages)];
    const env = { ...process.env, NODE_COMPILE_CACHE: build.cache };
    const child = children.fork(build.file('test/support/acceptance-worker.ts'), args, { execArgv: [], env });
    return { child, ready: once(child, 'message'), gone: once(child, 'exit') };
  }

  it(`${KILLS} times with kill -9, at random moments of several pulls at once, has lost nothing and doubled nothing in the end`, async () => {
    await hub.sql(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, window_from, window_to) SELECT workspace_id, id, $2, $3 FROM hub.source WHERE workspace_id = $1`,
      [KILLED, DAYS.from, DAYS.to],
    );
    for (const platform of ['google-ads', 'meta-ads', 'search-console', 'shopify', 'ecb']) {
      hub.sandbox.fault(platform, { kind: 'slow', delayMs: 40 }, 100_000);
    }
    let interrupted = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await progress();
      const { child, ready, gone } = startProcess(MOST_PAGES);
      await ready;
      // Under way first, so that the kill falls into the work on pages.
      const enough = before.pages + 1 + Math.floor(Math.random() * 8);
      await until(async () => (await progress()).pages >= enough, 5);
      await pause(Math.random() * 120);
      child.kill('SIGKILL');
      await gone;
      if ((await progress()).open > 0) interrupted++;
      // Plays the minute that a dead worker's hold on its runs, and on jobs that it had taken and not begun, would last.
      await hub.sql(`UPDATE pgboss.job SET state = 'failed', completed_on = now() WHERE state = 'active'`);
      await hub.sql(`UPDATE hub.ingest_run SET lease_until = now() - interval '1 second' WHERE status = 'RUNNING'`);
    }
    // Fewer would mean that the load was too small to say anything.
    expect(interrupted).toBe(KILLS);
    hub.sandbox.clearFaults();
    expect(await startProcess().gone).toEqual([0, null]);
    // A run whose worker ended five times before its first page is given up, and says so; the source's next run brings what it would have.
    const givenUp = await hub.sql(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, window_from, window_to)
       SELECT workspace_id, source_id, window_from, window_to FROM hub.ingest_run
       WHERE workspace_id = $1 AND error LIKE 'its worker ended 5 times in a row%' RETURNING source_id`,
      [KILLED],
    );
    if (givenUp.length > 0) expect(await startProcess().gone).toEqual([0, null]);

    const runs = await hub.sql('SELECT * FROM hub.ingest_run WHERE workspace_id = $1 ORDER BY id', [KILLED]);
    const succeeded = runs.filter(({ status }) => status === 'SUCCEEDED');
    expect([succeeded.length, runs.length]).toEqual([CHOSEN.length, CHOSEN.length + givenUp.length]);
    const truth = await contentOf(hub, CALM);
    expect(truth.map(({ fact }) => fact)).toEqual(expect.arrayContaining(['ad_day', 'fx_day', 'order_line', 'search_day']));
    expect(await contentOf(hub, KILLED)).toEqual(truth);
    const rows = truth.reduce((sum, each) => sum + each.rows, 0);
    const inserted = runs.reduce((sum, run) => sum + Number(run.inserted), 0);
    expect([inserted, runs.reduce((sum, run) => sum + Number(run.revised + run.quarantined), 0)]).toEqual([rows, 0]);
    expect(await hub.sql('SELECT * FROM hub.revision WHERE workspace_id = $1 LIMIT 1', [KILLED])).toEqual([]);
    const waiting = await hub.sql(
      `SELECT p.id FROM hub.raw_page p JOIN hub.ingest_run r ON r.id = p.run_id
       WHERE p.workspace_id = $1 AND p.promoted_at IS NULL AND r.status = 'SUCCEEDED'`,
      [KILLED],
    );
    expect(waiting).toEqual([]);
    expect(await inWorkspace(hub.database, KILLED, checkRollups)).toEqual([]);
    // No committed page was asked for again: both workspaces have the same pages, but for those of runs that were given up.
    const [pages] = await hub.sql(
      `SELECT (SELECT sum(pages)::int FROM hub.ingest_run WHERE workspace_id = $1) AS calm,
         (SELECT sum(pages)::int FROM hub.ingest_run WHERE workspace_id = $2 AND status = 'SUCCEEDED') AS killed`,
      [CALM, KILLED],
    );
    expect(pages.killed).toBe(pages.calm);
  }, 900_000);
});
