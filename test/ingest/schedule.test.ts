import type { DataSource } from 'typeorm';
import { planSlots, type Timetable } from '../../ingest/catch-up';
import { slotsBetween } from '../../ingest/cron-slots';
import { type ScheduleDeps, scheduleDue } from '../../ingest/schedule';
import { recoverRuns, type Ticket } from '../../ingest/waiting-runs';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

let sent: Ticket[] = [];
const send: ScheduleDeps['send'] = async (_session, tickets) => void sent.push(...tickets);
const depsOf = (now: string | undefined, database = hub.database): ScheduleDeps => ({
  database,
  log: createLog('silent'),
  ...(now !== undefined && { now: () => new Date(now) }),
  send,
});

/** Leaves one source, with these settings, that nothing is known of yet. */
async function onlySource(settings: { schedule: string; catchUp?: string; limit?: number; createdAt?: string }): Promise<number> {
  const { schedule, catchUp = 'latest', limit = 24, createdAt = '2026-06-15T00:30Z' } = settings;
  sent = [];
  await hub.rows('UPDATE hub.source SET enabled = false RETURNING id');
  const [source] = await hub.rows<{ id: number }>(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone, created_at, catch_up, catch_up_limit)
     SELECT 1, 'source-' || count(*), '', 'x', $1, 'UTC', $2, $3, $4 FROM hub.source RETURNING id`,
    [schedule, createdAt, catchUp, limit],
  );
  return source!.id;
}

const runsOf = (source: number) =>
  hub.rows<{ id: number; slot: Date; coalesced: number }>(
    'SELECT id, slot, coalesced FROM hub.ingest_run WHERE source_id = $1 ORDER BY id',
    [source],
  );
const missedOf = (source: number) =>
  hub.rows<{ first_slot: Date; last_slot: Date; slots: number; run_id: number | null }>(
    'SELECT first_slot, last_slot, slots, run_id FROM hub.missed_slots WHERE source_id = $1 ORDER BY first_slot',
    [source],
  );
const at = (time: string) => new Date(`2026-06-15T${time}Z`);

test('a new source is pulled at once, then at its slots', async () => {
  const source = await onlySource({ schedule: '0 * * * *' });
  await scheduleDue(depsOf('2026-06-15T00:31Z'));
  await scheduleDue(depsOf('2026-06-15T00:59Z'));
  expect((await runsOf(source)).map(({ slot }) => slot)).toEqual([at('00:30')]);
  await scheduleDue(depsOf('2026-06-15T01:00Z'));
  expect((await runsOf(source)).map(({ slot }) => slot)).toEqual([at('00:30'), at('01:00')]);
  expect(await missedOf(source)).toEqual([]);
});

describe('after three hours in which no worker ran', () => {
  const SCHEDULE = '*/10 * * * *';
  /** Runs at 00:30 and 00:40, then nothing until 03:41. */
  async function stopAndStart(catchUp: string, limit?: number): Promise<number> {
    const source = await onlySource({ schedule: SCHEDULE, catchUp, ...(limit && { limit }) });
    await scheduleDue(depsOf('2026-06-15T00:31Z'));
    await scheduleDue(depsOf('2026-06-15T00:40Z'));
    await scheduleDue(depsOf('2026-06-15T03:47Z'));
    return source;
  }

  /** Every slot of the day so far has a run, or lies in exactly one recorded stretch. */
  async function expectNoneSilent(source: number, until: string): Promise<void> {
    const [runs, missed] = [await runsOf(source), await missedOf(source)];
    const ran = new Set(runs.map(({ slot }) => slot.getTime()));
    const recorded = (slot: number) => missed.filter(({ first_slot, last_slot }) => +first_slot <= slot && slot <= +last_slot).length;
    const slots = slotsBetween(SCHEDULE, 'Asia/Shanghai', at('00:30'), new Date(until));
    expect(slots.map((slot) => Number(ran.has(slot)) + recorded(slot))).toEqual(slots.map(() => 1));
    expect(missed.reduce((sum, { slots }) => sum + slots, 0)).toBe(slots.filter((slot) => !ran.has(slot)).length);
  }

  test('latest: the newest slot is run and covers the others, which are recorded', async () => {
    const source = await stopAndStart('latest');
    const runs = (await runsOf(source)).slice(2);
    expect(runs).toEqual([{ id: expect.any(Number), slot: at('03:40'), coalesced: 17 }]);
    expect(await missedOf(source)).toEqual([{ first_slot: at('00:50'), last_slot: at('03:30'), slots: 17, run_id: runs[0]!.id }]);
    await expectNoneSilent(source, '2026-06-15T03:47Z');
  });

  test('all: each slot is run, the newest first, and what exceeds the bound is recorded', async () => {
    const source = await stopAndStart('all', 4);
    const runs = (await runsOf(source)).slice(2);
    expect(runs.map(({ slot }) => slot)).toEqual([at('03:40'), at('03:30'), at('03:20'), at('03:10')]);
    expect(await missedOf(source)).toEqual([{ first_slot: at('00:50'), last_slot: at('03:00'), slots: 14, run_id: runs[0]!.id }]);
    await expectNoneSilent(source, '2026-06-15T03:47Z');
  });

  test('none: no slot is run, all are recorded as left out, and the next comes in its time', async () => {
    const source = await stopAndStart('none');
    expect((await runsOf(source)).slice(2)).toEqual([]);
    expect(await missedOf(source)).toEqual([{ first_slot: at('00:50'), last_slot: at('03:40'), slots: 18, run_id: null }]);
    await scheduleDue(depsOf('2026-06-15T03:52Z'));
    expect((await runsOf(source)).slice(2)).toMatchObject([{ slot: at('03:50'), coalesced: 0 }]);
    await expectNoneSilent(source, '2026-06-15T03:52Z');
  });
});

test('a stop that is too long to be counted is told from its first slot on', () => {
  const table: Timetable = {
    schedule: '* * * * *',
    timeZone: 'UTC',
    catchUp: 'latest',
    catchUpLimit: 24,
    settledTo: new Date('2025-06-15T00:00:30Z'),
    firstAt: null,
  };
  const plan = planSlots(table, new Date('2026-06-15T12:00:30Z'));
  expect(plan).toEqual({
    run: [at('12:00')],
    missed: { first: new Date('2025-06-15T00:01Z'), last: at('11:59'), slots: null, isCovered: true },
    settledTo: at('12:00'),
    nextSlot: at('12:01'),
  });
});

test('a changed schedule, and a changed time zone of the workspace, hold from the next look on', async () => {
  const source = await onlySource({ schedule: '0 6 * * *' });
  await scheduleDue(depsOf('2026-06-15T00:31Z'));
  const next = () => hub.rows('SELECT next_slot FROM hub.source_slot WHERE source_id = $1', [source]);
  expect(await next()).toEqual([{ next_slot: at('22:00') }]);
  await hub.rows(`UPDATE hub.source SET schedule = '0 15 * * *' WHERE id = $1 RETURNING id`, [source]);
  await scheduleDue(depsOf('2026-06-15T00:32Z'));
  expect(await next()).toEqual([{ next_slot: at('07:00') }]);
  await hub.rows(`UPDATE hub.workspace SET time_zone = 'America/New_York' WHERE id = 1 RETURNING id`);
  await scheduleDue(depsOf('2026-06-15T00:33Z'));
  expect(await next()).toEqual([{ next_slot: at('19:00') }]);
  await hub.rows(`UPDATE hub.workspace SET time_zone = 'Asia/Shanghai' WHERE id = 1 RETURNING id`);
  expect(await runsOf(source)).toHaveLength(1);
});

test('a schedule that became unreadable is told and keeps no other source from its slots', async () => {
  const source = await onlySource({ schedule: '0 * * * *' });
  await hub.rows(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'bad', '', 'x', 'every day', 'UTC') RETURNING id`,
  );
  const told: object[] = [];
  const log = { ...createLog('silent'), error: (what: object) => void told.push(what) } as ScheduleDeps['log'];
  await scheduleDue({ ...depsOf('2026-06-15T00:31Z'), log });
  expect(told).toMatchObject([{ source: 'bad', schedule: 'every day' }]);
  expect(await runsOf(source)).toHaveLength(1);
});

