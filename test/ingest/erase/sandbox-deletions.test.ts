import { loadConnectors } from '../../../ingest/load-connectors';
import { pullNow } from '../../../ingest/pull-now';
import type { IngestDeps } from '../../../ingest/run-pull';
import { type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../../ingest/sandbox/sandbox';
import { createSource } from '../../../ingest/sources';
import { inWorkspace } from '../../../src/database/session';
import type { Day } from '../../../src/lib/day';
import { createLog } from '../../../src/lib/log';
import { newKey } from '../../../src/lib/seal';
import { fakeClock } from '../../support/ingest-clock';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';
import { KEPT, type KeptPage, recordsKept } from '../../support/kept-records';

const clock = fakeClock('2026-06-04T23:00:00Z');
const SOURCES = ['reddit', 'hacker-news', 'weibo-verdane', 'bluesky-jetstream'];
let hub: IngestWorkspace;
let sandbox: Sandbox;
let deps: IngestDeps;

beforeAll(async () => {
  hub = await ingestWorkspace();
  sandbox = await startSandbox({ today: '2026-06-04' });
  deps = { database: hub.database, connectors: loadConnectors(), key: newKey(), log: createLog('silent'), clock, random: () => 0 };
  for (const { key, names } of WORLD_BRANDS)
    await hub.rows(`INSERT INTO hub.brand (workspace_id, key, name, names) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING RETURNING id`, [
      key,
      names.en,
      JSON.stringify(names),
    ]);
  await inWorkspace(hub.database, 1, async (session) => {
    for (const { mount: _mount, ...source } of sandboxSources(sandbox.url).filter(({ key }) => SOURCES.includes(key)))
      await createSource(session, deps, source);
  });
});
afterAll(async () => {
  await sandbox?.close();
  await hub?.close();
});

interface Known {
  row_id: bigint;
  post: string;
  text: string | null;
  author: string | null;
}

/** Pulls a source as it is on a day; returns the run's counters and the mentions that are known then. */
async function on(today: Day, key: string, from: Day) {
  sandbox.setToday(today);
  clock.set(`${today}T23:00:00Z`);
  const { runId, end } = await pullNow(deps, { workspaceId: 1, sourceKey: key, from, to: today });
  expect([key, end]).toEqual([key, { status: 'SUCCEEDED', error: null }]);
  const [run] = await hub.rows<{ revised: number; erased: number }>(
    `SELECT revised::int, (SELECT count(*)::int FROM hub.erased_post e WHERE e.run_id = r.id) AS erased FROM hub.ingest_run r WHERE id = $1`,
    [runId],
  );
  const mentions = await hub.rows<Known>(
    `SELECT m.row_id, m.post, m.text, m.author FROM fact.mention m JOIN hub.source s ON s.id = m.source_id WHERE s.key = $1 ORDER BY 1`,
    [key],
  );
  return { ...run!, mentions };
}

/** The raw records of a source's pages that hold a text. */
async function recordsWith(key: string, text: string): Promise<string[]> {
  const pages = await hub.rows<KeptPage>(`SELECT ${KEPT} FROM hub.raw_page p JOIN hub.source s ON s.id = p.source_id WHERE s.key = $1`, [
    key,
  ]);
  const lines = await Promise.all(pages.map(recordsKept));
  return lines.flat().filter((line) => line.includes(text));
}

test.each([
  ['reddit', '2026-06-04', '2026-06-08', /^t3_/],
  ['hacker-news', '2026-06-09', '2026-06-11', /^\d+$/],
  ['weibo-verdane', '2026-06-05', '2026-06-07', /^\d+$/],
  ['bluesky-jetstream', '2026-06-05', '2026-06-06', /^at:/],
] as const)('what is deleted at %s is erased when the hub next hears of it, and stays counted', async (key, first, then, name) => {
  const before = await on(first, key, first);
  const after = await on(then, key, first);
  const textOf = new Map(after.mentions.map(({ row_id: id, text }) => [id, text]));
  const gone = before.mentions.filter(({ row_id: id, text }) => text !== null && textOf.get(id) === null);
  expect(gone.length).toBeGreaterThan(0);
  expect(after.mentions.map(({ row_id: id }) => id)).toEqual(expect.arrayContaining(before.mentions.map(({ row_id: id }) => id)));
  expect(after.revised).toBeGreaterThanOrEqual(1);
  expect(after.erased).toBeGreaterThanOrEqual(new Set(gone.map(({ post }) => post)).size);
  for (const { post, author } of gone) {
    expect(post).toMatch(name);
    const id = post.split('/').at(-1)!.replace(/^t3_/, '');
    // What is left of it are notices that it is gone.
    for (const record of await recordsWith(key, id)) expect(record).not.toContain(author!);
  }
  const again = await on(then, key, first);
  expect(again).toEqual({ revised: 0, erased: 0, mentions: after.mentions });
});
