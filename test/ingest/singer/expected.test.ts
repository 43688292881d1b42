import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IngestWorkspace, ingestWorkspace } from '../../support/ingest-workspace';
import { ingestSinger } from '../../support/singer-command';

const DATA = path.join(__dirname, '../../../../shared/data/singer');
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: the cases that other Singer targets are held to are not at ${DATA}`);

interface Case {
  run: string[];
  exit?: number | 'nonzero';
  hard_delete?: boolean;
  tables?: Record<string, { rows: number; row?: Record<string, unknown> }>;
}
interface Expected {
  dirs: Record<string, string>;
  cases: Case[];
}

const EXPECTED: Expected = hasData ? JSON.parse(readFileSync(path.join(DATA, 'EXPECTED.json'), 'utf8')) : { dirs: {}, cases: [] };

let hub: IngestWorkspace;
const before = { ...process.env };
beforeAll(async () => {
  hub = await ingestWorkspace();
  Object.assign(process.env, { DATABASE_URL: hub.test.ownerUrl, DATABASE_APP_URL: hub.test.appUrl, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  process.env = before;
  await hub?.close();
});

const textOf = (file: string) => {
  const [dir = '', name = ''] = file.split('/');
  return readFileSync(path.join(DATA, EXPECTED.dirs[dir] ?? dir, name), 'utf8');
};
const optionsOf = (source: string, { hard_delete: hard }: Case) => ['--source', source, ...(hard ? ['--hard-delete'] : [])];

interface Kept {
  stream: string;
  key: string;
  text: string;
  deleted_at: Date | null;
}
const keptOf = (source: string) =>
  hub.rows<Kept>(
    `SELECT r.stream, r.key, r.record::text AS text, r.deleted_at FROM hub.landed_record r JOIN hub.source s ON s.id = r.source_id
     WHERE r.workspace_id = 1 AND s.key = $1 ORDER BY 1, 2`,
    [source],
  );
const casesOf = (pick: (each: Case) => boolean) =>
  EXPECTED.cases.filter(pick).map((each, at): [string, string, Case] => [each.run.join(', '), `case-${at}-${each.exit}`, each]);

/** What a target must hold after messages that are all good: the last record of each key, by stream, but for versions. */
function lastRecords(messages: string): Map<string, unknown> {
  const keys = new Map<string, string[]>();
  const records = new Map<string, unknown>();
  for (const line of messages.split('\n').filter(Boolean)) {
    const { type, stream, record, key_properties: names } = JSON.parse(line);
    if (type === 'SCHEMA') keys.set(stream, names);
    if (type === 'RECORD') records.set(`${stream} ${JSON.stringify(keys.get(stream)!.map((name) => record[name]))}`, record);
  }
  return records;
}

const statesIn = (messages: string) =>
  messages
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'STATE')
    .map(({ value }) => value);

const withData = hasData ? describe : describe.skip;

withData('the cases that other Singer targets are held to', () => {
  test('are all here', () => {
    expect(EXPECTED.cases.map(({ run }) => run.every((file) => textOf(file) !== ''))).toEqual(EXPECTED.cases.map(() => true));
    expect(EXPECTED.cases.length).toBeGreaterThanOrEqual(27);
  });

  test.each(hasData ? casesOf(({ exit }) => exit !== 'nonzero') : [['', '', { run: [] }]])('%s is taken', async (_name, source, each) => {
    for (const file of each.run) {
      const ended = await ingestSinger(textOf(file), optionsOf(source, each));
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.states.map((state) => JSON.parse(state)).at(-1)).toEqual(statesIn(textOf(file)).at(-1));
    }
    const kept = await keptOf(source);
    for (const [table, { rows, row }] of Object.entries(each.tables ?? {})) {
      const found = kept.filter(({ stream }) => stream === table).map(({ text }) => JSON.parse(text));
      expect(found).toHaveLength(rows);
      if (row) {
        const names = Object.keys(row);
        const shown = found.map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null])));
        expect(shown).toContainEqual(row);
      }
    }
    if (each.hard_delete === undefined) {
      const last = lastRecords(each.run.map(textOf).join('\n'));
      expect(new Map(kept.map(({ stream, key, text }) => [`${stream} ${JSON.stringify(JSON.parse(key))}`, JSON.parse(text)]))).toEqual(
        last,
      );
    }
  });

  test.each(hasData ? casesOf(({ exit }) => exit === 'nonzero') : [['', '', { run: [] }]])('%s is refused', async (_name, source, each) => {
    const ended = await ingestSinger(textOf(each.run[0]!), optionsOf(source, each));
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/^brandhub: line \d+: .+/m);
    const [run] = await hub.rows(
      `SELECT r.status, r.records = r.inserted + r.revised + r.unchanged + r.quarantined AS whole FROM hub.ingest_run r
       JOIN hub.source s ON s.id = r.source_id WHERE s.key = $1`,
      [source],
    );
    expect(run).toEqual({ status: 'FAILED', whole: true });
  });
});

withData('what the cases say beside', () => {
  test('an id of 17 digits is kept to the last of them', async () => {
    await ingestSinger(textOf('M/large_int.singer'), ['--source', 'large']);
    expect((await keptOf('large')).map(({ key, text }) => [key, text])).toEqual([
      ['[2]', '{"id": 2, "name": "Micael"}'],
      ['[99999999999999999]', '{"id": 99999999999999999, "name": "Yannis"}'],
    ]);
  });

  test('rows that are not of the version are removed, also those that were put in by hand', async () => {
    const file = textOf('M/test_activate_version_hard.singer');
    await ingestSinger(file, ['--source', 'hard', '--hard-delete']);
    await byHand('hard', 'test_activate_version_hard');
    expect(await keptOf('hard')).toHaveLength(9);
    expect(await ingestSinger(file, ['--source', 'hard', '--hard-delete'])).toMatchObject({ code: 0 });
    expect(await keptOf('hard')).toHaveLength(7);
  });

  test('a row that a newer version leaves out is marked once, and the mark is not renewed', async () => {
    const deleted = async () => (await keptOf('soft')).filter(({ deleted_at: at }) => at !== null);
    await ingestSinger(textOf('M/test_activate_version_soft.singer'), ['--source', 'soft']);
    expect(await deleted()).toEqual([]);
    await byHand('soft', 'test_activate_version_soft');
    await ingestSinger(textOf('M/test_activate_version_soft.singer'), ['--source', 'soft']);
    expect((await deleted()).map(({ key }) => key)).toEqual(['["Manual1"]', '["Manual2"]']);
    await ingestSinger(textOf('M/test_activate_version_soft_with_delete.singer'), ['--source', 'soft']);
    const first = await deleted();
    expect(first.map(({ key }) => key)).toEqual(['["Manual1"]', '["Manual2"]', '["SA"]']);
    await ingestSinger(textOf('M/test_activate_version_soft_with_delete.singer'), ['--source', 'soft']);
    expect(await deleted()).toEqual(first);
    expect(await keptOf('soft')).toHaveLength(9);
  });

  test('with --quarantine the bad record is kept with its reason, the others are loaded, and the code is 0', async () => {
    const file = textOf('W/messages-with-invalid-records.json');
    const ended = await ingestSinger(file, ['--source', 'bad', '--quarantine', '--json']);
    expect(ended.code).toBe(0);
    expect(ended.states.map((state) => JSON.parse(state)).at(-1)).toEqual(statesIn(file).at(-1));
    expect(JSON.parse(ended.err)).toMatchObject({ status: 'PARTIAL', records: 8, inserted: 7, quarantined: 1, error: null });
    const [refused] = await hub.rows(
      `SELECT q.line, q.reason, q.place, q.value, q.raw FROM hub.quarantine q JOIN hub.source s ON s.id = q.source_id WHERE s.key = 'bad'`,
    );
    expect(refused).toEqual({
      line: 4,
      reason: 'c_pk: must be null,integer',
      place: 'c_pk',
      value: '"Non Numeric PK"',
      raw: '{"c_pk":"Non Numeric PK","c_varchar":"Hello World","c_int":1}',
    });
  });

  function byHand(source: string, stream: string) {
    return hub.rows(
      `INSERT INTO hub.landed_record (workspace_id, source_id, stream, key, record, first_run_id, first_page_id, run_id, page_id, record_no)
       SELECT 1, s.id, $2, made.key, made.record::jsonb, 0, 0, 0, 0, 0 FROM hub.source s, (VALUES ('["Manual1"]', '{"code": "Manual1"}'), ('["Manual2"]', '{"code": "Manual2"}')) AS made (key, record)
       WHERE s.key = $1 RETURNING key`,
      [source, stream],
    );
  }
});
