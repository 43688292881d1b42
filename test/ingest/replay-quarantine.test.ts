import { pullNow } from '../../ingest/pull-now';
import { replayQuarantine } from '../../ingest/replay-quarantine';
import type { IngestDeps } from '../../ingest/run-pull';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { adsConnector, adsOf, reportOf } from '../support/ingest-ads';
import { fakeClock } from '../support/ingest-clock';
import { type StubAnswer, type StubPlatform, type StubRequest, stubPlatform } from '../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
let stub: StubPlatform;
let answer: (request: StubRequest) => StubAnswer;
let deps: IngestDeps;
/** The connector after it was put right: it takes the odd mark off an ad's name. */
const strict = adsConnector();
const lenient = {
  ...strict,
  streams: strict.streams.map((stream) => ({
    ...stream,
    map: (record: unknown, context: never) =>
      stream.map({ ...(record as object), ad: (record as { ad: string }).ad.replace('?', '') }, context),
  })),
};

beforeAll(async () => {
  hub = await ingestWorkspace();
  stub = await stubPlatform((request) => answer(request));
  const refusing = {
    ...strict,
    streams: strict.streams.map((stream) => ({
      ...stream,
      map: (record: unknown, context: never) => {
        if ((record as { ad: string }).ad.includes('?')) throw new RangeError(`ad: "${(record as { ad: string }).ad}" is odd`);
        return stream.map(record, context);
      },
    })),
  };
  deps = {
    database: hub.database,
    connectors: new Map([['stub-ads', refusing]]),
    key: newKey(),
    log: createLog('silent'),
    clock: fakeClock('2026-06-15T12:00:00Z'),
  };
  await inWorkspace(hub.database, 1, (session) =>
    createSource(session, deps, { key: 'odd', connector: 'stub-ads', config: { baseUrl: stub.url } }),
  );
  const odd = (account: string, day: Day) =>
    adsOf(account, day).map((ad) => (day === '2026-06-13' && ad.ad === 'a-1' ? { ...ad, ad: 'a-1?' } : ad));
  answer = (request) => reportOf(request, odd);
});
afterAll(async () => {
  await stub?.close();
  await hub?.close();
});

const replay = (now: IngestDeps = deps) => replayQuarantine(now, 1, 'odd');
const facts = () =>
  hub.rows(`SELECT day, ad, spend_micros::text AS spend, page_id, record_no FROM fact.ad_day WHERE day = '2026-06-13' ORDER BY ad`);

test('a record that was refused is loaded by the connector as it is now, from where it came, and only once', async () => {
  expect((await pullNow(deps, { workspaceId: 1, sourceKey: 'odd' })).end?.status).toBe('PARTIAL');
  expect(await replay()).toMatchObject({ loaded: 0, left: 1 });
  const right = { ...deps, connectors: new Map([['stub-ads', lenient]]) };
  const { runId, loaded, left } = await replay(right);
  expect({ loaded, left }).toEqual({ loaded: 1, left: 0 });
  const [open] = await hub.rows<{ page_id: bigint; record_no: number }>('SELECT page_id, record_no, replay_run_id FROM hub.quarantine');
  expect(open).toMatchObject({ replay_run_id: runId });
  const ad = adsOf('a', '2026-06-13')[1]!;
  expect((await facts())[1]).toEqual({
    day: '2026-06-13',
    ad: 'a-1',
    spend: `${ad.spend}000000`,
    page_id: open!.page_id,
    record_no: open!.record_no,
  });
  expect(await hub.rows('SELECT status, records::int, inserted::int FROM hub.ingest_run WHERE id = $1', [runId])).toEqual([
    { status: 'SUCCEEDED', records: 1, inserted: 1 },
  ]);
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
  expect(await replay(right)).toEqual({ runId: null, loaded: 0, left: 0 });
});

test('what a later page has said stays', async () => {
  await pullNow(deps, { workspaceId: 1, sourceKey: 'odd' });
  answer = (request) => reportOf(request, (account, day) => adsOf(account, day).map((ad) => ({ ...ad, spend: ad.spend + 1 })));
  await pullNow(deps, { workspaceId: 1, sourceKey: 'odd' });
  const before = await facts();
  expect(await replay({ ...deps, connectors: new Map([['stub-ads', lenient]]) })).toMatchObject({ loaded: 1, left: 0 });
  expect(await facts()).toEqual(before);
});

test('what a later page has said stays also when it said the same as before', async () => {
  const spent = (spend: number, ad: string) => (request: StubRequest) =>
    reportOf(request, (account, day) => adsOf(account, day).map((each, at) => (at === 1 ? { ...each, ad, spend } : each)));
  const odd = 'a-1';
  for (const [spend, name] of [
    [500, odd],
    [777, `${odd}?`],
    [500, odd],
  ] as const) {
    answer = spent(spend, name);
    await pullNow(deps, { workspaceId: 1, sourceKey: 'odd' });
  }
  const before = await facts();
  expect(before[1]).toMatchObject({ ad: odd, spend: '500000000' });
  expect((await replay({ ...deps, connectors: new Map([['stub-ads', lenient]]) })).left).toBe(0);
  expect(await facts()).toEqual(before);
});

test('an unknown source and one of files are named', async () => {
  await expect(replayQuarantine(deps, 1, 'none')).rejects.toThrow('source: there is no source "none"');
  await hub.rows(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'files', 'Files', 'file', '', 'UTC') RETURNING id`,
  );
  await expect(replayQuarantine(deps, 1, 'files')).rejects.toThrow('source files: is loaded from files; load the file again');
});
