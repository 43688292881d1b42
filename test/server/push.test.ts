import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { loadConnectors } from '../../ingest/load-connectors';
import { pullNow } from '../../ingest/pull-now';
import { unpacked } from '../../ingest/record-lines';
import { replayQuarantine } from '../../ingest/replay-quarantine';
import { createSource, type NewSource, updateSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';

const KEY = 'canary-signing-key-of-the-shop';
const NOW = Date.parse('2026-11-23T01:00:00Z') / 1000;
const ORDERS = {
  target: 'OrderLine',
  columns: {
    day: 'at',
    brand: 'brand',
    orderId: { from: 'id', required: true },
    currency: { const: 'EUR' },
    gross: 'total',
    revenue: 'total',
  },
};

let server: ServerUnderTest;
let logged = '';
const deps = { connectors: loadConnectors(), key: newKey() };
beforeAll(async () => {
  const log = pino(
    { level: 'trace' },
    {
      write: (line) => {
        logged += line;
      },
    },
  );
  server = await serverUnderTest({}, { secretKey: deps.key, log });
  await server.run(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'lumen', 'Lumen')`);
  await add({ key: 'orders', config: { mapping: ORDERS } });
  await add({ key: 'events', config: { key: ['id'] } });
});
afterAll(() => server?.close());

const add = (source: Omit<NewSource, 'connector'>, workspaceId = 1) =>
  inWorkspace(server.database, workspaceId, (session) =>
    createSource(session, deps, { connector: 'push', secrets: { signingKey: KEY }, ...source }),
  );
const change = (key: string, what: Parameters<typeof updateSource>[3]) =>
  inWorkspace(server.database, 1, (session) => updateSource(session, deps, key, what));

interface Push {
  key?: string;
  time?: number;
  type?: string | null;
  headers?: Record<string, string>;
}
const signed = (body: string | Buffer, key: string, time: number) =>
  createHmac('sha256', key).update(`${time}.`).update(body).digest('hex');

/** Pushes a body, signed as brandhub asks for it, and returns the answer. */
async function push(
  path: string,
  body: string | Buffer | object,
  { key = KEY, time = NOW, type = 'application/json', headers }: Push = {},
) {
  const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const response = await fetch(`${server.url}/ingest/${path}`, {
    method: 'POST',
    body: bytes,
    headers: {
      ...(type && { 'content-type': type }),
      'x-brandhub-timestamp': String(time),
      'x-brandhub-signature': `sha256=${signed(bytes, key, time)}`,
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text), text, headers: response.headers };
}

const kept = (source: string) =>
  server.run(
    `SELECT r.key, r.record::text AS text FROM hub.landed_record r JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1 ORDER BY r.record_no, r.key`,
    [source],
  );
const lines = (source: string) =>
  server.run(
    `SELECT f.day::text, f.order_id, f.gross_micros::text AS gross FROM fact.order_line f JOIN hub.source s ON s.id = f.source_id WHERE s.key = $1 ORDER BY f.order_id`,
    [source],
  );
const runsOf = async (source: string) =>
  (
    await server.run(`SELECT r.status FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1 ORDER BY r.id`, [
      source,
    ])
  ).map(({ status }) => status);
const order = (id: number | string, more: object = {}) => ({ id, at: '2026-11-20T10:00:00Z', brand: 'lumen', total: '19.99', ...more });

describe('what is pushed', () => {
  test('becomes rows of the fact that the source is for: an object, a list, a line each', async () => {
    const one = await push('orders', `{"id":90071992547409931,"at":"2026-11-20T10:00:00Z","brand":"lumen","total":12345678901.25}`);
    expect(one).toMatchObject({
      status: 200,
      body: { records: 1, inserted: 1, revised: 0, unchanged: 0, quarantined: 0, duplicate: false, refused: [] },
    });
    const list = await push('orders', [order(1), order(2), order(1, { total: 5 })]);
    expect(list.body).toMatchObject({ records: 3, inserted: 2, unchanged: 1 });
    const jsonl = `${[order(2, { total: 7 }), order(3)].map((each) => JSON.stringify(each)).join('\n')}\n`;
    expect((await push('default/orders', jsonl, { type: 'application/x-ndjson; charset=utf-8' })).body).toMatchObject({
      records: 2,
      inserted: 1,
      revised: 1,
    });
    expect(await lines('orders')).toEqual([
      { day: '2026-11-20', order_id: '1', gross: '5000000' },
      { day: '2026-11-20', order_id: '2', gross: '7000000' },
      { day: '2026-11-20', order_id: '3', gross: '19990000' },
      { day: '2026-11-20', order_id: '90071992547409931', gross: '12345678901250000' },
    ]);
    const [page] = await server.run('SELECT body, request, promoted_at, status FROM hub.raw_page WHERE run_id = $1', [list.body.runId]);
    expect((await unpacked(page!.body as Buffer)).toString()).toBe(JSON.stringify([order(1), order(2), order(1, { total: 5 })]));
    expect(page).toMatchObject({
      request: { url: 'push:orders', delivery: expect.stringMatching(/^body:[0-9a-f]{64}$/) },
      promoted_at: expect.any(Date),
    });
    expect(await runsOf('orders')).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  });

  test('is kept as it came where the source is for no fact, by its key or each for itself', async () => {
    await push('events', '[{"id":99999999999999999,"n":0.1},{"id":1,"n":1}]');
    expect((await push('events', '{"id":1,"n":2}')).body).toMatchObject({ inserted: 0, revised: 1 });
    expect(await kept('events')).toEqual([
      { key: '[1]', text: '{"n": 2, "id": 1}' },
      { key: '[99999999999999999]', text: '{"n": 0.1, "id": 99999999999999999}' },
    ]);
    await add({ key: 'keyless' });
    await push('keyless', [{ n: 1 }, { n: 1 }]);
    expect(await kept('keyless')).toHaveLength(2);
    const [stream] = await server.run(
      `SELECT t.stream, t.key_properties, t.schemas FROM hub.landed_stream t JOIN hub.source s ON s.id = t.source_id WHERE s.key = 'events'`,
    );
    expect(stream).toEqual({ stream: 'events', key_properties: ['id'], schemas: 0 });
  });

  test('is refused record by record; all refused is 422, and a replay loads what passes later', async () => {
    await add({ key: 'partly', config: { mapping: ORDERS } });
    const some = await push('partly', `${JSON.stringify(order(1))}\n{"id":\n[1]\n${JSON.stringify(order(2, { brand: 'newcomer' }))}\n`, {
      type: 'application/jsonl',
    });
    expect(some).toMatchObject({ status: 200, body: { records: 4, inserted: 1, quarantined: 3 } });
    expect(some.body.refused).toEqual([
      { record: 2, reason: 'is not JSON' },
      { record: 3, reason: 'is not a JSON object' },
      { record: 4, reason: 'brand: "newcomer" is not a tracked brand' },
    ]);
    const none = await push('partly', [order(3, { total: 'dear' })]);
    expect(none).toMatchObject({
      status: 422,
      body: {
        errors: [{ message: 'all 1 records were quarantined' }],
        quarantined: 1,
        refused: [{ record: 1, reason: 'gross: expected a number' }],
      },
    });
    expect(await push('partly', [order(3, { total: 'dear' })])).toMatchObject({
      status: 200,
      body: { duplicate: true, quarantined: 1, runId: none.body.runId },
    });
    await server.run(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'newcomer', 'Newcomer')`);
    await change('partly', { config: { mapping: { ...ORDERS, missing: ['dear'] } } });
    const replayed = await replayQuarantine({ ...deps, database: server.database, log: createLog('silent') }, 1, 'partly');
    expect(replayed).toMatchObject({ loaded: 2, left: 2 });
    expect((await lines('partly')).map(({ order_id: id, gross }) => [id, gross])).toEqual([
      ['1', '19990000'],
      ['2', '19990000'],
      ['3', null],
    ]);
    expect(await runsOf('partly')).toEqual(['PARTIAL', 'PARTIAL', 'SUCCEEDED']);
  });

  test('nothing is a delivery too', async () => {
    expect(await push('events', '[]')).toMatchObject({ status: 200, body: { records: 0, duplicate: false } });
  });
});

