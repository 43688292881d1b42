import { land } from '../../ingest/land';
import type { PullProgress } from '../../ingest/pull';
import { pullNow } from '../../ingest/pull-now';
import { unpacked } from '../../ingest/record-lines';
import { runPull } from '../../ingest/run-pull';
import { claimRun, createRun } from '../../ingest/runs';
import { inWorkspace } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
import { rawRecords } from '../../src/metrics/raw-record';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { adsConnector, adsOf, reportOf, type StubAd } from '../support/ingest-ads';
import { KEPT, type KeptPage, recordsKept } from '../support/kept-records';
import { stubPulls } from '../support/stub-pulls';

const pulls = stubPulls();

const pullIt = (sourceKey: string, more: object = {}) => pullNow(pulls.deps, { workspaceId: 1, sourceKey, ...more });
const factsOf = (key: string) =>
  pulls.hub.rows<{ day: Day; ad: string; spend: string; clicks: string }>(
    `SELECT f.day, f.ad, f.spend_micros::text AS spend, f.clicks::text AS clicks FROM fact.ad_day f JOIN hub.source s ON s.id = f.source_id
     WHERE s.key = $1 ORDER BY f.day, f.ad`,
    [key],
  );
const told = (ads: StubAd[]) =>
  ads.map(({ day, ad, spend, clicks }) => ({ day, ad, spend: String(spend * 1_000_000), clicks: String(clicks) }));
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `2026-06-${String(from + at).padStart(2, '0')}`);
const runOf = async (id: number) =>
  (
    await pulls.hub.rows(
      `SELECT status, error, pages, records::int, inserted::int, revised::int, unchanged::int, quarantined::int FROM hub.ingest_run WHERE id = $1`,
      [id],
    )
  )[0]!;

test('the first pull reads the history window by window, until the day that the platform has settled', async () => {
  const key = await pulls.source();
  const progress: PullProgress[] = [];
  const { runId } = await pullIt(key, { onProgress: (at: PullProgress) => progress.push(at) });
  // Ten days back from the 15th until yesterday, seven days a window, ten rows a page.
  expect(await factsOf(key)).toEqual(told(days(5, 14).flatMap((day) => adsOf('a', day))));
  expect(pulls.stub.requests.map(({ query }) => `${query.get('from')} ${query.get('to')} ${query.get('page') ?? 0}`)).toEqual([
    '2026-06-05 2026-06-11 0',
    '2026-06-05 2026-06-11 1',
    '2026-06-05 2026-06-11 2',
    '2026-06-12 2026-06-14 0',
  ]);
  expect(await runOf(runId)).toEqual({
    status: 'SUCCEEDED',
    error: null,
    pages: 4,
    records: 30,
    inserted: 30,
    revised: 0,
    unchanged: 0,
    quarantined: 0,
  });
  expect(progress.map(({ fractionDone }) => fractionDone)).toEqual([0, 0, 0.7, 1]);
  expect(await pulls.hub.rows('SELECT fresh_to, lookback_days FROM hub.source WHERE key = $1', [key])).toEqual([
    { fresh_to: '2026-06-14', lookback_days: 3 },
  ]);
  expect(await inWorkspace(pulls.hub.database, 1, checkRollups)).toEqual([]);
});

test('a later pull reads again what may still change, and the same days five times change nothing', async () => {
  const key = await pulls.source();
  await pullIt(key);
  const version = () => pulls.hub.rows('SELECT data_version FROM hub.workspace');
  const before = await version();
  for (let time = 0; time < 5; time++) {
    pulls.stub.requests.length = 0;
    const { runId } = await pullIt(key);
    expect(pulls.stub.requests[0]!.query.get('from')).toBe('2026-06-11');
    expect(await runOf(runId)).toMatchObject({ status: 'SUCCEEDED', records: 12, inserted: 0, revised: 0, unchanged: 12 });
  }
  expect(await version()).toEqual(before);
  expect(
    await pulls.hub.rows(
      `SELECT 1 FROM hub.revision r JOIN hub.ingest_run i ON i.id = r.run_id JOIN hub.source s ON s.id = i.source_id WHERE s.key = $1`,
      [key],
    ),
  ).toEqual([]);
});

