import { Fatal } from '../../../ingest/errors';
import { unpacked } from '../../../ingest/record-lines';
import { byteLines } from '../../../ingest/singer/byte-lines';
import { fakeClock } from '../../support/ingest-clock';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';
import { activate, counts, fixture, kept, linesOf, load, piped, record, refused, schema, state } from './singer-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const ID = { id: { type: 'integer' } };

describe('what is kept', () => {
  test('numbers of any length, in keys, values, states and what is inside', async () => {
    const loaded = await load(hub, 'numbers', fixture('numbers.jsonl'));
    expect(counts(loaded)).toEqual({ records: 4, inserted: 4, revised: 0, unchanged: 0, quarantined: 0 });
    expect(loaded.told).toEqual(['{"bookmarks":{"numbers":{"id":9223372036854775807}}}']);
    const rows = await kept(hub, 'numbers');
    expect(rows.map(({ key }) => key)).toEqual(['[-9223372036854775808]', '[1]', '[9223372036854775806]', '[9223372036854775807]']);
    expect(rows.map(({ text }) => text)).toEqual([
      '{"id": -9223372036854775808, "more": "9223372036854775807", "price": -0.000000000000000000001}',
      '{"id": 1, "more": null, "price": 0.0000001}',
      `{"id": 9223372036854775806, "more": 1${'0'.repeat(400)}, "price": 0.1}`,
      '{"id": 9223372036854775807, "more": {"wei": [115792089237316195423570985008687907853269984665640564039457584007913129639935]}, "price": 12345678901234567.890123}',
    ]);
  });

  test('the messages of each stream as they came, a page a stream', async () => {
    const messages = fixture('orders.jsonl');
    const { runId } = await load(hub, 'bytes', messages);
    const pages = await hub.rows<{ stream: string; body: Buffer }>('SELECT stream, body FROM hub.raw_page WHERE run_id = $1 ORDER BY seq', [
      runId,
    ]);
    for (const { stream, body } of pages) {
      const lines = messages.split('\n').filter((line) => line.includes('"RECORD"') && line.includes(`"stream":"${stream}"`));
      expect((await unpacked(body)).toString()).toBe(`${lines.join('\n')}\n`);
    }
    expect(pages.map(({ stream }) => stream)).toEqual(['orders', 'customers']);
  });

  test('of one key the last record; the same again changes not one row', async () => {
    const first = linesOf(schema('a', ID), record('a', { id: 1, n: 1 }), record('a', { id: 2, n: 1 }), record('a', { id: 1, n: 2 }));
    expect(counts(await load(hub, 'again', first))).toEqual({ records: 3, inserted: 2, revised: 0, unchanged: 1, quarantined: 0 });
    const rows = () =>
      hub.rows(
        `SELECT r.*, r.xmin::text FROM hub.landed_record r JOIN hub.source s ON s.id = r.source_id WHERE s.key = 'again' ORDER BY r.key`,
      );
    const before = await rows();
    for (let time = 0; time < 3; time++)
      expect(counts(await load(hub, 'again', first))).toEqual({ records: 3, inserted: 0, revised: 0, unchanged: 3, quarantined: 0 });
    expect(await rows()).toEqual(before);
    const next = await load(hub, 'again', linesOf(schema('a', ID), record('a', { id: 2, n: 9 }), record('a', { id: 3, n: 3 })));
    expect(counts(next)).toEqual({ records: 2, inserted: 1, revised: 1, unchanged: 0, quarantined: 0 });
    expect((await kept(hub, 'again')).map(({ text }) => text)).toEqual(['{"n": 2, "id": 1}', '{"n": 9, "id": 2}', '{"n": 3, "id": 3}']);
  });

  test('a key of several properties, and a number that is not the text of it', async () => {
    const shape = schema('a', { day: {}, id: {} }, ['day', 'id']);
    await load(
      hub,
      'keys',
      linesOf(shape, record('a', { id: 1, day: 'x' }), record('a', { id: '1', day: 'x' }), record('a', { id: 1.0, day: 'x' })),
    );
    expect((await kept(hub, 'keys')).map(({ key }) => key)).toEqual(['["x","1"]', '["x",1]']);
  });

  test('every record of a stream without keys', async () => {
    const messages = linesOf(schema('clicks', ID, []), record('clicks', { id: 1 }), record('clicks', { id: 1 }), activate('clicks', 1));
    await load(hub, 'keyless', linesOf(schema('clicks', ID, []), record('clicks', { id: 1 }), record('clicks', { id: 1 })));
    expect(await kept(hub, 'keyless')).toHaveLength(2);
    await load(hub, 'keyless', messages, { hardDelete: true });
    expect(await kept(hub, 'keyless')).toEqual([]);
  });

  test('a record that was deleted and comes again is there again', async () => {
    await load(hub, 'versions', fixture('versions.jsonl'));
    expect((await kept(hub, 'versions')).map(({ key, deleted_at: at }) => [key, at !== null])).toEqual([
      ['["cn-east"]', false],
      ['["cn-north"]', false],
      ['["old"]', true],
    ]);
    const again = linesOf(
      schema('regions', { code: {} }, ['code']),
      record('regions', { code: 'old', name: 'of the version before' }, 300),
    );
    expect(counts(await load(hub, 'versions', again))).toMatchObject({ inserted: 0, revised: 1 });
    const end = await load(hub, 'versions', linesOf(schema('regions', { code: {} }, ['code']), activate('regions', 300)));
    expect(end).toMatchObject({ deleted: 2, status: 'SUCCEEDED' });
    expect((await kept(hub, 'versions')).filter(({ deleted_at: at }) => at === null).map(({ key }) => key)).toEqual(['["old"]']);
  });

  test('the schemas of a stream in their order, one for each change', async () => {
    const grown = schema('a', { ...ID, name: {} });
    await load(hub, 'schemas', linesOf(schema('a', ID), record('a', { id: 1 }), schema('a', ID), grown, record('a', { id: 2, name: 'b' })));
    await load(hub, 'schemas', linesOf(grown, schema('a', ID)));
    const rows = await hub.rows<{ schema: { properties: object } }>(
      `SELECT l.no, l.schema FROM hub.landed_schema l JOIN hub.source s ON s.id = l.source_id WHERE s.key = 'schemas' ORDER BY l.no`,
    );
    expect(rows.map(({ schema: each }) => Object.keys(each.properties))).toEqual([['id'], ['id', 'name'], ['id']]);
  });
});

