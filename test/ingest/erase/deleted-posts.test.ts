import { createHash } from 'node:crypto';
import { Mention } from '../../../entities/facts/Mention';
import { land } from '../../../ingest/land';
import { loadConnectors } from '../../../ingest/load-connectors';
import { checkRows, promotePage } from '../../../ingest/promote';
import { pullNow } from '../../../ingest/pull-now';
import { deliveryNames } from '../../../ingest/push/delivery-names';
import { findPushSource, pushMeaning } from '../../../ingest/push/push-source';
import { readPushed } from '../../../ingest/push/read-pushed';
import { takeDelivery } from '../../../ingest/push/take-delivery';
import { unpacked } from '../../../ingest/record-lines';
import { replayQuarantine } from '../../../ingest/replay-quarantine';
import type { IngestDeps } from '../../../ingest/run-pull';
import { finishRun, startRun } from '../../../ingest/runs';
import { createSource } from '../../../ingest/sources';
import { inWorkspace } from '../../../src/database/session';
import { createLog } from '../../../src/lib/log';
import { newKey } from '../../../src/lib/seal';
import { answer } from '../../../src/metrics/answer';
import { lineage } from '../../../src/metrics/lineage';
import { checkRollups } from '../../../src/metrics/refresh-rollups';
import { fakeClock } from '../../support/ingest-clock';
import { type StubPlatform, stubPlatform } from '../../support/ingest-platform';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../../support/ingest-workspace';
import { wordsLeft } from '../../support/words-left';

const clock = fakeClock('2026-06-15T12:00:00Z');
const DAYS = { from: '2026-06-14', to: '2026-06-15' };
let hub: IngestWorkspace;
let stub: StubPlatform;
let deps: IngestDeps;
let listed: object[] = [];

/** A post as Reddit lists it. */
const post = (name: string, data: object = {}) => ({
  kind: 't3',
  data: {
    name: `t3_${name}`,
    author: `author-of-${name}`,
    title: `Lumen and the canary of ${name}`,
    selftext: `It "sings"\nall day, says ${name}.`,
    created_utc: Date.parse('2026-06-14T08:00:00Z') / 1000,
    permalink: `/r/birds/comments/${name}/canary/`,
    score: 10,
    num_comments: 1,
    ...data,
  },
});
const GONE = { author: '[deleted]', selftext: '[removed]', removed_by_category: 'deleted' };

beforeAll(async () => {
  hub = await ingestWorkspace();
  stub = await stubPlatform(({ path }) => ({
    headers: { 'content-type': 'application/json' },
    body: path.endsWith('access_token') ? { access_token: 'a' } : { kind: 'Listing', data: { after: null, children: listed } },
  }));
  deps = { database: hub.database, connectors: loadConnectors(), key: newKey(), log: createLog('silent'), clock, random: () => 0 };
  await inWorkspace(hub.database, 1, async (session) => {
    const config = { baseUrl: stub.url, userAgent: 'server:test:1 (by /u/x)', queries: ['Lumen'] };
    const secrets = { clientId: 'a', clientSecret: 'b' };
    await createSource(session, deps, { key: 'reddit', connector: 'reddit', config, secrets, privateHosts: [new URL(stub.url).host] });
    const mapping = {
      target: 'Mention',
      columns: { day: 'day', brand: { const: 'lumen' }, platform: { const: 'reddit' }, post: 'id', text: 'text', engagements: 'votes' },
    };
    await createSource(session, deps, { key: 'copies', connector: 'push', config: { mapping }, secrets: { signingKey: 'k' } });
  });
});
afterAll(async () => {
  await stub?.close();
  await hub?.close();
});

/** Pulls what is listed now; returns the run's counters. */
async function pull(...posts: object[]) {
  listed = posts;
  const { runId, end } = await pullNow(deps, { workspaceId: 1, sourceKey: 'reddit', ...DAYS });
  const [run] = await hub.rows(
    `SELECT records::int, inserted::int, revised::int, unchanged::int, quarantined::int FROM hub.ingest_run WHERE id = $1`,
    [runId],
  );
  return { status: end?.status, ...run };
}

async function push(...records: object[]) {
  const source = (await findPushSource(hub.database, 'default', 'copies'))!;
  const body = Buffer.from(JSON.stringify(records));
  const headers = { 'content-type': 'application/json' };
  const page = readPushed(pushMeaning(source), body, headers);
  const names = deliveryNames('github', { headers, body })!;
  return takeDelivery(hub.database, { source, page, body, contentType: 'application/json', names, receivedAt: clock.now() });
}