test('a restated number is revised, and the ledger holds exactly what was and what is', async () => {
  const key = await pulls.source();
  await pullIt(key);
  const restated = (account: string, day: Day) =>
    adsOf(account, day).map((ad) => (day === '2026-06-13' && ad.ad === 'a-1' ? { ...ad, spend: ad.spend + 5, clicks: 4711 } : ad));
  pulls.answer = (request) => reportOf(request, restated);
  const { runId } = await pullIt(key);
  expect(await runOf(runId)).toMatchObject({ records: 12, inserted: 0, revised: 1, unchanged: 11 });
  const [was] = told(adsOf('a', '2026-06-13').slice(1, 2));
  const [is] = told(restated('a', '2026-06-13').slice(1, 2));
  expect(await pulls.hub.rows('SELECT day, measure, old, new FROM hub.revision WHERE run_id = $1 ORDER BY measure', [runId])).toEqual([
    { day: '2026-06-13', measure: 'clicks', old: was!.clicks, new: is!.clicks },
    { day: '2026-06-13', measure: 'spend_micros', old: was!.spend, new: is!.spend },
  ]);
  expect(await inWorkspace(pulls.hub.database, 1, checkRollups)).toEqual([]);
});

test('days asked for by hand are read as asked', async () => {
  const key = await pulls.source();
  await pullIt(key, { from: '2026-05-01', to: '2026-05-02' });
  expect((await factsOf(key)).map(({ day }) => day)).toEqual([
    '2026-05-01',
    '2026-05-01',
    '2026-05-01',
    '2026-05-02',
    '2026-05-02',
    '2026-05-02',
  ]);
});

test('a page that landed before the worker was cut off is promoted from its bytes and not asked for again', async () => {
  const key = await pulls.source();
  const [{ id }] = (await pulls.hub.rows<{ id: number }>('SELECT id FROM hub.source WHERE key = $1', [key])) as [{ id: number }];
  const runId = (await inWorkspace(pulls.hub.database, 1, (session) => createRun(session, { sourceId: id })))!;
  const first = (await claimRun(pulls.hub.database, 1, runId, 'first'))!;
  const url = `${pulls.stub.url}/report?account=a&from=2026-06-05&to=2026-06-11`;
  const body = reportOf({ method: 'GET', path: '/report', query: new URL(url).searchParams, headers: {}, body: '' }).body;
  const page = {
    stream: 'ads',
    seq: 0,
    request: { url },
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
    fetchedAt: new Date(),
  };
  await land(pulls.hub.database, first, page);
  await pulls.hub.rows(`UPDATE hub.ingest_run SET lease_until = now() - interval '1 second' WHERE id = $1 RETURNING id`, [runId]);
  const second = (await claimRun(pulls.hub.database, 1, runId, 'second'))!;
  expect((await runPull(pulls.deps, second))?.status).toBe('SUCCEEDED');
  expect(pulls.stub.requests.map(({ query }) => `${query.get('from')} ${query.get('page')}`)).toEqual([
    '2026-06-05 1',
    '2026-06-05 2',
    '2026-06-12 null',
  ]);
  expect(await factsOf(key)).toEqual(told(days(5, 14).flatMap((day) => adsOf('a', day))));
});

