import type { DataSource } from 'typeorm';
import { nextSlot, parseSchedule, slotsBetween } from '../../ingest/cron-slots';
import { applicationDataSource } from '../../ormconfig';
import { type TestDatabase, testDatabase } from '../support/database';

let own: TestDatabase;
let database: DataSource;
beforeAll(async () => {
  own = await testDatabase();
  database = await applicationDataSource(own.appUrl, { poolSize: 1 }).initialize();
});
afterAll(async () => {
  await database?.destroy();
  await own?.drop();
});

const short = (slot: number | Date) => new Date(slot).toISOString().slice(5, 16);

/** Every slot between two instants, one after the other as a scheduler comes to them. */
function slotsOf(schedule: string, timeZone: string, from: string, to: string): string[] {
  const slots: string[] = [];
  let last: Date | null = new Date(from);
  for (last = nextSlot(schedule, timeZone, last); last !== null && last <= new Date(to); last = nextSlot(schedule, timeZone, last)) {
    slots.push(short(last));
  }
  return slots;
}

describe('a time of day', () => {
  test.each([
    ['London, clocks back: only the first 01:30', '30 1 * * *', 'Europe/London', '2026-10-24T12', ['10-25T00:30', '10-26T01:30']],
    ['London, clocks forward: right after the gap', '30 1 * * *', 'Europe/London', '2026-03-28T12', ['03-29T01:00', '03-30T00:30']],
    ['New York, clocks back', '30 1 * * *', 'America/New_York', '2026-10-31T12', ['11-01T05:30', '11-02T06:30']],
    ['New York, clocks forward', '30 2 * * *', 'America/New_York', '2026-03-07T12', ['03-08T07:00', '03-09T06:30']],
    ['Lord Howe, half an hour forward', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00', ['10-03T15:30', '10-04T15:15']],
    ['Lord Howe, half an hour back', '45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00', ['04-04T14:45', '04-05T15:15']],
    ['Santiago, midnight does not exist', '0 0 * * *', 'America/Santiago', '2026-09-05T12', ['09-06T04:00', '09-07T03:00']],
    ['Santiago, midnight comes twice', '30 23 * * *', 'America/Santiago', '2026-04-04T12', ['04-05T02:30', '04-06T03:30']],
    ['Kolkata, no change ever', '0 6 * * *', 'Asia/Kolkata', '2026-03-28T12', ['03-29T00:30', '03-30T00:30']],
    ['Shanghai, no change any more', '0 6 * * *', 'Asia/Shanghai', '2026-05-02T12', ['05-02T22:00', '05-03T22:00']],
    ['Apia, a whole day is left out', '0 9 * * *', 'Pacific/Apia', '2011-12-29T20', ['12-30T10:00', '12-30T19:00']],
  ])('%s', (_what, schedule, timeZone, from, expected) => {
    const to = new Date(Date.parse(`${from}:00Z`) + 2 * 86_400_000).toISOString();
    expect(slotsOf(schedule, timeZone, `${from}:00Z`, to).slice(0, 2)).toEqual(expected);
  });
});

/** Days on which clocks are set, and one in each zone that knows no such day; Shanghai set its clocks until 1991. */
const DAYS: [zone: string, day: string, hours: number][] = [
  ['Europe/London', '2026-03-29', 23],
  ['Europe/London', '2026-10-25', 25],
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ['America/Santiago', '2026-09-06', 23],
  ['America/Santiago', '2026-04-04', 25],
  ['Asia/Kolkata', '2026-03-29', 24],
  ['Pacific/Apia', '2011-12-30', 0],
  ['Pacific/Apia', '2011-12-31', 24],
  ['Asia/Shanghai', '2026-06-18', 24],
  ['Asia/Shanghai', '1990-04-15', 23],
  ['Asia/Shanghai', '1990-09-16', 25],
];

describe.each(DAYS)('in %s, on %s of %d hours,', (zone, day, hours) => {
  const [from, to] = [-3, 3].map((days) => new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000)) as [Date, Date];
  const found = (schedule: string) => slotsBetween(schedule, zone, from, to).map((slot) => new Date(slot).toISOString());

  /** The minutes of the days about the day, and what PostgreSQL, which knows the zones by itself, says that the clock shows in each. */
  let minutes: { at: string; wall: string }[];
  beforeAll(async () => {
    const rows: { t: Date; wall: string }[] = await database.query(
      `SELECT t, to_char(t AT TIME ZONE $1, 'YYYY-MM-DD HH24:MI') AS wall FROM generate_series($2::timestamptz + interval '1 min', $3, '1 min') t`,
      [zone, from, to],
    );
    minutes = rows.map(({ t, wall }) => ({ at: t.toISOString(), wall }));
  });

  test('each instant at which the clock shows a full hour, or ten minutes, is a slot, once', () => {
    const shown = (form: RegExp) => minutes.filter(({ wall }) => form.test(wall));
    expect(found('0 * * * *')).toEqual(shown(/:00$/).map(({ at }) => at));
    expect(found('*/10 * * * *')).toEqual(shown(/0$/).map(({ at }) => at));
    expect(shown(/0$/).filter(({ wall }) => wall.startsWith(day))).toHaveLength(hours * 6);
  });

  test('a time of day has one slot a day: the first instant at which the clock shows it or anything later', () => {
    for (const time of [
      '00:00',
      '00:30',
      '01:00',
      '01:30',
      '01:45',
      '02:00',
      '02:15',
      '02:30',
      '03:00',
      '09:00',
      '23:00',
      '23:30',
      '23:59',
    ]) {
      const days = [-2, -1, 0, 1].map((more) => new Date(Date.parse(day) + more * 86_400_000).toISOString().slice(0, 10));
      const firsts = days.map((each) => minutes.find(({ wall }) => wall >= `${each} ${time}`)!.at);
      const [hour, minute] = time.split(':').map(Number);
      const slots = found(`${minute} ${hour} * * *`).filter((slot) => slot >= firsts[0]! && slot <= firsts.at(-1)!);
      expect([time, ...slots]).toEqual([time, ...new Set(firsts)]);
    }
  });
});

