import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { systemClock } from '../../ingest/clock';
import { HostRates, type RatedSource } from '../../ingest/host-rates';
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

type Rate = RatedSource['connector']['rateLimit'];
const sourceOf = (rateLimit: Rate, baseUrl?: string): RatedSource => ({ connector: { name: 'stub', rateLimit }, config: { baseUrl } });

/** The same limit as two workers have it. */
function limits(host: string, rate: Rate): RateLimit[] {
  return databases.map((database) => HostRates.shared(database, createLog('silent')).of(sourceOf(rate), `https://${host}/a/b`, ''));
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
  // The longer the window, the later a turn may be used: a busy machine's answers are.
  const sent = await asking(limits('one.example', { requests: 20, perSeconds: 4 }), 30);
  expect(sent).toHaveLength(60);
  expect(mostWithin(sent, 4_000)).toBeLessThanOrEqual(20);
});

test('a worker that was told to wait keeps the others from asking, however slow the rate and whoever has a turn already', async () => {
  const [told, other] = limits('two.example', { requests: 1, perSeconds: 1 }) as [RateLimit, RateLimit];
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

test('a high rate costs few statements', async () => {
  const database = databases[0]!;
  const query = jest.spyOn(database, 'query');
  const [limit] = limits('three.example', { requests: 1_000, perSeconds: 1 }) as [RateLimit];
  for (let request = 0; request < 200; request++) await limit.take();
  expect(query.mock.calls.length).toBeLessThan(20);
  query.mockRestore();
});

test('counted is what a connector asks of a host, or of a platform below it, or of an account there', () => {
  const rates = HostRates.own(systemClock);
  const host: Rate = { requests: 1, perSeconds: 1 };
  const part: Rate = { ...host, countedBy: 'part' };
  const limit = rates.of(sourceOf(host), 'https://api.example/v1/ads?page=1', 'account-1');
  expect(rates.of(sourceOf(host), 'https://api.example/v2', 'account-2')).toBe(limit);
  expect(rates.of(sourceOf(host), 'https://other.example/v1', 'account-1')).not.toBe(limit);
  expect(rates.of({ ...sourceOf(host), connector: { name: 'more', rateLimit: host } }, 'https://api.example/v1', '')).not.toBe(limit);
  const mounted = rates.of(sourceOf(host, 'http://127.0.0.1:1/shop/one'), 'http://127.0.0.1:1/shop/one/orders', '');
  expect(rates.of(sourceOf(host, 'http://127.0.0.1:1/shop/two'), 'http://127.0.0.1:1/shop/two/orders', '')).not.toBe(mounted);
  const account = rates.of(sourceOf(part), 'https://ads.example/a', 'account-1');
  expect(rates.of(sourceOf(part), 'https://ads.example/b', 'account-1')).toBe(account);
  expect(rates.of(sourceOf(part), 'https://ads.example/a', 'account-2')).not.toBe(account);
});

test('without the database a worker goes on alone, slower, and still waits as long as it was told', async () => {
  const away = { query: () => Promise.reject(new Error('ECONNREFUSED')) } as unknown as DataSource;
  const limit = HostRates.shared(away, createLog('silent')).of(sourceOf({ requests: 4, perSeconds: 0.1 }), 'https://four.example', '');
  const sent = await asking([limit], 5);
  // A quarter of four in a tenth of a second.
  expect(sent.at(-1)! - sent[0]!).toBeGreaterThanOrEqual(4 * 100);
  const start = performance.now();
  await limit.hold(300);
  await limit.take();
  expect(performance.now() - start).toBeGreaterThanOrEqual(300 - 5);
});

test('the application reaches the rates only through their functions', async () => {
  await expect(databases[0]!.query('SELECT * FROM hub.host_rate')).rejects.toThrow(/permission denied/);
});