describe('who may push', () => {
  test('is told by the signature alone: whoever did not sign learns nothing', async () => {
    await add({ key: 'off', enabled: false });
    const other = await server.workspace('elsewhere');
    await add({ key: 'orders', secrets: { signingKey: 'the-key-of-elsewhere' } }, other);
    await inWorkspace(server.database, 1, (session) => createSource(session, deps, { key: 'fx', connector: 'ecb-rates' }));
    const before = await server.run('SELECT count(*) FROM hub.ingest_run');
    const refusals = await Promise.all([
      push('orders', order(9), { key: 'wrong' }),
      push('orders', order(9), { time: NOW - 301 }),
      push('orders', order(9), { headers: { 'x-brandhub-signature': '' } }),
      push('orders', order(9), { key: 'the-key-of-elsewhere' }),
      push('elsewhere/orders', order(9)),
      push('off', order(9)),
      push('fx', order(9)),
      push('nobody', order(9)),
      push('nowhere/orders', order(9)),
      push('orders%00', order(9)),
      push('%00/orders', order(9)),
      push('orders', 'not JSON', { key: 'wrong', type: 'text/plain' }),
    ]);
    expect(new Set(refusals.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set([
        '401 {"errors":[{"message":"the request is not signed by anyone who may push here","extensions":{"code":"UNAUTHENTICATED"}}]}',
      ]),
    );
    expect(await server.run('SELECT count(*) FROM hub.ingest_run')).toEqual(before);
    expect(await push('elsewhere/orders', order(9), { key: 'the-key-of-elsewhere' })).toMatchObject({ status: 200, body: { inserted: 1 } });
    expect(await server.run('SELECT workspace_id FROM hub.landed_record WHERE record->>$1 = $2', ['id', '9'])).toEqual([
      { workspace_id: other },
    ]);
  });

  test('does not change when API keys are made: the signature is enough here, and counts nowhere else', async () => {
    await server.key(1);
    expect(await push('events', { id: 'with keys about' })).toMatchObject({ status: 200 });
    expect(await server.ask('{ brands { key } }')).toMatchObject({ status: 401 });
  });

  test('two keys are in force while one replaces the other', async () => {
    await add({ key: 'rotated' });
    await change('rotated', { secrets: { signingKey: 'the new key', previousSigningKey: KEY } });
    expect((await push('rotated', { n: 1 })).status).toBe(200);
    expect((await push('rotated', { n: 2 }, { key: 'the new key' })).status).toBe(200);
    await change('rotated', { secrets: { previousSigningKey: '' } });
    expect((await push('rotated', { n: 3 })).status).toBe(401);
    expect((await push('rotated', { n: 4 }, { key: 'the new key' })).status).toBe(200);
  });

  test('senders that sign as GitHub or Stripe do', async () => {
    await add({ key: 'hub-hook', config: { signature: 'github' } });
    await add({ key: 'pay-hook', config: { signature: 'stripe' } });
    const body = JSON.stringify({ action: 'opened' });
    const bare = createHmac('sha256', KEY).update(body).digest('hex');
    const github = () =>
      push('hub-hook', body, { headers: { 'x-hub-signature-256': `sha256=${bare}`, 'x-github-delivery': String(Math.random()) } });
    expect((await github()).body).toMatchObject({ inserted: 1, duplicate: false });
    // The name of the delivery is not signed: another one does not make it another delivery.
    expect((await github()).body).toMatchObject({ duplicate: true });
    const stripe = (time: number) => push('pay-hook', body, { headers: { 'stripe-signature': `t=${time},v1=${signed(body, KEY, time)}` } });
    expect((await stripe(NOW)).body).toMatchObject({ inserted: 1, duplicate: false });
    expect((await stripe(NOW + 60)).body).toMatchObject({ duplicate: true });
    expect((await stripe(NOW - 600)).status).toBe(401);
  });

  test('keys are in no answer, no log and no stored request', async () => {
    const stored = await server.run(
      `SELECT p.request::text || p.headers::text AS text FROM hub.raw_page p
       UNION ALL SELECT coalesce(error, '') || coalesce(mapping, '') FROM hub.ingest_run UNION ALL SELECT config::text || encode(secrets, 'escape') FROM hub.source`,
    );
    expect(stored.length).toBeGreaterThan(10);
    expect(JSON.stringify(stored)).not.toContain('canary');
    expect(logged).toContain('/ingest/:source');
    expect(logged).not.toMatch(/canary|sha256=/);
  });
});

describe('the same delivery', () => {
  test('loads nothing the second time, whenever it was signed', async () => {
    await add({ key: 'again' });
    const first = await push('again', { n: 1 });
    expect(await push('again', { n: 1 })).toMatchObject({ status: 200, body: { ...first.body, duplicate: true } });
    expect(await push('again', { n: 1 }, { time: NOW + 200 })).toMatchObject({ status: 200, body: { duplicate: true } });
    expect(await kept('again')).toHaveLength(1);
    expect(await runsOf('again')).toEqual(['SUCCEEDED']);
  });

  test('is told by its name where it has one: two equal bodies may be two events, but what was overheard is none', async () => {
    await add({ key: 'named' });
    const named = (name: string, time = NOW) => push('named', { n: 1 }, { time, headers: { 'x-brandhub-delivery': name } });
    expect((await named('a')).body).toMatchObject({ inserted: 1, duplicate: false });
    expect((await named('b', NOW + 1)).body).toMatchObject({ inserted: 1, duplicate: false });
    expect((await named('a', NOW + 2)).body).toMatchObject({ duplicate: true });
    expect((await named('c')).body).toMatchObject({ duplicate: true });
    expect(await named('not a name')).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'x-brandhub-delivery: expected 1 to 128 letters, digits and _ . : -' }] },
    });
    expect(await kept('named')).toHaveLength(2);
  });

  test('is forgotten after a week where its signed time keeps it out, and never where nothing else does', async () => {
    await add({ key: 'weekly' });
    await add({ key: 'timeless', config: { signature: 'github' } });
    const names = (key: string) =>
      server.run(
        `SELECT round(extract(epoch FROM clock_timestamp() - d.received_at) / 86400)::int AS age FROM hub.push_delivery d
         JOIN hub.source s ON s.id = d.source_id WHERE s.key = $1 ORDER BY 1`,
        [key],
      );
    const age = (key: string, days: number) =>
      server.run(`UPDATE hub.push_delivery d SET received_at = received_at - make_interval(days => ${days}) FROM hub.source s
        WHERE s.id = d.source_id AND s.key = '${key}'`);
    const timeless = (n: number) => {
      const signature = createHmac('sha256', KEY).update(JSON.stringify({ n })).digest('hex');
      return push('timeless', { n }, { headers: { 'x-hub-signature-256': `sha256=${signature}` } });
    };
    for (const send of [(n: number) => push('weekly', { n }), timeless]) {
      const key = send === timeless ? 'timeless' : 'weekly';
      expect(await send(1)).toMatchObject({ status: 200, body: { inserted: 1 } });
      await age(key, 5);
      expect(await send(2)).toMatchObject({ status: 200, body: { inserted: 1 } });
      expect((await send(1)).body).toMatchObject({ duplicate: true });
      await age(key, 3);
      expect(await send(3)).toMatchObject({ status: 200, body: { inserted: 1 } });
    }
    expect((await names('weekly')).map(({ age }) => age)).toEqual([0, 3]);
    expect((await names('timeless')).map(({ age }) => age)).toEqual([0, 3, 8]);
    expect((await timeless(1)).body).toMatchObject({ duplicate: true });
    expect(await push('weekly', { n: 1 }, { time: NOW - 301 })).toMatchObject({ status: 401 });
  });

  test('many times at once is loaded once, and others beside it each once', async () => {
    await add({ key: 'race', config: { key: ['id'] } });
    for (let round = 0; round < 5; round++) {
      const equal = [1, 2, 3].map(() => push('race', [{ id: 'same', round }, { id: `of ${round}` }]));
      const answers = await Promise.all([
        ...equal,
        push('race', [
          { id: `of ${round}`, beside: true },
          { id: 'same', beside: round },
        ]),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(2);
      expect(new Set(answers.slice(0, 3).map(({ body }) => body.runId)).size).toBe(1);
    }
    expect(await runsOf('race')).toEqual(Array.from({ length: 10 }, () => 'SUCCEEDED'));
    const left = await server.run('SELECT count(*)::integer AS count FROM hub.raw_page WHERE promoted_at IS NULL');
    expect(left).toEqual([{ count: 0 }]);
  });

  test('that could not be loaded is not remembered', async () => {
    await add({ key: 'rekeyed', config: { key: ['id'] } });
    await push('rekeyed', { id: 1, day: 1 });
    await change('rekeyed', { config: { key: ['day'] } });
    expect(await push('rekeyed', { id: 2, day: 2 })).toMatchObject({ status: 500 });
    await change('rekeyed', { config: { key: ['id'] } });
    expect((await push('rekeyed', { id: 2, day: 2 })).body).toMatchObject({ inserted: 1, duplicate: false });
  });
});