test.each([
  ['of a window that was halved before the cut', { part: 'a', window: { from: '2026-06-05', to: '2026-06-06' } }],
  ['of an account that is read no more', { part: 'b', window: { from: '2026-06-05', to: '2026-06-11' } }],
])('a page %s is not taken for the whole window', async (_, left) => {
  const key = await pulls.source();
  const [{ id }] = (await pulls.hub.rows<{ id: number }>('SELECT id FROM hub.source WHERE key = $1', [key])) as [{ id: number }];
  const runId = (await inWorkspace(pulls.hub.database, 1, (session) => createRun(session, { sourceId: id })))!;
  const first = (await claimRun(pulls.hub.database, 1, runId, 'first'))!;
  const url = `${pulls.stub.url}/report?account=${left.part}&from=${left.window.from}&to=${left.window.to}`;
  const answered = reportOf({ method: 'GET', path: '/report', query: new URL(url).searchParams, headers: {}, body: '' }, undefined, 100);
  const body = Buffer.from(JSON.stringify(answered.body));
  await land(pulls.hub.database, first, {
    ...left,
    stream: 'ads',
    seq: 0,
    request: { url },
    status: 200,
    headers: {},
    body,
    fetchedAt: new Date(),
  });
  await pulls.hub.rows(`UPDATE hub.ingest_run SET lease_until = now() - interval '1 second' WHERE id = $1 RETURNING id`, [runId]);
  expect((await runPull(pulls.deps, (await claimRun(pulls.hub.database, 1, runId, 'second'))!))?.status).toBe('SUCCEEDED');
  expect(await factsOf(key)).toEqual(told(days(5, 14).flatMap((day) => adsOf('a', day))));
});

test('a run that is stopped after any page goes on with the next one, for whoever takes it over', async () => {
  const key = await pulls.source({ accounts: ['a', 'b'] });
  const { runId, end } = await pullIt(key, { stopping: () => true });
  expect(end).toBeNull();
  for (let pages = 1; ; pages++) {
    expect(await runOf(runId)).toMatchObject({ status: 'QUEUED', pages });
    const run = (await claimRun(pulls.hub.database, 1, runId, `worker ${pages}`))!;
    const ended = await runPull(pulls.deps, run, { stopping: () => true });
    if (ended) break;
    expect(pages).toBeLessThan(9);
  }
  expect(pulls.stub.requests).toHaveLength(8);
  expect(await runOf(runId)).toMatchObject({ status: 'SUCCEEDED', pages: 8, records: 60, inserted: 60 });
});

test('an answer that is too large is asked for in halves, down to a day', async () => {
  const key = await pulls.source();
  pulls.answer = (request) => {
    const { from, to } = Object.fromEntries(request.query);
    return from === to ? reportOf(request) : { status: 413 };
  };
  const { end } = await pullIt(key);
  expect(end).toEqual({ status: 'SUCCEEDED', error: null });
  expect(await factsOf(key)).toEqual(told(days(5, 14).flatMap((day) => adsOf('a', day))));
});

test('a part that cannot be had is left out, the others are read, and the run says so', async () => {
  const key = await pulls.source({ accounts: ['a', 'b', 'c'] });
  pulls.answer = (request) => (request.query.get('account') === 'b' ? { status: 403 } : reportOf(request));
  const { end } = await pullIt(key);
  expect(end).toEqual({ status: 'PARTIAL', error: 'ads b, 2026-06-05 to 2026-06-11: no right to this account' });
  expect([...new Set((await factsOf(key)).map(({ ad }) => ad[0]))]).toEqual(['a', 'c']);
  expect(await pulls.hub.rows('SELECT fresh_to FROM hub.source WHERE key = $1', [key])).toEqual([{ fresh_to: null }]);
});

test('an answer that shows that there is more than can be had is kept, and the run goes on and says so', async () => {
  const key = await pulls.source();
  pulls.answer = (request) => {
    const report = reportOf(request);
    const isFirst = request.query.get('from') === '2026-06-05' && !request.query.has('page');
    return isFirst ? { body: { ...(report.body as object), missing: 'older ones cannot be had' } } : report;
  };
  const { end } = await pullIt(key);
  expect(end).toEqual({ status: 'PARTIAL', error: 'ads a, 2026-06-05 to 2026-06-11: older ones cannot be had' });
  expect(await factsOf(key)).toEqual(told(days(5, 14).flatMap((day) => adsOf('a', day))));
  expect(await pulls.hub.rows('SELECT fresh_to FROM hub.source WHERE key = $1', [key])).toEqual([{ fresh_to: '2026-06-14' }]);
  expect((await pullIt(key)).end?.status).toBe('SUCCEEDED');
});