describe('what is refused', () => {
  test.each<[string, object, string]>([
    ['a key that is missing', { n: 1 }, 'id: is missing, which is part of the key'],
    ['a key that is null', { id: null }, 'id: is missing, which is part of the key'],
    ['a key too long for an index', { id: 'x'.repeat(3_000) }, 'the key has 3004 bytes; 2400 at most'],
    ['a NUL character', { id: 1, a: { b: 'x\0y' } }, 'a.b: holds a NUL character'],
    ['half a surrogate pair', { id: 1, a: ['\ud83d'] }, 'a.0: holds half of a surrogate pair'],
    ['a name with a NUL character', { id: 1, 'a\0': 1 }, 'a\\0: holds a NUL character'],
    ['what is nested without end', { id: 1, a: nested(150) }, 'a.0.0.0.0: is nested deeper than 100 levels'],
  ])('%s is told with its line', async (_what, values, reason) => {
    const messages = linesOf(schema('a', { id: {} }), record('a', { id: 0 }), record('a', values), record('a', { id: 9 }));
    const strict = await load(hub, 'refused', messages);
    expect(strict).toMatchObject({
      status: 'FAILED',
      error: `line 3: stream a: ${reason.replace('\\0', '\0')}`,
      inserted: expect.any(Number),
      quarantined: 0,
    });
    const { quarantined, status } = await load(hub, 'refused', messages, { quarantine: true });
    expect({ quarantined, status }).toEqual({ quarantined: 1, status: 'PARTIAL' });
    expect((await refused(hub, 'refused')).at(-1)).toMatchObject({ line: 3, stream: 'a', reason, raw: JSON.stringify(values) });
    expect((await kept(hub, 'refused')).map(({ key }) => key)).toEqual(['[0]', '[9]']);
  });

  test('a number that no database holds', async () => {
    const long = `${linesOf(schema('a', ID))}{"type":"RECORD","stream":"a","record":{"id":1,"n":1e200000}}\n`;
    expect(await load(hub, 'huge', long)).toMatchObject({ error: 'line 2: stream a: n: is a number of more than 1000 digits' });
  });

  test('other keys than those that records are kept under', async () => {
    await load(hub, 'rekeyed', linesOf(schema('a', ID), record('a', { id: 1 })));
    const other = await load(hub, 'rekeyed', linesOf(schema('a', ID, ['id', 'day'])));
    expect(other.error).toBe(
      'line 1: stream a: key_properties are ["id","day"], and its records are kept under ["id"]; load it under another source',
    );
  });

  test('a record that does not fit, unless nothing is to be checked', async () => {
    const messages = linesOf(schema('a', ID), record('a', { id: 'one' }));
    expect(await load(hub, 'unchecked', messages)).toMatchObject({ error: 'line 2: stream a: id: must be integer' });
    expect(await load(hub, 'unchecked', messages, { unchecked: true })).toMatchObject({ error: null, inserted: 1 });
  });
});