const left = (words: string) => wordsLeft(hub.test.superuserUrl, words);
const mentions = (asOf?: string) =>
  inWorkspace(
    hub.database,
    1,
    async (session) => {
      const question = { by: [], where: [], fx: 'DAY_RATE' as const, orderBy: [], totals: false, first: 10, currency: 'EUR' };
      const asked = { ...question, select: ['mentions', 'netSentiment'], range: DAYS, ...(asOf && { asOf: new Date(asOf) }) };
      return (await answer(session, asked, { today: '2026-06-15', locale: 'EN' })).rows[0]!.values;
    },
    { snapshot: true },
  );
const now = async () => (await hub.rows<{ at: string }>('SELECT clock_timestamp()::text AS at'))[0]!.at;

describe('a post that was edited, read again, quarantined and pushed', () => {
  let before: string;
  let numbers: unknown[];
  beforeAll(async () => {
    await pull(post('alpha'), post('beta'));
    await pull(post('alpha'), post('beta'));
    await pull(post('alpha', { selftext: 'An edit says canary of alpha.', score: 30 }), post('beta'));
    await pull(post('alpha', { score: 'many' }), post('beta'));
    await pull(post('gamma', { title: 'No brand', selftext: 'A crosspost.', crosspost_parent_list: [post('alpha').data] }), post('beta'));
    await push(
      { day: '2026-06-14', id: 't3_alpha', text: 'Copied: canary of alpha', votes: 3 },
      { day: '2026-06-14', id: 't3_beta', text: 'Lumen', votes: 4 },
    );
    before = await now();
    numbers = await mentions();
  });

  it('is erased wherever its words stood, once its platform says that it is gone', async () => {
    expect(await left('canary of alpha')).toEqual(
      expect.arrayContaining([
        'fact.mention',
        'hub.quarantine',
        'hub.revision',
        expect.stringMatching(/^body/),
        expect.stringMatching(/^records/),
      ]),
    );
    expect(await pull(post('alpha', GONE), post('beta'))).toEqual({
      status: 'SUCCEEDED',
      records: 2,
      inserted: 0,
      revised: 1,
      unchanged: 1,
      quarantined: 0,
    });
    for (const words of ['canary of alpha', 'author-of-alpha', 'comments/alpha', 'all day, says alpha'])
      expect([words, await left(words)]).toEqual([words, []]);
    expect(await left('canary of beta')).not.toEqual([]);
  });

  it('goes on being counted, then and now', async () => {
    expect((await mentions()).map(({ value }) => value)).toEqual(numbers.map((each) => (each as { value: number }).value));
    expect((await mentions(before)).map(({ value }) => value)).toEqual(numbers.map((each) => (each as { value: number }).value));
    expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
    const rows =
      await hub.rows(`SELECT s.key, m.engagements::int, m.text, m.author, m.url FROM fact.mention m JOIN hub.source s ON s.id = m.source_id
      WHERE m.post = 't3_alpha' ORDER BY 1`);
    const none = { text: null, author: null, url: null };
    expect(rows).toEqual([
      { key: 'copies', engagements: 3, ...none },
      { key: 'reddit', engagements: 31, ...none },
    ]);
  });

  it('is shown as redacted in the lineage of what counts it', async () => {
    const [cell] = await mentions();
    const { records, recomputed } = await inWorkspace(hub.database, 1, (session) => lineage(session, cell!.lineage), { snapshot: true });
    expect(recomputed).toBe(cell!.value);
    const shown = (post: string) => records.records.filter(({ values }) => JSON.parse(values).post === post);
    expect(shown('t3_alpha').map(({ raw, redacted }) => [raw, redacted])).toEqual(Array(2).fill(['{"redacted":true}', true]));
    expect(shown('t3_beta').map(({ redacted }) => redacted)).toEqual([false, false]);
  });

  it('leaves pages with the hash of what came and all their other records', async () => {
    const pages = await hub.rows<{ body: Buffer; sha256: Buffer; bytes: number; isRedacted: boolean }>(
      `SELECT body, sha256, bytes, redacted_at IS NOT NULL AS "isRedacted" FROM hub.raw_page WHERE stream = 'posts' ORDER BY id`,
    );
    expect(pages.map(({ isRedacted }) => isRedacted)).toEqual(Array(6).fill(true));
    for (const [at, page] of pages.entries()) {
      const { children } = JSON.parse((await unpacked(page.body)).toString()).data;
      expect([at, children]).toEqual([at, [{ redacted: true }, post('beta')]]);
    }
    const first = JSON.stringify({ kind: 'Listing', data: { after: null, children: [post('alpha'), post('beta')] } });
    expect(pages[0]).toMatchObject({ bytes: first.length, sha256: createHash('sha256').update(first).digest() });
  });

  it('waits in quarantine no longer', async () => {
    expect(await hub.rows('SELECT raw, reason, value, replayed_at IS NULL AS open FROM hub.quarantine')).toEqual([
      { raw: '{"redacted":true}', reason: 'the post was deleted', value: null, open: false },
    ]);
    expect(await replayQuarantine(deps, 1, 'reddit')).toEqual({ runId: null, loaded: 0, left: 0 });
  });

  it('changes nothing when it is told again', async () => {
    expect(await pull(post('alpha', GONE), post('beta'))).toMatchObject({ revised: 0, unchanged: 2 });
    expect(await left('canary of alpha')).toEqual([]);
  });

  it('brings its numbers and not its words when a page still shows it', async () => {
    expect(await pull(post('alpha', { score: 40 }), post('beta'))).toMatchObject({ revised: 1, unchanged: 1 });
    expect(await pull(post('alpha', { score: 40 }), post('beta'))).toMatchObject({ revised: 0, unchanged: 2 });
    expect(await push({ day: '2026-06-14', id: 't3_alpha', text: 'Again: canary of alpha', votes: 5 })).toMatchObject({ revised: 1 });
    expect(await hub.rows(`SELECT engagements::int AS n, text FROM fact.mention WHERE post = 't3_alpha' ORDER BY 1`)).toEqual([
      { n: 5, text: null },
      { n: 41, text: null },
    ]);
    expect(await left('canary of alpha')).toEqual([]);
  });
});