test('every ten minutes of certain hours follows the passing of time, and comes once when all of it is skipped', () => {
  const london = (schedule: string, day: string) => slotsOf(schedule, 'Europe/London', `${day}T00:00Z`, `${day}T03:59Z`);
  // Clocks back: the hour from 1 to 2 comes twice, and so do its slots; those of certain minutes come once.
  expect(london('*/30 1 * * *', '2026-10-25')).toEqual(['10-25T00:30', '10-25T01:00', '10-25T01:30']);
  expect(london('10,30 1 * * *', '2026-10-25')).toEqual(['10-25T00:10', '10-25T00:30']);
  // Clocks forward: there is no hour from 1 to 2.
  expect(london('*/30 1 * * *', '2026-03-29')).toEqual(['03-29T01:00']);
});

test('rare days are found however far they are off, and a month of every minute in one go', () => {
  expect(nextSlot('0 5 29 2 *', 'Asia/Shanghai', new Date('2026-06-15T00:00Z'))).toEqual(new Date('2028-02-28T21:00Z'));
  expect(nextSlot('0 9 L * *', 'UTC', new Date('2026-02-01T00:00Z'))).toEqual(new Date('2026-02-28T09:00Z'));
  expect(nextSlot('0 9 * * 1#2', 'UTC', new Date('2026-02-01T00:00Z'))).toEqual(new Date('2026-02-09T09:00Z'));
  expect(slotsBetween('* * * * *', 'Europe/London', new Date('2026-03-01T00:00Z'), new Date('2026-04-01T00:00Z'))).toHaveLength(31 * 1440);
});

test('a schedule that is no cron expression is named', () => {
  expect(parseSchedule('')).toBe('');
  expect(() => parseSchedule('every day')).toThrow(/^schedule: "every day" is no cron expression/);
  expect(() => parseSchedule('H 5 * * *')).toThrow(/^schedule: "H 5 \* \* \*" is no cron expression: H stands for no time/);
});
