import { zstdCompressSync } from 'node:zlib';
import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { BadQuestion } from '../../src/metrics/BadQuestion';
import { lineage } from '../../src/metrics/lineage';
import type { Dimension, MetricValue } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import { BUSY_RANGE, busyWorld } from './busy-world';
import type { MetricWorld } from './metric-world';

const JANUARY = { from: '2026-01-10', to: '2026-01-31' };

describe('the lineage of a shown number', () => {
  let world: MetricWorld;
  const of = (cell: string, page?: { first?: number; after?: string | null }) => world.snapshot((session) => lineage(session, cell, page));
  /** Every value of every metric, by some dimensions of its facts. */
  const shown = async (by: Dimension[], currency: string): Promise<MetricValue[]> => {
    const select = [...METRICS.keys()];
    const { rows } = await world.ask({ select, by, grain: 'MONTH', range: BUSY_RANGE, currency, first: 500 });
    return rows.flatMap((row) => row.values);
  };

  beforeAll(async () => {
    world = await busyWorld();
  });
  afterAll(() => world.close());

  it('computed again row by row is the number itself, for cells of every metric', async () => {
    const cells = [...(await shown(['BRAND'], 'USD')), ...(await shown(['PLATFORM'], 'CNY')), ...(await shown(['SOURCE', 'BRAND'], 'EUR'))];
    const known = cells.filter(({ value }) => value !== null);
    const step = Math.floor(known.length / 120);
    let checked = 0;
    for (let i = 0; i < known.length; i += step) {
      const cell = known[i] as MetricValue;
      const found = await of(cell.lineage, { first: 1 });
      expect([cell.metric, found.recomputed]).toEqual([cell.metric, cell.value]);
      expect(found.value).toBe(cell.value);
      expect(found.factRows).toBeGreaterThan(0);
      checked++;
    }
    expect(checked).toBeGreaterThanOrEqual(100);
  });

  it('stays what it was after the facts and the rates change', async () => {
    const ask = async () => (await world.ask({ select: ['spend', 'cpc'], range: JANUARY, currency: 'USD' })).rows[0]!.values;
    const before = await ask();
    const [row] = await world.rows<{ day: string; row_id: bigint }>(
      `SELECT day, row_id FROM fact.ad_day WHERE currency = 'CNY' AND spend_micros > 0 ORDER BY day LIMIT 1`,
    );
    await world.revise(AdDay, row!.day, row!.row_id, 'spend', 1n);
    await world.revise(AdDay, row!.day, row!.row_id, 'currency', 'EUR');
    const [rate] = await world.rows<{ day: string; row_id: bigint }>(
      `SELECT day, row_id FROM fact.fx_day WHERE currency = 'USD' AND day = '2026-01-20'`,
    );
    await world.revise(FxDay, rate!.day, rate!.row_id, 'perEuro', 2_000_000n);
    const after = await ask();
    expect(after[0]!.value).not.toBe(before[0]!.value);
    for (const value of [...before, ...after]) expect((await of(value.lineage)).recomputed).toBe(value.value);
  });

  it('leads to the raw records and the runs, page by page', async () => {
    const pageId = await rawPage(['{"first":1}', '{"cost":"12.34"}']);
    await world.rows(`UPDATE fact.ad_day SET page_id = $1, record_no = 1 WHERE ad = 'a7'`, [pageId]);
    const { rows } = await world.ask({ select: ['impressions'], range: BUSY_RANGE });
    const cell = rows[0]!.values[0]!.lineage;
    const { factRows, runIds, records } = await of(cell, { first: 7 });
    expect([factRows, runIds, records.records.length, records.hasNextPage]).toEqual([300, [77], 7, true]);
    const all = [...records.records];
    for (let page = records; page.hasNextPage; all.push(...page.records))
      page = (await of(cell, { first: 100, after: page.endCursor })).records;
    expect(all).toHaveLength(300);
    expect(new Set(all.map(({ values }) => values)).size).toBe(300);
    const kept = all.find(({ values }) => JSON.parse(values).ad === 'a7');
    expect(kept).toMatchObject({ raw: '{"cost":"12.34"}', runId: 77, sourceKey: expect.stringMatching(/one|two/) });
  });

  it('holds for a brand that is no longer there', async () => {
    await world.rows(`DELETE FROM hub.brand WHERE key = 'zen'`);
    const { rows } = await world.ask({ select: ['mentions'], by: ['BRAND'], range: BUSY_RANGE });
    expect(rows.map(({ dimensions }) => dimensions[0]?.key)).toEqual(['', expect.stringMatching(/^#\d+$/), 'acme']);
    for (const { values } of rows) expect((await of(values[0]!.lineage, { first: 0 })).recomputed).toBe(values[0]!.value);
  });

  it('is refused for an id that the hub did not write', async () => {
    const { rows } = await world.ask({ select: ['clicks'], range: BUSY_RANGE });
    const id = rows[0]!.values[0]!.lineage;
    const changedAt = (place: number) => `${id.slice(0, place)}${id[place] === 'A' ? 'B' : 'A'}${id.slice(place + 1)}`;
    for (const wrong of ['', 'x', id.slice(0, -4), changedAt(0), changedAt(40)]) {
      await expect(of(wrong)).rejects.toThrow(BadQuestion);
    }
    await expect(of(id, { after: 'nonsense' })).rejects.toThrow(/^after: /);
  });

  async function rawPage(lines: string[]): Promise<bigint> {
    const [page] = await world.rows<{ id: bigint }>(
      `INSERT INTO hub.raw_page (workspace_id, run_id, source_id, stream, seq, request, status, fetched_at, sha256, bytes, body, records)
       VALUES (1, 77, 1, 's', 0, '{}', 200, now(), '', 0, '', $1) RETURNING id`,
      [zstdCompressSync(Buffer.from(lines.join('\n')))],
    );
    return page!.id;
  }
});