test('what every page of a window shows is told once', async () => {
  const key = await pulls.source({ accounts: ['a', 'b'] });
  pulls.answer = (request) => {
    const report = reportOf(request);
    return request.query.get('account') === 'b' ? { body: { ...(report.body as object), missing: 'estimated from a sample' } } : report;
  };
  const { runId, end } = await pullIt(key);
  expect(end).toEqual({
    status: 'PARTIAL',
    error: ['2026-06-05 to 2026-06-11', '2026-06-12 to 2026-06-14'].map((days) => `ads b, ${days}: estimated from a sample`).join('; '),
  });
  expect(await runOf(runId)).toMatchObject({ pages: 8, records: 60, inserted: 60 });
  expect(await pulls.hub.rows('SELECT fresh_to FROM hub.source WHERE key = $1', [key])).toEqual([{ fresh_to: '2026-06-14' }]);
});

test('a setting that is wrong ends the run as failed, with what came before it kept', async () => {
  const key = await pulls.source({ accounts: ['a', 'b'] });
  pulls.answer = (request) => (request.query.get('account') === 'b' ? { status: 410 } : reportOf(request));
  const { runId, end } = await pullIt(key);
  expect(end).toEqual({ status: 'FAILED', error: 'this version is gone' });
  expect(await runOf(runId)).toMatchObject({ status: 'FAILED', records: 30, inserted: 30 });
  pulls.answer = reportOf;
  expect((await pullIt(key)).end?.status).toBe('SUCCEEDED');
});

test('a platform that stays away ends the run as failed when the budget is used up', async () => {
  const key = await pulls.source();
  pulls.answer = () => ({ status: 503, body: 'come back later' });
  const { end } = await pullIt(key);
  expect(end?.status).toBe('FAILED');
  expect(end?.error).toMatch(/^gave up after 8 attempts and 127 s of waiting .*status 503: come back later$/);
  expect(pulls.stub.requests).toHaveLength(8);
});

test.each([
  ['leads back to an earlier page', (page: number) => (page === 2 ? 1 : page + 1)],
  ['always gives the same page', (page: number) => page + 1],
])('paging that %s stops instead of going round', async (what, nextOf) => {
  const key = await pulls.source();
  pulls.answer = (request) => {
    const page = Number(request.query.get('page') ?? 0);
    const ads = what.startsWith('always')
      ? adsOf('a', '2026-06-05')
      : adsOf('a', '2026-06-05').map((ad) => ({ ...ad, ad: `${ad.ad}-${page}` }));
    return { body: { data: ads, next: nextOf(page) } };
  };
  const { end } = await pullIt(key);
  expect(end?.status).toBe('PARTIAL');
  expect(end?.error).toMatch(/the paging leads back|the same records came twice/);
  expect(pulls.stub.requests.length).toBeLessThanOrEqual(3);
  expect(
    await pulls.hub.rows(
      `SELECT 1 FROM hub.source_cursor c JOIN hub.source s ON s.id = c.source_id WHERE s.key = $1 AND c.fresh_to IS NOT NULL`,
      [key],
    ),
  ).toEqual([]);
});

test('one bad record is quarantined with its place and the run ends as partial', async () => {
  const key = await pulls.source();
  const spoilt = (account: string, day: Day) =>
    adsOf(account, day).map((ad) => (day === '2026-06-08' && ad.ad === 'a-2' ? { ...ad, clicks: 'many' } : ad));
  pulls.answer = (request) => reportOf(request, spoilt);
  const { runId, end } = await pullIt(key);
  expect(end).toEqual({ status: 'PARTIAL', error: '1 of 30 records were quarantined' });
  expect(await runOf(runId)).toMatchObject({ records: 30, inserted: 29, quarantined: 1 });
  expect(await pulls.hub.rows('SELECT stream, record_no, place, value, raw FROM hub.quarantine WHERE run_id = $1', [runId])).toEqual([
    { stream: 'ads', record_no: 1, place: 'clicks', value: '"many"', raw: JSON.stringify(spoilt('a', '2026-06-08')[2]) },
  ]);
});