test('what is due is decided by the clock of the database', async () => {
  const [row] = await hub.rows<{ now: Date }>('SELECT now() AS now');
  const source = await onlySource({ schedule: '* * * * *', createdAt: new Date(row!.now.getTime() - 10_000).toISOString() });
  jest.spyOn(Date, 'now').mockReturnValue(row!.now.getTime() + 26 * 3_600_000);
  try {
    await scheduleDue(depsOf(undefined));
  } finally {
    jest.restoreAllMocks();
  }
  const slots = (await runsOf(source)).map(({ slot }) => slot.getTime() - row!.now.getTime());
  expect(Math.max(...slots)).toBeLessThan(60_000);
});

test('two thousand sources in one workspace and ten in each of forty cost a few statements a look', async () => {
  await onlySource({ schedule: '0 * * * *' });
  const owner = await applicationDataSource(hub.test.superuserUrl, { poolSize: 1 }).initialize();
  await owner.query(`INSERT INTO hub.workspace (id, key, name) SELECT n, 'w' || n, '' FROM generate_series(2, 41) n`);
  await owner.query(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone, created_at)
     SELECT w, 'many-' || n, '', 'x', (ARRAY['0 * * * *', '15 * * * *', '0 5 * * *', '*/20 * * * *'])[n % 4 + 1], 'UTC', '2026-06-15T00:30Z'
     FROM (SELECT 1 AS w, n FROM generate_series(1, 2000) n UNION ALL SELECT w, n FROM generate_series(2, 41) w, generate_series(1, 10) n) x`,
  );
  const statements = counted(hub.database);
  const costOf = async (now: string) => {
    const before = statements();
    await scheduleDue(depsOf(now));
    return statements() - before;
  };
  const countOf = async (slot: string) =>
    (
      await owner.query(
        'SELECT count(*)::int AS runs FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id WHERE slot = $1 AND s.key LIKE $2',
        [slot, 'many-%'],
      )
    )[0].runs;
  // All are new: 41 workspaces. Then nothing is due, then 1,000 + 40 × 4 sources at once.
  expect(await costOf('2026-06-15T00:31Z')).toBeLessThanOrEqual(1 + 41 * 9);
  expect(await countOf('2026-06-15T00:30Z')).toBe(2400);
  expect(await costOf('2026-06-15T00:32Z')).toBe(1);
  expect(await costOf('2026-06-15T01:00Z')).toBeLessThanOrEqual(1 + 41 * 9);
  expect(await countOf('2026-06-15T01:00Z')).toBe(500 + 500 + 40 * (2 + 2));
  expect(new Set(sent.map(({ workspaceId, runId }) => `${workspaceId} ${runId}`)).size).toBe(sent.length);
  await owner.destroy();
});

/** Counts the statements that go over a pool's connections from now on. */
function counted(database: DataSource): () => number {
  const pool = (database.driver as unknown as { master: { on(event: string, listener: (client: object) => void): void } }).master;
  let count = 0;
  const seen = new Set<object>();
  pool.on('acquire', (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    const plain = client as { query: (...given: unknown[]) => unknown };
    const query = plain.query.bind(client);
    plain.query = (...given) => {
      count += 1;
      return query(...given);
    };
  });
  return () => count;
}

describe('runs that wait', () => {
  test('are sent one a source, the newest first, and sent again when their ticket was lost', async () => {
    await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' RETURNING id`);
    const source = await onlySource({ schedule: '*/10 * * * *', catchUp: 'all' });
    await scheduleDue(depsOf('2026-06-15T01:05Z'));
    const [newest, ...others] = await runsOf(source);
    expect(newest!.slot).toEqual(at('01:00'));
    expect(others).toHaveLength(3);
    const mine = () => sent.filter(({ workspaceId }) => workspaceId === 1).map(({ runId }) => runId);
    expect(mine()).toEqual([newest!.id]);
    await recoverRuns(hub.database, send);
    expect(mine()).toEqual([newest!.id]);
    await hub.rows(`UPDATE hub.ingest_run SET sent_at = sent_at - interval '11 minutes' WHERE id = $1 RETURNING id`, [newest!.id]);
    await recoverRuns(hub.database, send);
    expect(mine()).toEqual([newest!.id, newest!.id]);
    await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' WHERE id = $1 RETURNING id`, [newest!.id]);
    await recoverRuns(hub.database, send);
    expect(mine()).toEqual([newest!.id, newest!.id, others[0]!.id]);
  });

  test('are sent again when their worker is gone, to be worked alone after two, and one that never gets anywhere is ended', async () => {
    await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' RETURNING id`);
    const runs = await hub.rows<{ id: number }>(
      `WITH s AS (INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone)
         SELECT 1, 'left-' || n, '', 'x', '', 'UTC' FROM generate_series(1, 4) n RETURNING id)
       INSERT INTO hub.ingest_run (workspace_id, source_id, status, epoch, attempts, lease_until)
       SELECT 1, s.id, 'RUNNING', 7, a.attempts, now() + a.lease FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM s) s
       JOIN (VALUES (1, 1, interval '-1 s'), (2, 2, '-1 s'), (3, 5, '-1 s'), (4, 1, '60 s')) a (n, attempts, lease) USING (n) RETURNING id`,
    );
    const [lost, suspect, stuck, alive] = runs.map(({ id }) => id);
    sent = [];
    await recoverRuns(hub.database, send);
    expect(sent.filter(({ workspaceId }) => workspaceId === 1)).toEqual([
      { workspaceId: 1, runId: lost, epoch: 7, isSuspect: false },
      { workspaceId: 1, runId: suspect, epoch: 7, isSuspect: true },
    ]);
    expect(
      await hub.rows('SELECT id, status, error FROM hub.ingest_run WHERE id = ANY($1) ORDER BY id', [[lost, suspect, stuck, alive]]),
    ).toEqual([
      { id: lost, status: 'RUNNING', error: null },
      { id: suspect, status: 'RUNNING', error: null },
      { id: stuck, status: 'FAILED', error: 'its worker ended 5 times in a row without committing a page' },
      { id: alive, status: 'RUNNING', error: null },
    ]);
  });
});
