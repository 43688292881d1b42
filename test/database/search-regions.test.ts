import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { SearchDay } from '../../entities/facts/SearchDay';
import { inWorkspace } from '../../src/database/session';
import { answer } from '../../src/metrics/answer';
import type { Question } from '../../src/metrics/question';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../support/ingest-workspace';

const MIGRATION = readFileSync(path.join(__dirname, '../../src/database/migrations/0060-search-regions.sql'), 'utf8');

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const loaded = async (sourceId: number, regions: readonly (readonly [region: string, clicks: number])[]) => {
  const rows = regions.map(([region, clicks], recordNo) => ({
    recordNo,
    values: { day: '2026-02-03', brand: 'lumen', scope: 'property', region, device: 'mobile', clicks, impressions: 10 },
  }));
  await loadPage(hub, await hub.startRun(sourceId), 0, { fact: SearchDay, rows });
};
const clicks = (asOf?: Date) =>
  inWorkspace(hub.database, 1, async (session) => {
    const question: Question = {
      ...{ select: ['searchClicks'], by: ['SOURCE', 'REGION'], range: { from: '2026-02-01', to: '2026-02-28' }, where: [] },
      ...{ fx: 'DAY_RATE', orderBy: [], totals: false, first: 100, ...(asOf ? { asOf } : {}) },
    };
    const { rows } = await answer(session, question, { today: '2026-03-01', locale: 'EN' });
    return rows.map(({ dimensions, values }) => [...dimensions.map(({ key }) => key), values[0]!.value]);
  });

test('regions that Search Console called by three letters are called by two, and what was known of them before with them', async () => {
  const [file] = await hub.rows<{ id: number }>(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'file', 'File', 'file', '', 'UTC') RETURNING id`,
  );
  await hub.rows(`UPDATE hub.source SET connector = 'search-console' WHERE id = $1 RETURNING id`, [hub.sourceId]);
  await loaded(hub.sourceId, [...(['AUT', 'DEU', 'XKK', 'ZZZ'] as const).map((region) => [region, 1] as const), ['QQQ', 1]]);
  await loaded(file!.id, [['PER', 7]]);
  const [before] = await hub.rows<{ now: Date }>('SELECT clock_timestamp() AS now');
  await loaded(hub.sourceId, [['AUT', 5]]);
  await hub.rows(
    `INSERT INTO hub.removed_row (workspace_id, fact, day, row_id, removed_at, run_id, content)
     SELECT workspace_id, 'search_day', day, row_id + 1000, clock_timestamp(), 1, to_jsonb(f) || '{"region": "FRA", "clicks": 3}' FROM fact.search_day f
     WHERE region = 'DEU' RETURNING row_id`,
  );

  const owner = new Client({ connectionString: hub.test.ownerUrl });
  await owner.connect();
  await owner.query(MIGRATION).finally(() => owner.end());

  const rest = [
    ['ads', 'DE', 1],
    ['ads', 'QQQ', 1],
    ['ads', 'XK', 1],
    ['file', 'PER', 7],
  ];
  expect((await clicks()).sort()).toEqual([['ads', '', 1], ['ads', 'AT', 5], ...rest]);
  expect((await clicks(before!.now)).sort()).toEqual([
    ['ads', '', 1],
    ['ads', 'AT', 1],
    ['ads', 'DE', 1],
    ['ads', 'FR', 3],
    ...rest.slice(1),
  ]);
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
  const forced = await hub.rows(
    `SELECT c.relname FROM pg_class c WHERE c.oid IN ('hub.source'::regclass, 'hub.removed_row'::regclass, 'fact.search_day'::regclass,
     'rollup.search_day_property'::regclass) AND NOT c.relforcerowsecurity`,
  );
  expect(forced).toEqual([]);
});