test('a source of which more than one record in twenty is bad is not read further', async () => {
  const key = await pulls.source({ accounts: ['a', 'b', 'c'] });
  pulls.answer = (request) =>
    reportOf(request, (account, day) => adsOf(account, day, 20).map((ad, at) => (at < 2 ? { ...ad, spend: 0.5 } : ad)));
  const { runId, end } = await pullIt(key);
  expect(end?.status).toBe('PARTIAL');
  expect(end?.error).toMatch(/^stopped reading: more than 5 % .*; 10 of 100 records were quarantined$/);
  expect(await runOf(runId)).toMatchObject({ records: 100, quarantined: 10, inserted: 90 });
});

test('a truncated or garbled answer is asked for again, and nothing of it is kept', async () => {
  const key = await pulls.source();
  let times = 0;
  pulls.answer = (request) => {
    times += 1;
    if (times === 1) return { ...reportOf(request), cut: true };
    if (times === 2) return { body: '{"data": [{"day": "2026' };
    return reportOf(request);
  };
  expect((await pullIt(key)).end?.status).toBe('SUCCEEDED');
  expect(await factsOf(key)).toEqual(told(days(5, 14).flatMap((day) => adsOf('a', day))));
  expect(
    await pulls.hub.rows(`SELECT count(*)::int AS pages FROM hub.raw_page p JOIN hub.source s ON s.id = p.source_id WHERE s.key = $1`, [
      key,
    ]),
  ).toEqual([{ pages: 4 }]);
});

test('no secret is stored outside the seal', async () => {
  const secret = 'canary-7f3a-secret+value/==';
  pulls.deps = pulls.depsOf(adsConnector({ auth: { kind: 'header', header: 'x-token', secret: 'apiToken' }, secrets: ['apiToken'] }));
  const key = await pulls.source({}, { apiToken: secret });
  // A platform that writes the token into the addresses it hands out.
  pulls.answer = (request) => {
    expect(request.headers['x-token']).toBe(secret);
    const { body } = reportOf(request) as { body: { data: object[]; next: number | null } };
    const next = new URL(`${pulls.stub.url}${request.path}?${request.query}`);
    next.searchParams.set('page', String(body.next));
    next.searchParams.set('token', secret);
    return { body: { ...body, next: body.next === null ? null : next.href } };
  };
  expect((await pullIt(key, { stopping: () => pulls.stub.requests.length === 2 })).end).toBeNull();
  const stored = await pulls.hub.rows<{ text: string }>(
    `SELECT string_agg(t.text, ' ') AS text FROM (SELECT p.request::text || p.headers::text AS text FROM hub.raw_page p
     UNION ALL SELECT r.position::text FROM hub.ingest_run r UNION ALL SELECT s.config::text || encode(coalesce(s.secrets, ''), 'escape') FROM hub.source s) t`,
  );
  expect(stored[0]!.text.includes('[secret')).toBe(true);
  expect(stored[0]!.text.includes('canary-7f3a')).toBe(false);
  const bodies = await pulls.hub.rows<{ body: Buffer }>(
    `SELECT body FROM hub.raw_page p JOIN hub.source s ON s.id = p.source_id WHERE s.key = $1`,
    [key],
  );
  for (const { body } of bodies) expect((await unpacked(body)).includes('canary-7f3a')).toBe(false);
  // Whoever goes on with the run sends the secret again.
  const [{ id }] = (await pulls.hub.rows<{ id: number }>('SELECT max(id) AS id FROM hub.ingest_run')) as [{ id: number }];
  expect((await runPull(pulls.deps, (await claimRun(pulls.hub.database, 1, id, 'next'))!))?.status).toBe('SUCCEEDED');
  expect(pulls.stub.requests[2]!.query.get('token')).toBe(secret);
});