test('a post that comes and goes on one page is counted, and none of its words are kept', async () => {
  expect(await pull(post('delta'), post('delta', GONE))).toMatchObject({ records: 2, inserted: 1, revised: 1 });
  expect(await hub.rows(`SELECT engagements::int AS n, text FROM fact.mention WHERE post = 't3_delta'`)).toEqual([{ n: 11, text: null }]);
  expect(await left('canary of delta')).toEqual([]);
});

describe('a page that had landed and was not promoted when another told that its post is gone', () => {
  const words = 'Lumen and the canary of sigma';
  const row = { day: '2026-06-14', brand: 'lumen', platform: 'reddit', post: 't3_sigma', text: words, engagements: 1 };
  const record = JSON.stringify(post('sigma', { title: words }));
  const posts = { platform: 'reddit', held: [{ post: 't3_sigma', recordNo: 0 }], gone: [] };
  const begin = async () => {
    const run = await hub.startRun();
    const landing = { stream: 'test', seq: 0, request: {}, status: 200, headers: {}, fetchedAt: clock.now(), posts };
    return { run, page: await land(hub.database, run, { ...landing, body: Buffer.from(`[${record}]`) }) };
  };

  const hearElsewhere = async () => {
    const told = { posts: { ...posts, held: [], gone: posts.held }, records: ['{}'] };
    const other = (await inWorkspace(hub.database, 1, (session) => startRun(session, { sourceId: 1000 })))!;
    await loadPage(hub, other, 0, { fact: Mention, rows: [], ...told });
    await inWorkspace(hub.database, 1, (session) => finishRun(session, other, { status: 'SUCCEEDED', error: null }));
  };

  it('is erased as it is promoted, and at once when its run has ended', async () => {
    const { page: abandoned } = await begin();
    const { run, page } = await begin();
    await hearElsewhere();
    expect(await left(words)).toEqual([`body of page ${page.id}`]);
    const promotion = { run, page: { id: page.id, stream: 'test' }, fact: Mention, records: [record], posts, position: {} };
    expect(await promotePage(hub.database, promotion, checkRows(Mention, [{ recordNo: 0, values: row }], []))).toMatchObject({
      inserted: 1,
    });
    expect(await left(words)).toEqual([]);
    expect(
      await hub.rows('SELECT id FROM hub.raw_page WHERE id = ANY($1) AND redacted_at IS NOT NULL', [[abandoned.id, page.id]]),
    ).toHaveLength(2);
  });

  it('is erased after the next pull when its run has ended without it', async () => {
    const { run, page } = await begin();
    await hearElsewhere();
    await inWorkspace(hub.database, 1, (session) => finishRun(session, run, { status: 'FAILED', error: 'the platform is down' }));
    expect(await left(words)).toEqual([`body of page ${page.id}`]);
    await pull(post('beta'));
    expect(await left(words)).toEqual([]);
  });
});

test('of a post that was never seen alive the notice keeps no words either', async () => {
  expect(await pull(post('omega', GONE))).toMatchObject({ records: 1, unchanged: 1 });
  expect(await left('canary of omega')).toEqual([]);
});
