import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ingestCommand } from '../../src/cli/ingest';
import { quarantineCommand } from '../../src/cli/quarantine';
import { fileOf } from '../ingest/files/read-all';
import { fixture, kept, linesOf, load, record, schema, state } from '../ingest/singer/singer-workspace';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import { ingestSinger } from '../support/singer-command';

let hub: IngestWorkspace;
const before = { ...process.env };
beforeAll(async () => {
  hub = await ingestWorkspace();
  Object.assign(process.env, { DATABASE_URL: hub.test.ownerUrl, DATABASE_APP_URL: hub.test.appUrl, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  process.env = before;
  process.exitCode = 0;
  await hub?.close();
});

/** What a command writes to stdout. */
async function printed(command: ReturnType<typeof ingestCommand>, ...args: string[]): Promise<string> {
  let out = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  try {
    await command.parseAsync(args, { from: 'user' });
    return out;
  } finally {
    stdout.mockRestore();
  }
}

test('the map names the source; what the load came to is told beside the states', async () => {
  const map = fileOf('orders.yaml', fixture('orders.yaml'));
  const ended = await ingestSinger(fixture('orders.jsonl'), ['--map', map]);
  expect(ended).toMatchObject({ code: 0, states: ['{"bookmarks":{"orders":{"created_at":"2026-03-02T10:00:00Z"}}}'] });
  expect(ended.err).toMatch(/^orders +OrderLine +4 +3 +0 +1 +0 +0$/m);
  expect(ended.err).toMatch(/^customers +1 +1 +0 +0 +0 +0$/m);
  expect(ended.err).toMatch(/^run \d+ of source shop: SUCCEEDED, 9 lines, 1 states$/m);
  const asJson = await ingestSinger(fixture('orders.jsonl'), ['--map', map, '--json']);
  expect(JSON.parse(asJson.err)).toMatchObject({
    source: 'shop',
    status: 'SUCCEEDED',
    records: 5,
    unchanged: 5,
    lines: 9,
    states: 1,
    unseen: [],
  });
});

test('the last state is printed for the tap to go on from, and the streams are listed', async () => {
  expect(await printed(ingestCommand(), 'state', 'shop')).toBe('{"bookmarks": {"orders": {"created_at": "2026-03-02T10:00:00Z"}}}\n');
  expect(await printed(ingestCommand(), 'state', 'ads')).toBe('');
  await expect(printed(ingestCommand(), 'state', 'nobody')).rejects.toThrow('source: there is no source "nobody"');
  const table = await printed(ingestCommand(), 'streams', '--source', 'shop');
  expect(table).toMatch(/^shop +customers +id +1 +0 +0 +1$/m);
  expect(table).toMatch(/^shop +orders +id +OrderLine +0 +0 +1$/m);
  expect(JSON.parse(await printed(ingestCommand(), 'streams', '--json'))).toMatchObject([
    { stream: 'customers', keys: ['id'], target: null, rows: 1, deleted: 0, quarantined: 0, schemas: 1, activeVersion: null },
    { stream: 'orders', target: 'OrderLine' },
  ]);
});

test('a bad record ends it with 1 and its line; with --quarantine it ends with 0, says so, and the record can be replayed', async () => {
  const map = fileOf('orders.yaml', fixture('orders.yaml'));
  const bad = fixture('orders.jsonl').replace('19.99', '"dear"');
  const args = ['--map', map, '--source', 'bad'];
  expect(await ingestSinger(bad, args)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^brandhub: line 4: stream orders: gross: expected a number$/m),
  });
  const ended = await ingestSinger(bad, [...args, '--quarantine']);
  expect(ended).toMatchObject({ code: 0, err: expect.stringMatching(/^All that were refused: brandhub quarantine list --source bad$/m) });
  writeFileSync(map, fixture('orders.yaml').replaceAll('total', '{ from: total, missing: [dear] }'));
  expect(JSON.parse(await printed(quarantineCommand(), 'replay', 'bad', '--map', map, '--json'))).toMatchObject({ loaded: 1, left: 0 });
});

test('what cannot be begun is told before anything is read', async () => {
  expect(await ingestSinger('', ['--map', '/nowhere/map.yaml'])).toMatchObject({
    code: 1,
    err: 'brandhub: --map: /nowhere/map.yaml: there is no such file\n',
  });
  expect(await ingestSinger('', ['--source', 'ads'])).toMatchObject({
    code: 1,
    err: 'brandhub: source ads: is pulled by test and takes no Singer messages; name another with --source\n',
  });
});

describe('as a process in a pipe', () => {
  const shape = linesOf(schema('a', { id: { type: 'integer' } }));
  const messages = (from: number, to: number) =>
    linesOf(...Array.from({ length: to - from }, (_, at) => [record('a', { id: from + at }), state(from + at)]).flat());

  function started(source: string): ChildProcess {
    const preload = ['--require', join(__dirname, '../support/run-typescript.ts')];
    const args = [...preload, join(__dirname, '../support/singer-process.ts'), '--source', source, '--batch-records', '2'];
    return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: process.env });
  }

  test('that is killed, what was told is there, and the next load takes its place; one that is stopped tells what it has', async () => {
    const killed = started('killed');
    const stopped = started('stopped');
    for (const child of [killed, stopped]) child.stdin!.write(shape + messages(0, 5));
    const told: string[] = [];
    for await (const line of createInterface(killed.stdout!)) {
      told.push(line);
      if (told.length === 2) break;
    }
    // Five records in batches of two: the fifth waits for another.
    expect(told).toEqual(['0', '2']);
    await expect(load(hub, 'killed', shape)).rejects.toThrow(/^source killed: run \d+ \(ingest \S+ \d+ \S+\) is loading it right now$/);
    const gone = once(killed, 'close');
    killed.kill('SIGKILL');
    await gone;
    expect((await kept(hub, 'killed')).length).toBeGreaterThanOrEqual(4);
    expect(await load(hub, 'killed', shape + messages(3, 8))).toMatchObject({ status: 'SUCCEEDED', records: 5 });
    expect(await kept(hub, 'killed')).toHaveLength(8);
    const runs = await hub.rows(
      `SELECT r.status, r.error FROM hub.ingest_run r JOIN hub.source s ON s.id = r.source_id WHERE s.key = 'killed' ORDER BY r.id`,
    );
    expect(runs).toEqual([
      { status: 'FAILED', error: 'it was cut off' },
      { status: 'SUCCEEDED', error: null },
    ]);

    const out = createInterface(stopped.stdout!)[Symbol.asyncIterator]();
    const first = [(await out.next()).value, (await out.next()).value];
    const ended = once(stopped, 'close');
    let err = '';
    stopped.stderr!.on('data', (text) => {
      err += text;
    });
    stopped.kill('SIGTERM');
    expect([...first, (await out.next()).value]).toEqual(['0', '2', '4']);
    expect((await ended)[0]).toBe(1);
    expect(err).toMatch(/^brandhub: it was stopped$/m);
    expect(await kept(hub, 'stopped')).toHaveLength(5);
  });
});
