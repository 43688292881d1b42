import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbook } from 'exceljs';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import { fileOf } from './files/read-all';
import { bodyOf, counts, load, recordOf } from './import-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const mapping = (name: string) => `name: ${name}
target: AdDay
columns:
  day: Date
  campaign.key: { template: 'my_ads:{Campaign}' }
  campaign.name: Campaign
  campaign.platform: { const: my_ads }
  campaign.channel: { const: paid_search }
  impressions: Impressions
  spend: Cost
`;
const row = (at: number, cost = `${at}.5`) => `2026-0${1 + (at % 6)}-0${1 + (at % 9)},c${at},${at},${cost}`;
const csv = (rows: string[]) => `Date,Campaign,Impressions,Cost\n${rows.join('\n')}\n`;
const sums = async (source: string) =>
  (
    await hub.rows(
      `SELECT count(*)::integer AS rows, sum(f.impressions)::text AS impressions, sum(f.spend_micros)::text AS spend FROM fact.ad_day f
       JOIN hub.source s USING (workspace_id) WHERE s.id = f.source_id AND s.key = $1`,
      [source],
    )
  )[0];
const sourceOf = async (key: string) => (await hub.rows('SELECT * FROM hub.source WHERE workspace_id = 1 AND key = $1', [key]))[0]!;

describe('a file of a thousand records with ten bad ones', () => {
  const bad = new Set([3, 100, 101, 250, 499, 500, 501, 700, 998, 999]);
  const lines = Array.from({ length: 1000 }, (_, at) => row(at, bad.has(at) ? 'much' : undefined));
  const path = fileOf('thousand.csv', csv(lines));

  test('is loaded but for the ten, which are listed with line and reason', async () => {
    const progress: number[] = [];
    const result = await load(hub, path, mapping('thousand'), {
      pageSize: { records: 300, characters: 1e9 },
      onProgress: ({ bytes, totalBytes }) => progress.push(bytes / totalBytes),
    });
    expect(counts(result)).toEqual({ records: 1000, inserted: 990, revised: 0, unchanged: 0, quarantined: 10 });
    expect(result).toMatchObject({ status: 'PARTIAL', source: 'thousand', alreadyLoaded: false, resumed: false, repeated: 0 });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress).toHaveLength(4);
    expect(progress.at(-1)).toBe(1);
    const kept = Array.from({ length: 1000 }, (_, at) => at).filter((at) => !bad.has(at));
    const spend = kept.reduce((sum, at) => sum + at * 1_000_000 + 500_000, 0);
    expect(await sums('thousand')).toEqual({ rows: 990, impressions: String(kept.reduce((sum, at) => sum + at, 0)), spend: String(spend) });
    const listed = await hub.rows(
      'SELECT line, reason, place, value, raw, stream FROM hub.quarantine WHERE run_id = $1 AND replayed_at IS NULL ORDER BY line',
      [result.runId],
    );
    expect(listed).toEqual(
      [...bad].map((at) => ({
        line: at + 2,
        reason: 'spend: expected a number',
        place: 'Cost',
        value: 'much',
        raw: JSON.stringify({ Date: row(at).split(',')[0], Campaign: `c${at}`, Impressions: String(at), Cost: 'much' }),
        stream: 'file',
      })),
    );
  });

  test('lands as it came, and each row points to its record', async () => {
    const [run] = await hub.rows<{ id: number; file_sha256: Buffer; mapping: string }>(
      'SELECT id, file_sha256, mapping FROM hub.ingest_run WHERE mapping = $1',
      [mapping('thousand')],
    );
    expect((await bodyOf(hub, run!.id)).toString()).toBe(readFileSync(path, 'utf8'));
    const rows = await hub.rows<{ page_id: bigint; record_no: number; impressions: bigint }>(
      'SELECT f.page_id, f.record_no, f.impressions FROM fact.ad_day f WHERE impressions IN (0, 299, 300, 778)',
    );
    expect(rows).toHaveLength(4);
    for (const each of rows) expect(await recordOf(hub, each)).toMatchObject({ Impressions: String(each.impressions) });
    const pages = await hub.rows<{ request: object; headers: object }>(
      'SELECT request, headers FROM hub.raw_page WHERE run_id = $1 ORDER BY seq',
      [run!.id],
    );
    expect(pages.map(({ request }) => request)).toMatchObject(
      [
        [1, 301],
        [302, 601],
        [602, 901],
        [902, 1001],
      ].map(([firstLine, lastLine]) => ({ url: 'file:thousand.csv', firstLine, lastLine, holds: 'bytes' })),
    );
    expect(pages[0]!.headers).toEqual({ 'content-type': 'text/csv; charset=utf-8' });
  });

  test('makes a source that nothing is pulled for, fresh to the greatest day loaded', async () => {
    expect(await sourceOf('thousand')).toMatchObject({ connector: 'file', schedule: '', fresh_to: '2026-06-09', lookback_days: 0 });
  });

  test('a second time loads nothing, unless asked to, and then lists the bad ones once', async () => {
    const [before] = await hub.rows('SELECT data_version FROM hub.workspace');
    const again = await load(hub, path, mapping('thousand'));
    expect(again).toMatchObject({ alreadyLoaded: true, status: 'PARTIAL', records: 1000, inserted: 990, quarantined: 10 });
    expect(await hub.rows('SELECT id FROM hub.ingest_run WHERE mapping = $1', [mapping('thousand')])).toHaveLength(1);
    const forced = await load(hub, path, mapping('thousand'), { again: true });
    expect(counts(forced)).toEqual({ records: 1000, inserted: 0, revised: 0, unchanged: 990, quarantined: 10 });
    expect(await hub.rows('SELECT data_version FROM hub.workspace')).toEqual([before]);
    const open = await hub.rows('SELECT run_id FROM hub.quarantine WHERE source_id = $1 AND replayed_at IS NULL', [
      (await sourceOf('thousand')).id,
    ]);
    expect(open).toEqual(Array(10).fill({ run_id: forced.runId }));
  });
});

describe('files of one mapping', () => {
  test('restate each other, and a changed mapping restates what it read', async () => {
    const first = fileOf('a.csv', csv([row(1), row(2), row(3)]));
    const second = fileOf('b.csv', csv([row(2), row(3, '9'), row(4)]));
    await load(hub, first, mapping('restated'));
    const restated = await load(hub, second, mapping('restated'));
    expect(counts(restated)).toEqual({ records: 3, inserted: 1, revised: 1, unchanged: 1, quarantined: 0 });
    expect(await sums('restated')).toEqual({ rows: 4, impressions: '10', spend: String(1_500_000 + 2_500_000 + 9_000_000 + 4_500_000) });
    const [revision] = await hub.rows('SELECT measure, old, new FROM hub.revision WHERE run_id = $1', [restated.runId]);
    expect(revision).toEqual({ measure: 'spend_micros', old: '3500000', new: '9000000' });
    const cents = mapping('restated').replace('spend: Cost', 'spend: { from: Cost, unit: cents }');
    const changed = await load(hub, second, cents);
    expect(changed).toMatchObject({ alreadyLoaded: false, inserted: 0, revised: 3, unchanged: 0 });
    expect(await load(hub, second, cents)).toMatchObject({ alreadyLoaded: true, runId: changed.runId });
    expect(await load(hub, second, mapping('restated'))).toMatchObject({ alreadyLoaded: false, revised: 3 });
  });

  test('stand apart from those of another source', async () => {
    const path = fileOf('a.csv', csv([row(1)]));
    await load(hub, path, mapping('apart'));
    expect(await load(hub, path, mapping('apart'), { sourceKey: 'apart-too' })).toMatchObject({ inserted: 1, source: 'apart-too' });
    await expect(load(hub, path, mapping('apart'), { sourceKey: 'ads' })).rejects.toThrow(
      /source ads: is pulled by test and takes no files/,
    );
  });

  test('tell of rows that took the place of an earlier one, in one page and across pages', async () => {
    const path = fileOf('a.csv', csv([row(1), row(1, '7'), row(2), row(3), row(2, '8')]));
    const result = await load(hub, path, mapping('repeated'), { pageSize: { records: 3, characters: 1e9 } });
    expect(result).toMatchObject({ records: 5, repeated: 2 });
    expect(await sums('repeated')).toMatchObject({ rows: 3, spend: '18500000' });
    expect(await load(hub, path, mapping('repeated'))).toMatchObject({ alreadyLoaded: true, repeated: 2 });
  });
});

describe('what a file does not say', () => {
  const orders = `name: orders
