import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { Workbook } from 'exceljs';
import { parquetReadObjects } from 'hyparquet';
import { AdDay } from '../../entities/facts/AdDay';
import { savedQuestion } from '../../resolvers/metrics/saved-question';
import { exportDue, queueExport } from '../../src/exports/due-exports';
import { FORMATS, type Format } from '../../src/exports/formats';
import { addExport, removeExport, storedExports } from '../../src/exports/stored-exports';
import { createLog } from '../../src/lib/log';
import { deleteSavedQuery, savedQuery, saveQuery, versionOf } from '../../src/metrics/saved-queries';
import { MetricWorld } from '../metrics/metric-world';

const QUERY = {
  select: ['spend', 'ctr'],
  by: ['CAMPAIGN'],
  grain: 'DAY',
  range: { last: 3, unit: 'DAY' },
  orderBy: [{ dimension: 'CAMPAIGN', descending: false }],
  currency: 'EUR',
};
/** Monday, 07:30 in Shanghai. */
const MONDAY = new Date('2026-02-08T23:30:00Z');

describe('exports of saved queries', () => {
  let world: MetricWorld;
  let folder: string;
  let now = MONDAY;

  beforeAll(async () => {
    world = await MetricWorld.open();
    folder = mkdtempSync(path.join(tmpdir(), 'brandhub-exports-'));
    const campaigns = [await world.campaign('a', null), await world.campaign('b', null)];
    await world.session((session) =>
      session.execute(`UPDATE hub.campaign SET name = '=1+1 <"&">' || chr(10) || '品牌' || chr(7) WHERE key = 'b'`),
    );
    await world.load(
      AdDay,
      [5, 6, 7, 8].flatMap((day) =>
        campaigns.map((campaign, i) => ({
          day: `2026-02-0${day}`,
          campaign,
          currency: 'EUR',
          spend: BigInt(day) * 1_000_000n + 1n,
          clicks: i * 5,
          impressions: 30,
        })),
      ),
    );
    await save(QUERY);
  });
  afterAll(async () => {
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const save = (query: object, key = 'daily') =>
    world.session((session) => saveQuery(session, { key, query: query as Record<string, unknown>, savedBy: 'test' }));
  const add = (format: Format, schedule = '', version: number | null = null, key = 'daily') =>
    world.session(async (session) => {
      const saved = await savedQuery(session, key);
      return addExport(session, { savedQueryId: saved!.id, version, format, locale: 'EN', schedule }, now);
    });
  const due = () => exportDue({ database: world.database, log: createLog('silent'), folder, now: () => now });
  const last = async (id: number) => (await world.session(storedExports)).find((each) => each.id === id)!;
  const runNow = async (id: number) => {
    await world.session((session) => queueExport(session, id));
    await due();
    return last(id);
  };
  const manifestOf = (file: string) => JSON.parse(readFileSync(path.join(folder, `${file}.manifest.json`), 'utf8'));

  /** The rows of a file, as text and numbers. */
  async function read(format: Format, file: string): Promise<Record<string, unknown>[]> {
    const bytes = readFileSync(path.join(folder, file));
    if (format === 'csv') return parse(bytes, { columns: true, record_delimiter: '\r\n' });
    if (format === 'jsonl')
      return bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    if (format === 'parquet') return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    const workbook = new Workbook();
    await workbook.xlsx.load(bytes as never);
    const [header, ...rows] = workbook.worksheets[0]!.getSheetValues()
      .slice(1)
      .map((row) => (row as unknown[]).slice(1));
    return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i] ?? null])));
  }

  it.each(FORMATS)('%s holds the rows of the answer, and its manifest what they rest on', async (format) => {
    const { file, rows, status } = await runNow(await add(format));
    expect([status, rows]).toEqual(['SUCCEEDED', 6]);
    const manifest = manifestOf(file!);
    const bytes = readFileSync(path.join(folder, file!));
    expect(manifest).toMatchObject({
      file: `daily-v1-20260208T233000Z.${format}`,
      format,
      rows: 6,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      createdAt: MONDAY.toISOString(),
      slot: null,
      savedQuery: { key: 'daily', version: 1 },
      today: '2026-02-09',
      query: { select: ['spend', 'ctr'] },
      dataVersion: '1',
      currency: 'EUR',
      definitions: [{ name: 'spend' }, { name: 'ctr', formula: 'clicks / impressions' }],
    });
    const answered = await world.snapshot(async (session) =>
      savedQuestion((await versionOf(session, (await savedQuery(session, 'daily'))!))!),
    );
    const expected = (await world.ask(answered, {}, { today: '2026-02-09', locale: 'EN' })).rows;
    const found = await read(format, file!);
    expect(found.map((row) => [row.period, row.campaign, Number(row.spend), Number(row.ctr)])).toEqual(
      expected.map((row) => [row.period, row.dimensions[0]!.key, ...row.values.map(({ value }) => expect.closeTo(value as number, 12))]),
    );
    // A spreadsheet would run it from CSV, and XML cannot hold all of it.
    const label = { csv: `'=1+1 <"&">\n品牌\u0007`, xlsx: '=1+1 <"&">\n品牌' }[format as string] ?? '=1+1 <"&">\n品牌\u0007';
    expect(found.find((row) => row.campaign === 'b')?.campaign_label).toBe(label);
    expect(statSync(path.join(folder, file!)).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.join(folder, 'default')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each(FORMATS)('%s has columns for what a question asks beside its values', async (format) => {
    const more = { select: ['spend'], anomalies: true, nowcast: true, compare: 'TARGET' };
    await save({ ...QUERY, ...more }, `beside-${format}`);
    const { file, status, error } = await runNow(await add(format, '', null, `beside-${format}`));
    expect([status, error]).toEqual(['SUCCEEDED', null]);
    const [row] = await read(format, file!);
    const own = ['nowcast', 'expected', 'score', 'unusual', 'target', 'attainment', 'pace', 'projected'].map((ending) => `spend_${ending}`);
    expect(Object.keys(row!)).toEqual(['period', 'campaign', 'campaign_label', 'spend', ...own]);
    expect([Number(row!.spend), Number(row!.spend_nowcast)]).toEqual([6.000001, 6.000001]);
    expect(own.slice(1).map((name) => row![name] || null)).toEqual(own.slice(1).map(() => null));
  });

  it('a schedule is kept in the zone of the workspace, and a late run speaks of the day of its slot', async () => {
    now = new Date('2026-02-08T22:50:00Z');
    const id = await add('jsonl', '0 7 * * *');
    expect(await due()).toBe(0);
    // 07:00 in Shanghai was 23:00 in UTC; the writer comes a day and a half later, when a second slot has passed.
    now = new Date('2026-02-10T10:00:00Z');
    expect(await due()).toBe(1);
    expect(await due()).toBe(0);
    const { file } = await last(id);
    expect(file).toBe('default/daily-v1-20260209T230000Z.jsonl');
    expect(manifestOf(file!)).toMatchObject({ slot: '2026-02-09T23:00:00.000Z', today: '2026-02-10', createdAt: now.toISOString() });
    expect((await read('jsonl', file!)).map(({ period }) => period).sort()).toEqual([
      '2026-02-07',
      '2026-02-07',
      '2026-02-08',
      '2026-02-08',
    ]);
    now = new Date('2026-02-10T23:00:30Z');
    expect(await Promise.all([due(), due()]).then(([a, b]) => a! + b!)).toBe(1);
    await world.session((session) => removeExport(session, id));
    now = new Date('2026-02-12T23:00:30Z');
    expect(await due()).toBe(0);
    now = MONDAY;
  });

  it('the newest version is written, unless one is named', async () => {
    const [newest, first] = [await add('csv'), await add('csv', '', 1)];
    await save({ ...QUERY, by: [], orderBy: [] });
    expect((await runNow(newest)).file).toMatch(/daily-v2-/);
    expect((await runNow(first)).file).toMatch(/daily-v1-/);
  });

  it('what cannot be written says why, leaves no file, and the others go on', async () => {
    await save(QUERY, 'gone');
    const id = await add('csv', '', null, 'gone');
    await world.session((session) => deleteSavedQuery(session, 'gone'));
    expect(await runNow(id)).toMatchObject({ status: 'FAILED', file: null, error: expect.stringContaining('the saved query is gone') });
    expect(readdirSync(path.join(folder, 'default')).filter((name) => name.startsWith('gone'))).toEqual([]);
  });

  it('a run whose writer was lost is written by the next, three times at most', async () => {
    const id = await add('csv');
    await world.session((session) => queueExport(session, id));
    const lose = (attempts: number) =>
      world.session((session) =>
        session.execute(
          `UPDATE hub.export_run SET status = 'RUNNING', attempts = $1, lease_until = now() - interval '1 minute' WHERE export_id = $2`,
          [attempts, id],
        ),
      );
    await lose(1);
    expect(await due()).toBe(1);
    expect(await last(id)).toMatchObject({ status: 'SUCCEEDED' });
    await lose(3);
    expect(await due()).toBe(0);
    expect(await last(id)).toMatchObject({ status: 'FAILED', error: 'its writer was lost, 3 times' });
  });

  it('another workspace has folder, exports and runs of its own', async () => {
    await world.asOwner(`INSERT INTO hub.workspace (id, key, name) VALUES (2, '../evil', 'x'); INSERT INTO hub.saved_query (workspace_id, id, key, name, latest_version) VALUES (2, 900, 'daily', 'd', 1);
      INSERT INTO hub.saved_query_version (workspace_id, saved_query_id, version, query, saved_by) VALUES (2, 900, 1, '${JSON.stringify(QUERY)}', 'x');
      INSERT INTO hub.export (workspace_id, id, saved_query_id, format) SELECT 2, 900 + n, 900, f FROM unnest('{${FORMATS}}'::text[]) WITH ORDINALITY t (f, n);
      INSERT INTO hub.export_run (workspace_id, export_id) SELECT 2, 900 + n FROM generate_series(1, 4) n`);
    expect(await due()).toBe(4);
    expect(readdirSync(path.dirname(folder))).not.toContain('evil');
    expect((await world.session(storedExports)).some(({ id }) => id > 900)).toBe(false);
    for (const format of ['csv', 'xlsx', 'parquet'] as const)
      expect([format, await read(format, `@2/daily-v1-20260208T233000Z.${format}`)]).toEqual([format, []]);
    expect(readFileSync(path.join(folder, '@2/daily-v1-20260208T233000Z.csv'), 'utf8')).toBe(
      'period,campaign,campaign_label,spend,ctr\r\n',
    );
  });
});
