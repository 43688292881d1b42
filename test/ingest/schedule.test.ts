import { dueSlot, parseSchedule } from '../../ingest/cron-slots';
import { type ScheduleDeps, scheduleDue } from '../../ingest/schedule';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

/** Every slot of a schedule between two instants, as a scheduler that looks once a minute finds them. */
function slotsOf(schedule: string, timeZone: string, from: string, to: string): string[] {
  const slots: string[] = [];
  let last = new Date(from);
  for (let now = last.getTime(); now <= Date.parse(to); now += 60_000) {
    const due = dueSlot(schedule, timeZone, last, new Date(now));
    if (!due) continue;
    expect(due.coalesced).toBe(0);
    last = due.slot;
    slots.push(due.slot.toISOString().slice(5, 16));
  }
  return slots;
}

describe('slots in local time', () => {
  test.each([
    [
      'London, clocks back: only the first 01:30',
      '30 1 * * *',
      'Europe/London',
      '2026-10-24T12:00Z',
      '2026-10-26T12:00Z',
      ['10-25T00:30', '10-26T01:30'],
    ],
    [
      'London, clocks forward: right after the gap',
      '30 1 * * *',
      'Europe/London',
      '2026-03-28T12:00Z',
      '2026-03-30T12:00Z',
      ['03-29T01:00', '03-30T00:30'],
    ],
    ['New York, clocks back', '30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', '2026-11-02T12:00Z', ['11-01T05:30', '11-02T06:30']],
    [
      'New York, clocks forward',
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00Z',
      '2026-03-09T12:00Z',
      ['03-08T07:00', '03-09T06:30'],
    ],
    [
      'Lord Howe, half an hour forward',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00Z',
      '2026-10-04T20:00Z',
      ['10-03T15:30', '10-04T15:15'],
    ],
    [
      'Lord Howe, half an hour back',
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-04T00:00Z',
      '2026-04-05T20:00Z',
      ['04-04T14:45', '04-05T15:15'],
    ],
    [
      'Santiago, midnight does not exist',
      '0 0 * * *',
      'America/Santiago',
      '2026-09-05T12:00Z',
      '2026-09-07T12:00Z',
      ['09-06T04:00', '09-07T03:00'],
    ],
    ['Kolkata, no change ever', '0 6 * * *', 'Asia/Kolkata', '2026-03-28T12:00Z', '2026-03-30T12:00Z', ['03-29T00:30', '03-30T00:30']],
    [
      'Apia, a whole day is left out',
      '0 9 * * *',
      'Pacific/Apia',
      '2011-12-29T00:00Z',
      '2011-12-31T23:00Z',
      ['12-29T19:00', '12-30T10:00', '12-30T19:00', '12-31T19:00'],
    ],
  ])('%s', (_what, schedule, timeZone, from, to, expected) => {
    expect(slotsOf(schedule, timeZone, from, to)).toEqual(expected);
  });

  test.each([
    ['Europe/London', '2026-10-24T23:05Z', '2026-10-25T04:00Z', 30],
    ['Europe/London', '2026-03-28T23:05Z', '2026-03-29T04:00Z', 30],
    ['Australia/Lord_Howe', '2026-04-04T13:05Z', '2026-04-04T18:00Z', 30],
    ['Australia/Lord_Howe', '2026-10-03T13:05Z', '2026-10-03T18:00Z', 30],
  ])('every ten minutes is every ten minutes in %s, from %s', (timeZone, from, to, count) => {
    expect(slotsOf('*/10 * * * *', timeZone, from, to)).toHaveLength(count);
  });

  test('the newest of the missed slots is due and the others are counted', () => {
    const due = dueSlot('0 */4 * * *', 'Asia/Shanghai', new Date('2026-06-15T00:00Z'), new Date('2026-06-16T00:30Z'));
    expect(due).toEqual({ slot: new Date('2026-06-16T00:00Z'), coalesced: 5 });
    expect(dueSlot('0 5 1 1 *', 'UTC', new Date('2024-01-02T00:00Z'), new Date('2026-06-16T00:30Z'))).toEqual({
      slot: new Date('2026-01-01T05:00Z'),
      coalesced: 1,
    });
    expect(dueSlot('0 5 * * *', 'UTC', new Date('2026-06-15T05:00Z'), new Date('2026-06-16T04:59Z'))).toBeNull();
  });

  test('a schedule that is no cron expression is named', () => {
    expect(parseSchedule('')).toBe('');
    expect(() => parseSchedule('every day')).toThrow(/^schedule: "every day" is no cron expression/);
  });
});

