import { loadConnectors } from '../../../ingest/load-connectors';
import { replayQuarantine } from '../../../ingest/replay-quarantine';
import { parseSingerMap } from '../../../ingest/singer/singer-map';
import { createLog } from '../../../src/lib/log';
import { newKey } from '../../../src/lib/seal';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';
import { activate, counts, fixture, kept, linesOf, load, mapOf, record, refused, schema, state } from './singer-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const map = () => mapOf(fixture('orders.yaml'));
const ORDER = { id: { type: 'integer' }, created_at: {}, brand: {}, currency: {}, total: {}, customer: { type: 'object' }, test: {} };
const order = (id: number, more: object = {}) =>
  record('orders', { id, created_at: '2026-03-05T10:00:00Z', brand: 'lumen', currency: 'EUR', total: 10, test: false, ...more });
const orders = (...messages: object[]) => linesOf(schema('orders', ORDER), ...messages);

const linesIn = (source: string) =>
  hub.rows(
    `SELECT f.day, f.order_id, f.customer, b.key AS brand, f.currency, f.gross_micros AS gross FROM fact.order_line f
     JOIN hub.source s ON s.id = f.source_id JOIN hub.brand b ON b.id = f.brand_id WHERE s.key = $1 ORDER BY f.order_id`,
    [source],
  );
const replay = (source: string, rules?: string) =>
  replayQuarantine(
    { database: hub.database, connectors: loadConnectors(), key: newKey(), log: createLog('silent') },
    1,
    source,
    rules ? parseSingerMap(rules) : null,
  );

describe('a stream that the map names', () => {
  test('becomes rows of its fact; the others are kept as they came', async () => {
    const loaded = await load(hub, 'shop', fixture('orders.jsonl'), { map: map() });
    expect(loaded.streams).toEqual([
      { stream: 'orders', target: 'OrderLine', records: 4, inserted: 3, revised: 0, unchanged: 1, quarantined: 0, deleted: 0 },
      { stream: 'customers', target: null, records: 1, inserted: 1, revised: 0, unchanged: 0, quarantined: 0, deleted: 0 },
    ]);
    expect(await linesIn('shop')).toEqual([
      {
        day: '2026-03-02',
        order_id: '90071992547409931',
        customer: '90071992547409977',
        brand: 'lumen',
        currency: 'EUR',
        gross: 19_990_000n,
      },
      { day: '2026-03-01', order_id: '90071992547409932', customer: null, brand: 'lumen', currency: 'EUR', gross: 1_234_567_890_125_000n },
      { day: '2026-03-02', order_id: '90071992547409934', customer: null, brand: 'other', currency: 'EUR', gross: 7_500_000n },
    ]);
    expect((await kept(hub, 'shop')).map(({ stream }) => stream)).toEqual(['customers']);
    const [source] = await hub.rows(`SELECT connector, schedule, fresh_to FROM hub.source WHERE key = 'shop'`);
    expect(source).toEqual({ connector: 'singer', schedule: '', fresh_to: '2026-03-02' });
  });

  test('revises its facts when it comes again, with the old value in the ledger', async () => {
    expect(counts(await load(hub, 'shop', fixture('orders.jsonl'), { map: map() }))).toEqual({
      records: 5,
      inserted: 0,
      revised: 0,
      unchanged: 5,
      quarantined: 0,
    });
    const restated = await load(hub, 'shop', fixture('orders.jsonl').replace('19.99', '18.99'), { map: map() });
    expect(restated).toMatchObject({ revised: 1, unchanged: 4 });
    const [revision] = await hub.rows(`SELECT old, new FROM hub.revision WHERE run_id = $1 AND measure = 'gross_micros'`, [restated.runId]);
    expect(revision).toEqual({ old: '19990000', new: '18990000' });
  });

  test('takes what is stated of all records, and remembers it for the next load', async () => {
    const bare = schema('orders', { id: {}, created_at: {}, total: {}, test: {} });
    const rules = mapOf(
      fixture('orders.yaml')
        .replace('      brand: brand\n', '')
        .replace('      currency: currency\n', '')
        .replace('      customer: customer.id\n', ''),
    );
    const message = (id: number) => record('orders', { id, created_at: '2026-03-05', total: 1, test: false });
    await load(hub, 'stated', linesOf(bare, message(1)), { map: rules, stated: { brand: 'other', currency: 'GBP' } });
    await load(hub, 'stated', linesOf(bare, message(2)), { map: rules });
    expect((await linesIn('stated')).map(({ order_id: id, brand, currency }) => [id, brand, currency])).toEqual([
      ['1', 'other', 'GBP'],
      ['2', 'other', 'GBP'],
    ]);
  });

  test('and that does not come is named', async () => {
    expect(await load(hub, 'unseen', linesOf(schema('a', { id: {} })), { map: map() })).toMatchObject({ unseen: ['orders'] });
  });
});