target: OrderLine
columns: { day: day, brand: brand, orderId: order, revenue: paid }
`;
  const text = 'day,order,paid,brand\n2026-01-01,1,10,lumen\n2026-01-02,2,20,\n2026-01-03,3,30,nova\n';

  test('is filled from the defaults, which the source remembers', async () => {
    const path = fileOf('orders.csv', text);
    const result = await load(hub, path, orders, { brand: 'other', currency: 'EUR' });
    expect(counts(result)).toEqual({ records: 3, inserted: 2, revised: 0, unchanged: 0, quarantined: 1 });
    const found = await hub.rows(
      'SELECT b.key, o.currency, o.order_id FROM fact.order_line o JOIN hub.brand b ON b.id = o.brand_id ORDER BY o.order_id',
    );
    expect(found).toEqual([
      { key: 'lumen', currency: 'EUR', order_id: '1' },
      { key: 'other', currency: 'EUR', order_id: '2' },
    ]);
    expect(await sourceOf('orders')).toMatchObject({ currency: 'EUR' });
    expect(await load(hub, path, orders)).toMatchObject({ alreadyLoaded: true });
  });

  test('an unknown brand is quarantined with its line, or made when that is asked for', async () => {
    const [refused] = await hub.rows(`SELECT line, reason, place, value FROM hub.quarantine WHERE value = 'nova'`);
    expect(refused).toEqual({ line: 4, reason: 'brand: "nova" is not a tracked brand', place: 'brand', value: 'nova' });
    const path = fileOf('orders.csv', text);
    const made = await load(hub, path, orders, { createBrands: true, again: true });
    expect(counts(made)).toEqual({ records: 3, inserted: 1, revised: 0, unchanged: 2, quarantined: 0 });
    expect(made.status).toBe('SUCCEEDED');
    expect(await hub.rows(`SELECT replay_run_id FROM hub.quarantine WHERE value = 'nova'`)).toEqual([{ replay_run_id: made.runId }]);
    await expect(load(hub, path, orders, { brand: 'nobody' })).rejects.toThrow(/brand: "nobody" is not a tracked brand/);
  });

  test('a zone cuts the days of times that name their offset', async () => {
    const path = fileOf('late.csv', 'day,order,paid,brand\n2026-02-01T20:00:00Z,77,1,lumen\n');
    await load(hub, path, orders, { sourceKey: 'late', timeZone: 'Asia/Shanghai' });
    expect(await hub.rows(`SELECT day FROM fact.order_line WHERE order_id = '77'`)).toEqual([{ day: '2026-02-02' }]);
    expect(await sourceOf('late')).toMatchObject({ time_zone: 'Asia/Shanghai' });
    await expect(load(hub, path, orders, { timeZone: 'Mars' })).rejects.toThrow(/time zone: "Mars" is none/);
  });
});

describe('other kinds of file', () => {
  test('a GB18030 report keeps its own bytes', async () => {
    const path = join(__dirname, '../fixtures/files/baidu-report.gb18030.csv');
    const manual = readFileSync(join(__dirname, '../../docs/import.md'), 'utf8');
    const yaml = /```yaml\n(name: baidu-report\n[\s\S]*?)```/.exec(manual)![1]!;
    const result = await load(hub, path, yaml);
    expect(result).toMatchObject({ status: 'SUCCEEDED', quarantined: 0 });
    expect((await bodyOf(hub, result.runId)).equals(readFileSync(path))).toBe(true);
    expect(await sums('baidu-report')).toEqual({ rows: 3, impressions: '24345', spend: '2214550000' });
  });

  test('a workbook keeps the cells of its rows as JSON lines', async () => {
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('data');
    sheet.addRow(['Date', 'Campaign', 'Impressions', 'Cost']);
    sheet.addRow([new Date(Date.UTC(2026, 2, 1)), 'c1', 1234, 0.07]);
    sheet.addRow([new Date(Date.UTC(2026, 2, 2)), 'c1', 1000, 12.345678]);
    const path = fileOf('report.xlsx', '');
    await workbook.xlsx.writeFile(path);
    const result = await load(hub, path, mapping('workbook'));
    expect(counts(result)).toEqual({ records: 2, inserted: 2, revised: 0, unchanged: 0, quarantined: 0 });
    expect(await sums('workbook')).toEqual({ rows: 2, impressions: '2234', spend: '12415678' });
    const lines = (await bodyOf(hub, result.runId)).toString().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ Date: '2026-03-01', Cost: '0.07' }, { Date: '2026-03-02' }]);
    const [page] = await hub.rows('SELECT request, headers FROM hub.raw_page WHERE run_id = $1', [result.runId]);
    expect(page).toMatchObject({
      request: { holds: 'cells', firstLine: 1, lastLine: 3 },
      headers: { 'content-type': 'application/jsonl' },
    });
  });

  test('JSON lines and UTF-16 text', async () => {
    const json = [1, 2].map((at) => JSON.stringify({ Date: '2026-04-01', Campaign: `c${at}`, Impressions: 2 ** 40 + at, Cost: 0.1 }));
    const jsonPath = fileOf('a.jsonl', `${json[0]}\nno json\n${json[1]}`);
    const result = await load(hub, jsonPath, mapping('lines'));
    expect(counts(result)).toEqual({ records: 3, inserted: 2, revised: 0, unchanged: 0, quarantined: 1 });
    expect(await sums('lines')).toEqual({ rows: 2, impressions: String(2 ** 41 + 3), spend: '200000' });
    expect((await bodyOf(hub, result.runId)).equals(readFileSync(jsonPath))).toBe(true);
    const utf16 = fileOf('a.csv', Buffer.from(`\uFEFF${csv([row(1), row(2)])}`, 'utf16le'));
    const other = await load(hub, utf16, mapping('utf16'));
    expect(counts(other)).toMatchObject({ inserted: 2 });
    expect((await bodyOf(hub, other.runId)).toString()).toMatch(/^\{"Date":"2026-02-02","Campaign":"c1"/);
  });

  test('lines that end in CR alone, quoted breaks and blank lines keep their bytes', async () => {
    const texts = [csv([row(1), row(2), row(3)]).replaceAll('\n', '\r'), `\n${csv([row(1), '2026-05-01,"two\nlines",5,1', row(3)])}\n\n`];
    for (const [at, text] of texts.entries()) {
      const path = fileOf('a.csv', text);
      const result = await load(hub, path, mapping(`odd-${at}`), { pageSize: { records: 1, characters: 1e9 } });
      expect(counts(result)).toMatchObject({ records: 3, inserted: 3 });
      expect((await bodyOf(hub, result.runId)).toString()).toBe(text);
    }
  });
});

describe('a mapping that does not fit', () => {
  test('stops the import before anything is written', async () => {
    const path = fileOf('a.csv', csv([row(1)]));
    const misfit = mapping('misfit');
    await expect(load(hub, path, misfit.replace('AdDay', 'AdHour'))).rejects.toThrow(/there is no fact "AdHour"; there are AdDay, /);
    await expect(load(hub, path, misfit.replace('spend: Cost', 'spend: Kosten'))).rejects.toThrow(
      /has no column "Kosten", which mapping misfit reads; it has "Date", "Campaign", "Impressions", "Cost"/,
    );
    await expect(load(hub, path, misfit.replace('  day: Date\n', ''))).rejects.toThrow(/AdDay.day is required/);
    await expect(load(hub, path, misfit.replace('target: AdDay', 'target: SurveyAnswer'), { currency: 'EUR' })).rejects.toThrow(
      /currency: SurveyAnswer has no column for "EUR"/,
    );
    expect(await sourceOf('misfit')).toBeUndefined();
  });

  test('an error on the way ends the run as failed, and the next import begins anew', async () => {
    const path = fileOf('a.csv', csv([row(1), row(2), row(3)]));
    const broken = () => {
      throw new Error('the terminal is gone');
    };
    const pageSize = { records: 2, characters: 1e9 };
    await expect(load(hub, path, mapping('broken'), { pageSize, onProgress: broken })).rejects.toThrow('the terminal is gone');
    expect(await hub.rows(`SELECT status, error FROM hub.ingest_run WHERE mapping = $1`, [mapping('broken')])).toEqual([
      { status: 'FAILED', error: 'Error: the terminal is gone' },
    ]);
    expect(await load(hub, path, mapping('broken'), { pageSize })).toMatchObject({ inserted: 1, unchanged: 2, status: 'SUCCEEDED' });
    writeFileSync(path, csv([]));
    expect(counts(await load(hub, path, mapping('broken')))).toMatchObject({ records: 0 });
  });
});