describe('a load that ends early', () => {
  test('has committed and told everything before the line that ends it, and nothing after', async () => {
    const good = linesOf(
      schema('a', ID),
      record('a', { id: 1 }),
      state({ at: 1 }),
      record('a', { id: 2 }),
      state({ at: 2 }),
      record('a', { id: 3 }),
    );
    const cut = await load(hub, 'cut', `${good}{"type":"RECO`);
    expect(cut).toMatchObject({
      status: 'FAILED',
      error: 'line 7: is not JSON; it begins with {"type":"RECO',
      told: ['{"at":2}'],
      inserted: 3,
    });
    const bad = await load(
      hub,
      'bad',
      linesOf(
        schema('a', ID),
        record('a', { id: 1 }),
        state({ at: 1 }),
        record('a', { id: 'x' }),
        record('a', { id: 3 }),
        state({ at: 3 }),
      ),
    );
    expect(bad).toMatchObject({ status: 'FAILED', error: 'line 4: stream a: id: must be integer', told: ['{"at":1}'], inserted: 1 });
    expect((await kept(hub, 'bad')).map(({ key }) => key)).toEqual(['[1]']);
    const [run] = await hub.rows('SELECT status, error FROM hub.ingest_run WHERE id = $1', [bad.runId]);
    expect(run).toEqual({ status: 'FAILED', error: bad.error });
  });

  test('when it is stopped, or a line has no end', async () => {
    const stop = new AbortController();
    const endless = (async function* () {
      yield* piped(linesOf(schema('a', ID), record('a', { id: 1 }), state(1)));
      stop.abort(new Fatal('it was stopped'));
      await new Promise(() => undefined);
    })();
    expect(await load(hub, 'stopped', endless, { signal: stop.signal })).toMatchObject({
      error: 'it was stopped',
      told: ['1'],
      inserted: 1,
    });
    await expect(linesIn(piped(`short\n${'x'.repeat(100)}`, 7))).rejects.toThrow('line 2: is longer than 50 bytes');
  });

  test('when its reader is gone, with the state kept for the next', async () => {
    const emit = async () => {
      throw new Error('write EPIPE');
    };
    await expect(load(hub, 'gone', linesOf(schema('a', ID), record('a', { id: 1 }), state({ at: 1 })), { emit })).rejects.toThrow(
      'write EPIPE',
    );
    const [run] = await hub.rows(
      `SELECT r.status, r.error, r.position->'state' AS state FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = 'gone'`,
    );
    expect(run).toEqual({ status: 'FAILED', error: 'Error: write EPIPE', state: { at: 1 } });
  });
});

describe('when a batch is committed', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => record('a', { id: at }));
  const pagesOf = (runId: number) =>
    hub.rows<{ stream: string }>('SELECT stream FROM hub.raw_page WHERE run_id = $1 ORDER BY seq', [runId]);

  test('at a number of records, over all streams', async () => {
    const messages = linesOf(schema('a', ID), schema('b', ID), ...many(10), record('b', { id: 1 }), state('end'));
    const loaded = await load(hub, 'by-count', messages, { batch: { records: 4 } });
    expect((await pagesOf(loaded.runId)).map(({ stream }) => stream)).toEqual(['a', 'a', 'a', 'b']);
    expect(loaded).toMatchObject({ records: 11, told: ['"end"'] });
  });

  test('at a number of bytes', async () => {
    // A message has 48 bytes: three of them are enough.
    const { runId } = await load(hub, 'by-bytes', linesOf(schema('a', ID), ...many(10)), { batch: { bytes: 100 } });
    expect(await pagesOf(runId)).toHaveLength(4);
  });

  test('at a time after its first message, although nothing comes', async () => {
    const clock = fakeClock('2026-11-23T00:00:00Z');
    const told = Promise.withResolvers<void>();
    const slow = (async function* () {
      yield* piped(linesOf(schema('a', ID), record('a', { id: 1 }), state(1)));
      await told.promise;
      yield* piped(linesOf(record('a', { id: 2 }), state(2)));
    })();
    const states: string[] = [];
    const emit = async (text: string) => {
      states.push(`${text} after ${clock.slept.at(-1)} ms`);
      told.resolve();
    };
    await load(hub, 'by-time', slow, { clock, emit, batch: { ms: 7_000 } });
    expect(states).toEqual(['1 after 7000 ms', '2 after 7000 ms']);
  });

  test('before the schema of its stream changes, and before a version is activated', async () => {
    const messages = linesOf(
      schema('a', ID),
      record('a', { id: 1 }, 1),
      schema('a', { id: {} }),
      record('a', { id: 'x' }, 1),
      activate('a', 2),
      record('a', { id: 3 }, 2),
    );
    const loaded = await load(hub, 'by-schema', messages);
    expect(loaded).toMatchObject({ status: 'SUCCEEDED', deleted: 2 });
    expect(await pagesOf(loaded.runId)).toHaveLength(3);
    expect((await kept(hub, 'by-schema')).map(({ key, deleted_at: at }) => [key, at !== null])).toEqual([
      ['["x"]', true],
      ['[1]', true],
      ['[3]', false],
    ]);
  });
});

async function linesIn(chunks: AsyncIterable<Buffer>): Promise<number> {
  let count = 0;
  for await (const lines of byteLines(chunks, 50)) count += lines.length;
  return count;
}

function nested(levels: number): unknown {
  return levels === 0 ? 0 : [nested(levels - 1)];
}