describe('a map that does not fit', () => {
  test.each<[string, string, RegExp]>([
    [
      'no such fact',
      'name: a\nstreams: { orders: { target: Orders } }',
      /^map a: streams\.orders: target: there is no fact "Orders"; there are AdDay, /,
    ],
    [
      'no such column',
      'name: a\nstreams: { orders: { target: OrderLine, columns: { day: d, brand: b, orderId: o, price: p } } }',
      /OrderLine has no "price"; it has day, brand, /,
    ],
    [
      'a required column without a rule',
      'name: a\nstreams: { orders: { target: OrderLine, columns: { day: d, orderId: o } } }',
      /OrderLine\.brand is required/,
    ],
  ])('is told before anything is written: %s', async (_what, yaml, reason) => {
    await expect(load(hub, 'unfit', orders(), { map: mapOf(yaml) })).rejects.toThrow(reason);
    expect(await hub.rows(`SELECT id FROM hub.source WHERE key = 'unfit'`)).toEqual([]);
  });

  test('is told with every place that is wrong', () => {
    expect(() => parseSingerMap('name: A B\nstreams: { orders: { targte: OrderLine } }', 'map.yaml')).toThrow(
      /^map\.yaml: [\s\S]*at name[\s\S]*at streams\.orders/,
    );
  });

  test('a column that the schema does not have ends the load, unless records have more than it tells', async () => {
    const properties = { ...ORDER, customer: { type: 'object', properties: { key: {} } } };
    const closed = await load(hub, 'columns', linesOf(schema('orders', properties)), { map: map() });
    expect(closed.error).toBe(
      'line 1: stream orders: its schema has no "customer.id", which the map reads; it has "id", "created_at", "brand", "currency", "total", "customer", "customer.key", "test"',
    );
    expect(
      await load(hub, 'columns', linesOf(schema('orders', properties, ['id'], { additionalProperties: true })), { map: map() }),
    ).toMatchObject({ error: null });
    expect(await load(hub, 'columns', orders(order(1)), { map: map() })).toMatchObject({ error: null, inserted: 1 });
  });
});

describe('records that were refused', () => {
  test('end the load with their line, also when it is the brand that nobody tracks', async () => {
    const messages = orders(order(1), state(1), order(2, { brand: 'nobody' }), order(3), state(3));
    const strict = await load(hub, 'strict', messages, { map: map() });
    expect(strict).toMatchObject({ error: 'line 4: stream orders: brand: "nobody" is not a tracked brand', told: ['1'], inserted: 1 });
    expect(await load(hub, 'strict', messages, { map: map(), createBrands: true })).toMatchObject({
      error: null,
      inserted: 2,
      unchanged: 1,
    });
  });

  test('are loaded by a replay once what was wrong is right: the brand, or the map', async () => {
    const messages = orders(order(1, { brand: 'newcomer' }), order(2, { total: 'a lot' }), order(3));
    await load(hub, 'replayed', messages, { map: map(), quarantine: true });
    expect((await refused(hub, 'replayed')).map(({ line, reason, place, value }) => [line, reason, place, value])).toEqual([
      [2, 'brand: "newcomer" is not a tracked brand', 'brand', 'newcomer'],
      [3, 'gross: expected a number', 'total', 'a lot'],
    ]);
    expect(await replay('replayed')).toMatchObject({ loaded: 0, left: 2 });
    await hub.rows(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'newcomer', 'Newcomer') RETURNING id`);
    expect(await replay('replayed')).toMatchObject({ loaded: 1, left: 1 });
    expect(await replay('replayed', fixture('orders.yaml').replaceAll('total', '{ from: total, missing: [a lot] }'))).toMatchObject({
      loaded: 1,
      left: 0,
    });
    expect(await replay('replayed')).toEqual({ runId: null, loaded: 0, left: 0 });
    expect((await linesIn('replayed')).map(({ order_id: id, brand, gross }) => [id, brand, gross])).toEqual([
      ['1', 'newcomer', 10_000_000n],
      ['2', 'lumen', null],
      ['3', 'lumen', 10_000_000n],
    ]);
  });

  test('of a stream without a map are read by its last schema; what came later stays, and what a newer version left out stays away', async () => {
    const shape = (type: string) => schema('a', { id: { type: 'integer' }, n: { type } });
    const first = linesOf(
      shape('string'),
      record('a', { id: 1, n: 'first' }, 1),
      record('a', { id: 1, n: 2 }, 1),
      record('a', { id: 2, n: 2 }, 1),
      record('a', { id: 3, n: 3 }, 1),
    );
    expect(await load(hub, 'later', first, { quarantine: true })).toMatchObject({ inserted: 1, quarantined: 3 });
    // The first record is said again, unchanged: that the second came before it must not be forgotten.
    await load(hub, 'later', linesOf(schema('a', { id: {}, n: {} }), record('a', { id: 1, n: 'first' }, 1)));
    expect(await replay('later')).toMatchObject({ loaded: 3, left: 0 });
    expect((await kept(hub, 'later')).map(({ text }) => text)).toEqual([
      '{"n": "first", "id": 1}',
      '{"n": 2, "id": 2}',
      '{"n": 3, "id": 3}',
    ]);
    await load(hub, 'left-out', first, { quarantine: true });
    await load(hub, 'left-out', linesOf(schema('a', { id: {}, n: {} }), record('a', { id: 1, n: 'first' }, 2), activate('a', 2)), {
      hardDelete: true,
    });
    expect(await replay('left-out')).toMatchObject({ loaded: 3, left: 0 });
    expect((await kept(hub, 'left-out')).map(({ key }) => key)).toEqual(['[1]']);
    const runs = await hub.rows(
      `SELECT 1 FROM hub.ingest_run WHERE status = 'RUNNING' OR records <> inserted + revised + unchanged + quarantined`,
    );
    expect(runs).toEqual([]);
  });

  test('are read by a map only where there are streams', async () => {
    await expect(replay('ads', fixture('orders.yaml'))).rejects.toThrow(
      'source ads: has no map of streams; it is read through connector test',
    );
  });
});
