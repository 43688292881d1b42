import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { HostRates } from '../../ingest/host-rates';
import type { RateLimit } from '../../ingest/rate-limit';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { type TestDatabase, testDatabase } from '../support/database';

let own: TestDatabase;
const databases: DataSource[] = [];
beforeAll(async () => {
  own = await testDatabase();
  for (let worker = 0; worker < 2; worker++) databases.push(await applicationDataSource(own.appUrl, { poolSize: 2 }).initialize());
});
afterAll(async () => {
  for (const database of databases) await database.destroy();
  await own?.drop();
});

/** The same limit as two workers have it. */
function limits(host: string, rate: { requests: number; perSeconds: number }): RateLimit[] {
  return databases.map((database) =>
    HostRates.shared(database, createLog('silent')).of({ name: 'stub', rateLimit: rate }, `https://${host}/a/b`),
  );
}

/** Lets each worker ask so often, as fast as it may; returns when each request was let out. */
async function asking(workers: RateLimit[], times: number): Promise<number[]> {
  const sent: number[] = [];
  const ask = async (limit: RateLimit) => {
    for (let request = 0; request < times; request++) {
      await limit.take();
      sent.push(performance.now());
    }
  };
  await Promise.all(workers.map(ask));
  return sent.sort((a, b) => a - b);
}

const mostWithin = (sent: number[], ms: number) =>
  Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + ms).length));

test('two workers together never exceed what the connector declares for a host', async () => {
  const sent = await asking(limits('one.example', { requests: 20, perSeconds: 0.5 }), 30);
  expect(sent).toHaveLength(60);
  expect(mostWithin(sent, 500)).toBeLessThanOrEqual(20);
});

test('a worker that was told to wait keeps the others from asking, however slow the rate and whoever has a turn already', async () => {
  const [told, other] = limits('two.example', { requests: 2, perSeconds: 1 }) as [RateLimit, RateLimit];
  // The other takes a turn that comes within the hold.
  await told.take();
  let let_out = Number.POSITIVE_INFINITY;
  const waiting = other.take().then(() => {
    let_out = performance.now();
  });
  await sleep(100);
  await told.hold(1_500);
  const held = performance.now();
  await waiting;
  expect(let_out - held).toBeGreaterThanOrEqual(1_500 - 5);
});

test('a host has its own limit, and a high rate costs few statements', async () => {
  const database = databases[0]!;
  const query = jest.spyOn(database, 'query');
  const [limit] = limits('three.example', { requests: 1_000, perSeconds: 1 }) as [RateLimit];
  for (let request = 0; request < 100; request++) await limit.take();
  expect(query.mock.calls.length).toBeLessThan(25);
  query.mockRestore();
  const rows = await asSuperuserRows('SELECT name FROM hub.host_rate ORDER BY name');
  expect(rows).toEqual(['stub one.example', 'stub three.example', 'stub two.example']);
});

test('without the database a worker goes on alone, slower, and still waits as long as it was told', async () => {
  const away = { query: () => Promise.reject(new Error('ECONNREFUSED')) } as unknown as DataSource;
  const limit = HostRates.shared(away, createLog('silent')).of(
    { name: 'stub', rateLimit: { requests: 100, perSeconds: 1 } },
    'https://four.example',
  );
  const sent = await asking([limit], 10);
  // A quarter of a hundred a second: nine steps of 40 ms and more.
  expect(sent.at(-1)! - sent[0]!).toBeGreaterThanOrEqual(9 * 40);
  const start = performance.now();
  await limit.hold(300);
  await limit.take();
  expect(performance.now() - start).toBeGreaterThanOrEqual(300 - 5);
});

test('the application reaches the rates only through their functions', async () => {
  await expect(databases[0]!.query('SELECT * FROM hub.host_rate')).rejects.toThrow(/permission denied/);
});

async function asSuperuserRows(sql: string): Promise<string[]> {
  const superuser = await applicationDataSource(own.superuserUrl, { poolSize: 1 }).initialize();
  try {
    return (await superuser.query(sql)).map(({ name }: { name: string }) => name);
  } finally {
    await superuser.destroy();
  }
}
