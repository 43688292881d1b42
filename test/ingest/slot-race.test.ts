import type { DataSource } from 'typeorm';
import { takeRun } from '../../ingest/take-run';
import { applicationDataSource } from '../../ormconfig';
import { PullQueue } from '../../src/database/queue';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { startWorker } from '../../src/worker';
import { forkWorker } from '../support/fork-worker';
import { instantConnector } from '../support/ingest-instant';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

/** The whole race, of four processes: `BRANDHUB_SLOTS=10000 npx jest test/ingest/slot-race`. */
const SLOTS = Number(process.env.BRANDHUB_SLOTS ?? 200);
const EACH = 20;
const NOW = '2026-06-15T20:30:00Z';

let hub: IngestWorkspace;
const key = newKey();
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

/** Four workers that see at the same moment that everything is due; each ends when nothing is left. */
const race = () => Promise.all([1, 2, 3, 4].map(() => (SLOTS > 1_000 ? processWorks() : connectionWorks())));

async function processWorks(): Promise<void> {
  const { gone } = forkWorker({ appUrl: hub.test.appUrl, key: key.toString('hex'), now: NOW, once: true });
  expect(await gone).toEqual([0, null]);
}

async function connectionWorks(): Promise<void> {
  const database: DataSource = await applicationDataSource(hub.test.appUrl).initialize();
  const connector = instantConnector();
  const connectors = new Map([[connector.name, connector]]);
  const worker = await startWorker({ database, connectors, key, log: createLog('error'), now: () => new Date(NOW) });
  await worker.idle();
  await worker.stop();
  await database.destroy();
}

test(`four workers that race for ${SLOTS} slots make ${SLOTS} runs, and work each once`, async () => {
  await hub.rows(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone, created_at, catch_up, catch_up_limit)
     SELECT 1, 'raced-' || n, '', 'instant', '0 * * * *', 'UTC', '2026-06-15T00:30Z', 'all', $2 FROM generate_series(1, $1::int) n RETURNING id`,
    [SLOTS / EACH, EACH],
  );
  const start = performance.now();
  await race();
  if (process.env.BRANDHUB_SLOTS) process.stderr.write(`${SLOTS} slots in ${Math.round(performance.now() - start)} ms\n`);
  const [sum] = await hub.rows(
    `SELECT count(*)::int AS runs, count(DISTINCT (source_id, slot))::int AS slots, count(*) FILTER (WHERE status = 'SUCCEEDED')::int AS succeeded,
       max(epoch) AS epoch, count(DISTINCT worker)::int > 0 AS worked FROM hub.ingest_run`,
  );
  expect(sum).toEqual({ runs: SLOTS, slots: SLOTS, succeeded: SLOTS, epoch: 1, worked: true });
  // Twenty hours and the moment of its creation; the oldest exceeds the bound and is recorded, once a source.
  expect(await hub.rows('SELECT count(*)::int AS stretches, sum(slots)::int AS slots FROM hub.missed_slots')).toEqual([
    { stretches: SLOTS / EACH, slots: SLOTS / EACH },
  ]);
  // A ticket that was left over works nothing twice.
  const queue = await PullQueue.open(hub.database, createLog('error'));
  const taker = { worker: 'last', leaseSeconds: 30, hasOthers: false };
  for (let taken = await takeRun(hub.database, queue, taker); taken !== 'none'; taken = await takeRun(hub.database, queue, taker)) {
    expect(taken).toBe('torn');
  }
  await queue.close();
}, 1_800_000);
