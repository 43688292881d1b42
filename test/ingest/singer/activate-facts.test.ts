import { FACTS } from '../../../entities/facts';
import { factOf } from '../../../entities/facts/fact';
import { Mention } from '../../../entities/facts/Mention';
import { loadConnectors } from '../../../ingest/load-connectors';
import { replayQuarantine } from '../../../ingest/replay-quarantine';
import { inWorkspace, type Session } from '../../../src/database/session';
import { createLog } from '../../../src/lib/log';
import { newKey } from '../../../src/lib/seal';
import { answer } from '../../../src/metrics/answer';
import { lineage } from '../../../src/metrics/lineage';
import { checkRollups } from '../../../src/metrics/refresh-rollups';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../../support/ingest-workspace';
import { wordsLeft } from '../../support/words-left';
import { activate, fixture, linesOf, load, mapOf, record, schema } from './singer-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const map = mapOf(fixture('orders.yaml'));
const PROPERTIES = { id: { type: 'integer' }, created_at: {}, brand: {}, currency: {}, total: {}, customer: {}, test: {} };
const order = (id: number, version?: number, more: object = {}) =>
  record('orders', { id, created_at: '2026-03-05T10:00:00Z', brand: 'lumen', currency: 'EUR', total: 10, test: false, ...more }, version);
const send = (source: string, ...messages: object[]) =>
  load(hub, source, linesOf(schema('orders', PROPERTIES), ...messages), { map, quarantine: true });

const ordersOf = async (source: string) => {
  const rows = await hub.rows<{ id: string }>(
    'SELECT f.order_id AS id FROM fact.order_line f JOIN hub.source s ON s.id = f.source_id WHERE s.key = $1 ORDER BY 1',
    [source],
  );
  return rows.map(({ id }) => id).join(' ');
};
const reading = <T>(work: (session: Session) => Promise<T>) => inWorkspace(hub.database, 1, work, { snapshot: true });
const now = async () => (await hub.rows<{ at: Date }>('SELECT clock_timestamp() AS at'))[0]!.at;
/** Orders and revenue of a source, as of an instant. */
const shown = async (source: string, asOf?: Date) => {
  const question = { by: [], fx: 'DAY_RATE' as const, orderBy: [], totals: false, first: 10, currency: 'EUR', ...(asOf && { asOf }) };
  const where = [{ dimension: 'SOURCE' as const, op: 'IN' as const, values: [source] }];
  const asked = { ...question, where, select: ['orders', 'revenue'], range: { from: '2026-03-01', to: '2026-03-31' } };
  const { rows } = await reading((session) => answer(session, asked, { today: '2026-06-15', locale: 'EN' }));
  return rows[0]?.values ?? [];
};
const numbers = async (source: string, asOf?: Date) => (await shown(source, asOf)).map(({ value }) => value);

test('what a newer version leaves out is in no answer any more, and in every answer as of before', async () => {
  await send('shop', order(1, 100), order(2, 100), activate('orders', 100));
  await send('shop', order(2, 100, { total: 15 }));
  const before = await now();
  expect(await numbers('shop')).toEqual([2, 25]);
  const loaded = await send('shop', order(1, 200), order(3, 200, { total: 7 }), activate('orders', 200));
  expect(loaded).toMatchObject({ inserted: 1, unchanged: 1, deleted: 1, streams: [{ stream: 'orders', deleted: 1 }] });
  expect(await ordersOf('shop')).toBe('1 3');
  expect([await numbers('shop'), await numbers('shop', before)]).toEqual([
    [2, 17],
    [2, 25],
  ]);
  const [, cell] = await shown('shop', before);
  const { recomputed, records } = await reading((session) => lineage(session, cell!.lineage));
  expect([recomputed, records.records.map(({ raw }) => JSON.parse(raw).total)]).toEqual([25, [10, 15]]);
  expect(await reading(checkRollups)).toEqual([]);
});

test('one that comes again is there again, and not in between', async () => {
  const [between] = [await now()];
  await send('shop', order(2, 300, { total: 20 }), order(1, 300), order(3, 300), activate('orders', 300));
  expect(await ordersOf('shop')).toBe('1 2 3');
  expect([await numbers('shop'), await numbers('shop', between)]).toEqual([
    [3, 40],
    [2, 17],
  ]);
});

test('a version that is activated again takes nothing back, whoever was not sent this time', async () => {
  await send('same', order(1, 100), order(2, 100), activate('orders', 100));
  expect(await send('same', order(2, 100), activate('orders', 100))).toMatchObject({ unchanged: 1, deleted: 0 });
  expect(await ordersOf('same')).toBe('1 2');
});

test('records without a version go, those of another stream or source stay', async () => {
  await send('other', order(1));
  expect(await send('plain', order(1), order(2, 7), activate('orders', 7))).toMatchObject({ deleted: 1 });
  expect([await ordersOf('plain'), await ordersOf('other')]).toEqual(['2', '1']);
});

test('a record of an older version that waited in quarantine adds nothing', async () => {
  await send('late', order(1, 100, { brand: 'third' }), order(2, 100));
  await send('late', order(2, 200), order(3, 200, { brand: 'third' }), activate('orders', 200));
  await hub.rows(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'third', 'Third') RETURNING id`);
  const deps = { database: hub.database, connectors: loadConnectors(), key: newKey(), log: createLog('silent') };
  expect(await replayQuarantine(deps, 1, 'late')).toMatchObject({ loaded: 2, left: 0 });
  expect(await ordersOf('late')).toBe('2 3');
  expect(await send('late', order(2, 300), activate('orders', 300))).toMatchObject({ deleted: 1 });
});

test('a post that was taken back loses its words as well once it is deleted', async () => {
  const rules =
    'name: talk\nstreams: { talk: { target: Mention, columns: { day: day, brand: brand, platform: platform, post: id, text: text } } }';
  const said = { day: '2026-03-05', brand: 'lumen', platform: 'reddit', id: 't3_pi', text: 'words of pi' };
  const talk = linesOf(
    schema('talk', { day: {}, brand: {}, platform: {}, id: {}, text: {} }),
    record('talk', said, 1),
    activate('talk', 2),
  );
  expect(await load(hub, 'talk', talk, { map: mapOf(rules) })).toMatchObject({ inserted: 1, deleted: 1 });
  expect(await wordsLeft(hub.test.superuserUrl, 'words of pi')).toContain('hub.removed_row');
  const posts = { platform: 'reddit', held: [], gone: [{ post: 't3_pi', recordNo: 0 }] };
  expect(await loadPage(hub, await hub.startRun(), 0, { fact: Mention, rows: [], records: ['{}'], posts })).toMatchObject({ revised: 1 });
  expect(await wordsLeft(hub.test.superuserUrl, 'words of pi')).toEqual([]);
});

test('rows can be taken out of every fact', async () => {
  const tables = Object.values(FACTS).map((fact) => `fact.${factOf(fact).table}`);
  const may = await hub.rows<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) t (name) WHERE NOT has_table_privilege('brandhub_app', name, 'DELETE')`,
    [tables],
  );
  expect(may).toEqual([]);
});