describe('a body', () => {
  const large = (bytes: number) => `{"id":1,"text":"${'x'.repeat(bytes)}"}`;

  test('that is too large is not read to its end, whoever sends it and however', async () => {
    expect(await push('orders', large(1024 * 1024), { key: 'wrong' })).toMatchObject({
      status: 413,
      body: { errors: [{ message: 'the body is larger than 1048576 bytes' }] },
    });
    const chunked = await fetch(`${server.url}/ingest/orders`, {
      method: 'POST',
      body: Readable.toWeb(Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(64 * 1024)))) as ReadableStream,
      duplex: 'half',
    } as RequestInit).then(({ status }) => status);
    expect(chunked).toBe(413);
    await add({ key: 'small', config: { maxBytes: 2048 } });
    expect((await push('small', large(3_000))).status).toBe(413);
    expect((await push('small', large(3_000), { key: 'wrong' })).status).toBe(401);
    await add({ key: 'large', config: { maxBytes: 4 * 1024 * 1024 } });
    expect((await push('large', large(3 * 1024 * 1024))).status).toBe(200);
    expect((await push('events', large(3 * 1024 * 1024))).status).toBe(413);
    await expect(add({ key: 'larger', config: { maxBytes: 17 * 1024 * 1024 } })).rejects.toThrow(/^push: config\.maxBytes: /);
    expect((await push('large', `[${'{},'.repeat(20_000)}{}]`)).body).toMatchObject({
      errors: [{ message: 'the body has 20001 records; 20000 at most' }],
    });
  });

  test('that was cut off loads nothing', async () => {
    const whole = JSON.stringify([order(21), order(22)]);
    const cut = whole.slice(0, -10);
    expect((await push('orders', cut, { headers: { 'x-brandhub-signature': `sha256=${signed(whole, KEY, NOW)}` } })).status).toBe(401);
    expect(await push('orders', cut)).toMatchObject({ status: 400, body: { errors: [{ message: 'the body is not JSON' }] } });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = `POST /ingest/orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-brandhub-timestamp: ${NOW}\r\nx-brandhub-signature: sha256=${signed(cut, KEY, NOW)}`;
    socket.end(`${head}\r\ncontent-length: ${whole.length}\r\n\r\n${cut}`);
    socket.resume();
    await once(socket, 'close');
    expect((await lines('orders')).filter(({ order_id: id }) => String(id).startsWith('2') && id !== '2')).toEqual([]);
    expect((await push('orders', whole)).body).toMatchObject({ inserted: 2 });
  });

  test.each<[string, string | Buffer, Push, number, string]>([
    [
      'of a form',
      'id=1',
      { type: 'application/x-www-form-urlencoded' },
      415,
      'content-type: expected application/json or application/x-ndjson',
    ],
    ['of no type', Buffer.from('{"id":1}'), { type: null }, 415, 'content-type: expected application/json or application/x-ndjson'],
    [
      'in another character set',
      '{"id":1}',
      { type: 'application/json; charset=gbk' },
      415,
      'content-type: charset gbk is not read; send UTF-8',
    ],
    [
      'that is compressed',
      '{"id":1}',
      { headers: { 'content-encoding': 'gzip' } },
      415,
      'content-encoding: gzip is not read; send the body as it is',
    ],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 400, 'the body is not UTF-8'],
    ['that is empty', '', {}, 400, 'the body is not JSON'],
    ['that is nested without end', `${'['.repeat(20_000)}99999999999999999${']'.repeat(20_000)}`, {}, 400, 'the body is nested too deeply'],
  ])('%s is refused, once its signature is right', async (_what, body, options, status, message) => {
    expect(await push('events', body, options)).toMatchObject({ status, body: { errors: [{ message }] } });
  });

  test('that is a number, a text or a list of lists has no records in it', async () => {
    expect(await push('events', '[1,"a",[{}],null]')).toMatchObject({ status: 422, body: { quarantined: 4 } });
  });
});