describe('the scheduler', () => {
  let hub: IngestWorkspace;
  beforeAll(async () => {
    hub = await ingestWorkspace();
    await hub.rows(
      `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone, enabled, created_at) VALUES
       (1, 'hourly', 'Hourly', 'x', '0 * * * *', 'UTC', true, '2026-06-15T00:30Z'), (1, 'off', 'Off', 'x', '* * * * *', 'UTC', false, '2026-06-15T00:30Z')
       RETURNING id`,
    );
  });
  afterAll(() => hub?.close());

  const sent: string[] = [];
  const depsOf = (now: string, database = hub.database): ScheduleDeps => ({
    database,
    log: createLog('silent'),
    now: () => new Date(now),
    enqueue: async (_session, run) => {
      sent.push(`${run.runId}:${run.epoch}`);
    },
  });
  const runs = () => hub.rows('SELECT slot, coalesced, status FROM hub.ingest_run ORDER BY slot');

  test('pulls a new source at once, then at its slots, and covers slots that were missed by the newest', async () => {
    await scheduleDue(depsOf('2026-06-15T00:31Z'));
    await scheduleDue(depsOf('2026-06-15T00:59Z'));
    expect(await runs()).toEqual([{ slot: new Date('2026-06-15T00:30Z'), coalesced: 0, status: 'QUEUED' }]);
    await scheduleDue(depsOf('2026-06-15T01:00Z'));
    await scheduleDue(depsOf('2026-06-15T04:10Z'));
    expect((await runs()).slice(1)).toEqual([
      { slot: new Date('2026-06-15T01:00Z'), coalesced: 0, status: 'QUEUED' },
      { slot: new Date('2026-06-15T04:00Z'), coalesced: 2, status: 'QUEUED' },
    ]);
  });

  test('makes one run a slot, however many schedulers race for it', async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => applicationDataSource(hub.test.appUrl, { poolSize: 2 }).initialize()));
    try {
      for (let hour = 5; hour < 24; hour++) {
        const now = `2026-06-15T${String(hour).padStart(2, '0')}:00Z`;
        await Promise.all(others.map((database) => scheduleDue(depsOf(now, database))));
      }
    } finally {
      await Promise.all(others.map((database) => database.destroy()));
    }
    const slots = (await runs()).slice(3).map(({ slot }) => (slot as Date).getUTCHours());
    expect(slots).toEqual(Array.from({ length: 19 }, (_, at) => at + 5));
  });

  test('sends runs again whose worker is gone, and ends one that never gets anywhere', async () => {
    await hub.rows(`UPDATE hub.ingest_run SET status = 'SUCCEEDED' RETURNING id`);
    const [lost, stuck, alive] = (await hub.rows<{ id: number }>(
      `INSERT INTO hub.ingest_run (workspace_id, source_id, status, epoch, attempts, lease_until) SELECT 1, id, 'RUNNING', 7, a.attempts, now() + a.lease
       FROM hub.source, (VALUES (1, interval '-1 s'), (5, '-1 s'), (1, '60 s')) a (attempts, lease) WHERE key = 'off' RETURNING id`,
    )) as [{ id: number }, { id: number }, { id: number }];
    sent.length = 0;
    await scheduleDue(depsOf('2026-06-15T23:30Z'));
    expect(sent).toEqual([`${lost.id}:7`]);
    const ends = await hub.rows('SELECT id, status, error FROM hub.ingest_run WHERE id >= $1 ORDER BY id', [lost.id]);
    expect(ends).toEqual([
      { id: lost.id, status: 'RUNNING', error: null },
      { id: stuck.id, status: 'FAILED', error: 'its worker ended 5 times in a row without committing a page' },
      { id: alive.id, status: 'RUNNING', error: null },
    ]);
  });
});
