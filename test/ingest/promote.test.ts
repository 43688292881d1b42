import { AdDay } from '../../entities/facts/AdDay';
import { Mention } from '../../entities/facts/Mention';
import { land } from '../../ingest/land';
import { checkRows, promotePage } from '../../ingest/promote';
import { unpackRecords } from '../../ingest/record-lines';
import { Fenced } from '../../ingest/run-hold';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const campaign = { key: 'meta:1', name: 'Spring', platform: 'meta', channel: 'paid_social', brand: 'lumen' };
const adDay = (day: string, ad: string, spend: bigint | null, clicks: number | null = 3) => ({
  day,
  campaign,
  ad,
  currency: 'CNY',
  spend,
  clicks,
});
const numbered = (rows: object[]) => rows.map((values, recordNo) => ({ recordNo, values }));
const version = async () => (await hub.rows<{ data_version: bigint }>('SELECT data_version FROM hub.workspace'))[0]!.data_version;

describe('a promoted page', () => {
  const rows = ['2026-03-01', '2026-03-02', '2026-04-01'].flatMap((day) => ['a', 'b'].map((ad) => adDay(day, ad, 1_500_000n)));

  test('adds its rows, and said again four times changes nothing, not even the version', async () => {
    const first = await loadPage(hub, await hub.startRun(), 0, { fact: AdDay, rows: numbered(rows) });
    expect(first).toEqual({ records: 6, inserted: 6, revised: 0, unchanged: 0, quarantined: 0 });
    const before = await hub.rows('SELECT * FROM fact.ad_day ORDER BY row_id');
    const versionBefore = await version();
    for (let time = 0; time < 4; time++) {
      const again = await loadPage(hub, await hub.startRun(), 0, { fact: AdDay, rows: numbered(rows) });
      expect(again).toEqual({ records: 6, inserted: 0, revised: 0, unchanged: 6, quarantined: 0 });
    }
    expect(await hub.rows('SELECT * FROM fact.ad_day ORDER BY row_id')).toEqual(before);
    expect(await hub.rows('SELECT * FROM hub.revision')).toEqual([]);
    expect(await version()).toBe(versionBefore);
    expect(await hub.rows('SELECT * FROM stage.ad_day_mine')).toEqual([]);
  });

  test('writes old and new of each restated value to the ledger, with the records that said them', async () => {
    const [old] = await hub.rows<{ page_id: bigint }>(`SELECT page_id FROM fact.ad_day WHERE day = '2026-03-02' AND ad = 'b'`);
    const before = await version();
    const run = await hub.startRun();
    const counts = await loadPage(hub, run, 0, {
      fact: AdDay,
      rows: numbered([adDay('2026-03-01', 'a', 1_500_000n), adDay('2026-03-02', 'b', 2_000_000n, null), adDay('2026-03-03', 'c', 1n)]),
    });
    expect(counts).toEqual({ records: 3, inserted: 1, revised: 1, unchanged: 1, quarantined: 0 });
    const [row] = await hub.rows<{ page_id: bigint; record_no: number }>(
      `SELECT spend_micros, clicks, page_id, record_no FROM fact.ad_day WHERE day = '2026-03-02' AND ad = 'b'`,
    );
    expect(row).toMatchObject({ spend_micros: 2_000_000n, clicks: null, record_no: 1 });
    const ledger = await hub.rows(
      'SELECT fact, day, measure, old, new, run_id, page_id, record_no, old_page_id, old_record_no FROM hub.revision ORDER BY measure',
    );
    const common = { fact: 'ad_day', day: '2026-03-02', run_id: run.runId, page_id: row!.page_id, record_no: 1, old_page_id: old!.page_id };
    expect(ledger).toEqual([
      { ...common, measure: 'clicks', old: '3', new: null, old_record_no: 3 },
      { ...common, measure: 'spend_micros', old: '1500000', new: '2000000', old_record_no: 3 },
    ]);
    expect(await version()).toBe(before + 1n);
  });

  test('keeps the last of two rows with one key and counts the other as unchanged', async () => {
    const counts = await loadPage(hub, await hub.startRun(), 0, {
      fact: AdDay,
      rows: numbered([adDay('2026-05-01', 'twice', 1n), adDay('2026-05-01', 'twice', 2n)]),
    });
    expect(counts).toEqual({ records: 2, inserted: 1, revised: 0, unchanged: 1, quarantined: 0 });
    expect(await hub.rows(`SELECT spend_micros, record_no FROM fact.ad_day WHERE ad = 'twice'`)).toEqual([
      { spend_micros: 2n, record_no: 1 },
    ]);
  });

  test('counts outcomes: a record of two rows twice, one of none once, a refused one once whatever rows it had', async () => {
    const counts = await loadPage(hub, await hub.startRun(), 0, {
      fact: AdDay,
      records: ['{"r":0}', '{"r":1}', '{"r":2}', '{"r":3}'],
      rows: [
        { recordNo: 0, values: adDay('2026-05-02', 'x', 1n) },
        { recordNo: 0, values: adDay('2026-05-02', 'y', 1n) },
        { recordNo: 2, values: adDay('2026-05-02', 'z', 1n) },
        { recordNo: 2, values: adDay('2026-02-30', 'z', 1n) },
      ],
      rejects: [{ recordNo: 3, reason: 'no such thing', place: 'spend', value: 'much' }],
    });
    expect(counts).toEqual({ records: 5, inserted: 2, revised: 0, unchanged: 1, quarantined: 2 });
    expect(await hub.rows('SELECT record_no, raw, reason, place, value FROM hub.quarantine ORDER BY record_no')).toEqual([
      {
        record_no: 2,
        raw: '{"r":2}',
        reason: 'day: "2026-02-30" is not a calendar day, YYYY-MM-DD',
        place: 'day',
        value: '2026-02-30',
      },
      { record_no: 3, raw: '{"r":3}', reason: 'no such thing', place: 'spend', value: 'much' },
    ]);
    expect(await hub.rows(`SELECT 1 FROM fact.ad_day WHERE ad = 'z'`)).toEqual([]);
  });

  test('quarantines a record that names a brand nobody tracks', async () => {
    const counts = await loadPage(hub, await hub.startRun(), 0, {
      fact: Mention,
      rows: numbered([
        { day: '2026-05-01', brand: 'lumen', post: 'p1', text: 'tab\there, line\nthere, slash \\N and 中文' },
        { day: '2026-05-01', brand: 'nobody', post: 'p2' },
      ]),
    });
    expect(counts).toEqual({ records: 2, inserted: 1, revised: 0, unchanged: 0, quarantined: 1 });
    expect(await hub.rows(`SELECT text FROM fact.mention WHERE post = 'p1'`)).toEqual([
      { text: 'tab\there, line\nthere, slash \\N and 中文' },
    ]);
    expect(await hub.rows(`SELECT reason FROM hub.quarantine WHERE place = 'brand'`)).toEqual([
      { reason: 'brand: "nobody" is not a tracked brand' },
    ]);
  });

  test('keeps campaigns by key and follows their names', async () => {
    const renamed = { ...campaign, name: 'Spring, renamed' };
    const before = await hub.rows<{ id: number }>('SELECT id FROM hub.campaign');
    await loadPage(hub, await hub.startRun(), 0, {
      fact: AdDay,
      rows: numbered([{ ...adDay('2026-03-01', 'a', 1_500_000n), campaign: renamed }]),
    });
    expect(await hub.rows('SELECT id, name FROM hub.campaign')).toEqual([{ id: before[0]!.id, name: 'Spring, renamed' }]);
  });

  test('counts in its run as it counts itself, and keeps its records for lineage', async () => {
    const run = await hub.startRun();
    await loadPage(hub, run, 0, {
      fact: AdDay,
      rows: numbered([adDay('2026-06-01', 'n', 1n)]),
      cursor: { part: 'p', cursor: { at: 1 }, freshTo: '2026-06-01' },
    });
    const [stored] = await hub.rows(
      'SELECT pages, records, inserted, revised, unchanged, quarantined, position FROM hub.ingest_run WHERE id = $1',
      [run.runId],
    );
    expect(stored).toEqual({ pages: 1, records: 1n, inserted: 1n, revised: 0n, unchanged: 0n, quarantined: 0n, position: { seq: 1 } });
    const [page] = await hub.rows<{ records: Buffer; promoted_at: Date }>(
      'SELECT records, promoted_at FROM hub.raw_page WHERE run_id = $1',
      [run.runId],
    );
    expect(await unpackRecords(page!.records)).toEqual(['{"at":0}']);
    expect(await hub.rows('SELECT stream, part, cursor, fresh_to FROM hub.source_cursor')).toEqual([
      { stream: 'test', part: 'p', cursor: { at: 1 }, fresh_to: '2026-06-01' },
    ]);
  });

  test('is refused, with nothing written, once the run has passed to another worker', async () => {
    const run = await hub.startRun();
    const landed = await land(hub.database, run, {
      stream: 's',
      seq: 0,
      request: { url: 'x' },
      status: 200,
      headers: {},
      body: Buffer.from('[]'),
      fetchedAt: new Date(),
    });
    await hub.rows('UPDATE hub.ingest_run SET epoch = epoch + 1 WHERE id = $1 RETURNING id', [run.runId]);
    const promotion = { run, page: { id: landed.id, stream: 's' }, fact: AdDay, records: ['{}'], position: {} };
    const zombie = promotePage(hub.database, promotion, checkRows(AdDay, numbered([adDay('2026-07-01', 'zombie', 1n)]), []));
    await expect(zombie).rejects.toThrow(Fenced);
    expect(await hub.rows(`SELECT 1 FROM fact.ad_day WHERE ad = 'zombie'`)).toEqual([]);
    expect(await hub.rows('SELECT promoted_at FROM hub.raw_page WHERE id = $1', [landed.id])).toEqual([{ promoted_at: null }]);
  });

  test('refuses numbers of which a day can hold no sum, and keeps the others', async () => {
    const huge = 9_000_000_000_000_000_000n;
    const counts = await loadPage(hub, await hub.startRun(), 0, {
      fact: AdDay,
      rows: numbered([adDay('2026-07-01', 'a', huge), adDay('2026-07-01', 'b', huge), adDay('2026-07-01', 'c', 5n)]),
    });
    expect(counts).toEqual({ records: 3, inserted: 1, revised: 0, unchanged: 0, quarantined: 2 });
    expect(await hub.rows(`SELECT ad, spend_micros FROM fact.ad_day WHERE day = '2026-07-01'`)).toEqual([{ ad: 'c', spend_micros: 5n }]);
    expect(await hub.rows(`SELECT record_no, place, value FROM hub.quarantine WHERE reason LIKE '%too large%' ORDER BY record_no`)).toEqual(
      [
        { record_no: 0, place: 'spend', value: String(huge) },
        { record_no: 1, place: 'spend', value: String(huge) },
      ],
    );
    // Alone it is a number like any other.
    const alone = { fact: AdDay, rows: numbered([adDay('2026-07-02', 'a', huge)]) };
    expect(await loadPage(hub, await hub.startRun(), 0, alone)).toMatchObject({ inserted: 1, quarantined: 0 });
  });

  test('is not promoted twice', async () => {
    const run = await hub.startRun();
    const landed = await land(hub.database, run, {
      stream: 's',
      seq: 0,
      request: { url: 'x' },
      status: 200,
      headers: {},
      body: Buffer.from('[]'),
      fetchedAt: new Date(),
    });
    const once = { run, page: { id: landed.id, stream: 's' }, fact: AdDay, records: [], position: {} };
    const nothing = checkRows(AdDay, [], []);
    await promotePage(hub.database, once, nothing);
    await expect(promotePage(hub.database, once, nothing)).rejects.toThrow(/promoted already/);
  });
});