describe('a source that is pushed to', () => {
  test.each<[string, Partial<NewSource>, RegExp]>([
    ['without a key', { secrets: {} }, /^push: secrets: signingKey missing/],
    [
      'with a mapping that does not fit its fact',
      { config: { mapping: { target: 'OrderLine', columns: { day: 'at', price: 'total' } } } },
      /^push: config\.mapping: OrderLine has no "price"; it has day, brand, /,
    ],
    ['for no fact', { config: { mapping: { target: 'Orders' } } }, /^push: config\.mapping: target: there is no fact "Orders"/],
    ['signed in some other way', { config: { signature: 'rot13' } }, /^push: config\.signature: /],
    ['with a misspelt setting', { config: { maping: {} } }, /^push: settings: maping unknown; expected mapping, /],
  ])('%s is not made', async (_what, wrong, reason) => {
    await expect(add({ key: 'wrong', ...wrong })).rejects.toThrow(reason);
  });

  test('whose mapping leaves the brand to the source has one, or says what it lacks', async () => {
    const { brand: _, ...columns } = ORDERS.columns;
    await add({ key: 'brandless', config: { mapping: { ...ORDERS, columns } } });
    expect(await push('brandless', order(1))).toMatchObject({
      status: 500,
      body: { errors: [{ message: 'source brandless: config.mapping: OrderLine.brand is required; the mapping has no rule for brand' }] },
    });
    await change('brandless', { brand: 'lumen' });
    expect(await push('brandless', order(1))).toMatchObject({ status: 200, body: { inserted: 1, duplicate: false } });
  });

  test('is never pulled', async () => {
    const request = { workspaceId: 1, sourceKey: 'orders' };
    await expect(pullNow({ ...deps, database: server.database, log: createLog('silent') }, request)).rejects.toThrow(
      'source orders: takes what is pushed to it; nothing is pulled',
    );
  });
});