test('a secret that the platform repeats in records and in errors is stored and told without it', async () => {
  const secret = 'canary-91c4-secret';
  pulls.deps = pulls.depsOf(adsConnector({ auth: { kind: 'header', header: 'x-token', secret: 'apiToken' }, secrets: ['apiToken'] }));
  const key = await pulls.source({}, { apiToken: secret });
  pulls.answer = (request) => {
    const { body } = reportOf(request) as { body: { data: object[]; next: string | null } };
    const data = body.data.map((ad, at) => (at === 0 ? { ...ad, clicks: `of ${secret}` } : { ...ad, seenBy: secret }));
    return pulls.stub.requests.length < 3 ? { body: { ...body, data } } : { status: 400, body: { error: `${secret} has no right here` } };
  };
  const { end } = await pullIt(key);
  expect(end?.status).toBe('FAILED');
  expect(end?.error).toContain('[secret:apiToken] has no right here');
  const quarantined = await pulls.hub.rows<{ raw: string }>(
    'SELECT q.raw, q.value FROM hub.quarantine q JOIN hub.source s ON s.id = q.source_id WHERE s.key = $1',
    [key],
  );
  expect(quarantined.length).toBeGreaterThan(0);
  expect(JSON.stringify(quarantined)).toContain('[secret:apiToken]');
  const pages = await pulls.hub.rows<KeptPage>(
    `SELECT ${KEPT} FROM hub.raw_page p JOIN hub.source s ON s.id = p.source_id WHERE s.key = $1`,
    [key],
  );
  const runs = await pulls.hub.rows(
    'SELECT r.error, r.position FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1',
    [key],
  );
  const told = [
    JSON.stringify(quarantined),
    JSON.stringify(runs),
    ...(await Promise.all(pages.map(async (page) => String(await unpacked(page.body))))),
    ...(await Promise.all(pages.map(recordsKept))).flat(),
  ];
  expect(told.filter((text) => text.includes('canary-91c4'))).toEqual([]);
});

test('a source is pulled by one run at a time', async () => {
  const key = await pulls.source();
  const [{ id }] = (await pulls.hub.rows<{ id: number }>('SELECT id FROM hub.source WHERE key = $1', [key])) as [{ id: number }];
  const runId = (await inWorkspace(pulls.hub.database, 1, (session) => createRun(session, { sourceId: id })))!;
  const held = (await claimRun(pulls.hub.database, 1, runId, 'other'))!;
  await expect(pullIt(key)).rejects.toThrow(`source ${key}: another pull of it is under way`);
  expect((await runPull(pulls.deps, held))?.status).toBe('SUCCEEDED');
  expect((await pullIt(key)).end?.status).toBe('SUCCEEDED');
});

test('a run that takes longer than its deadline ends as failed', async () => {
  const key = await pulls.source();
  pulls.answer = () => ({ hang: true });
  pulls.deps = { ...pulls.deps, deadlineMs: 200 };
  expect((await pullIt(key)).end).toEqual({ status: 'FAILED', error: 'the run took longer than its deadline of 0.2 s' });
});

test('a record that lies in its page is kept there and nowhere else, and shown to the byte as it was sent', async () => {
  const key = await pulls.source();
  const record = (day: string) => `{ "day":"${day}", "ad" : "a\\u00e4",\n "spend": 1.0e1, "clicks": 3, "id": 12345678901234567890 }`;
  pulls.answer = ({ query }) => ({ body: `{"next": null, "data": [ ${record(query.get('from')!)} , ${record(query.get('to')!)}]}` });
  await pullIt(key);
  const pages = await pulls.hub.rows<KeptPage>(
    `SELECT ${KEPT} FROM hub.raw_page p JOIN hub.source s ON s.id = p.source_id WHERE s.key = $1 ORDER BY p.id`,
    [key],
  );
  expect(pages.map(({ records }) => records)).toEqual([null, null]);
  const sent = [
    ['2026-06-05', '2026-06-11'],
    ['2026-06-12', '2026-06-14'],
  ];
  expect(await Promise.all(pages.map(recordsKept))).toEqual(sent.map((days) => days.map(record)));
  const rows = await pulls.hub.rows<{ day: string; page_id: bigint; record_no: number }>(
    'SELECT f.day, f.page_id, f.record_no FROM fact.ad_day f JOIN hub.source s ON s.id = f.source_id WHERE s.key = $1 ORDER BY 1',
    [key],
  );
  const raw = await inWorkspace(pulls.hub.database, 1, (session) =>
    rawRecords(
      session,
      rows.map(({ page_id: id }) => id),
    ),
  );
  expect(rows.map(({ page_id: id, record_no: recordNo }) => raw.get(id)!.at(recordNo))).toEqual(sent.flat().map(record));
});
