import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapRecords } from '../../../ingest/files/map-records';
import { type Mapping, parseMapping } from '../../../ingest/files/mapping';
import { openTable } from '../../../ingest/files/open-table';
import { all, mapFile, shapeOf } from './read-all';

const manual = readFileSync(join(__dirname, '../../../docs/import.md'), 'utf8');
const mappings: Mapping[] = [...manual.matchAll(/```yaml\n(name: [\s\S]*?)```/g)].map((match) => parseMapping(match[1] ?? ''));

it('every whole mapping of the manual fits its target', async () => {
  expect(mappings.map(({ name }) => name)).toEqual([
    'my-report',
    'weekly-spend',
    'google-ads',
    'shopify',
    'brand-survey',
    'tea-panel',
    'baidu-report',
  ]);
  for (const mapping of mappings) await expect(all(mapRecords([], mapping, shapeOf(mapping.target)))).resolves.toEqual([]);
});

it('the market of the manual comes out brand by brand, all others being one', async () => {
  const [, csv = ''] = /```csv\n(Month,[\s\S]*?)```/.exec(manual) ?? [];
  const records = csv.trim().split('\n').slice(1).length;
  const folder = mkdtempSync(join(tmpdir(), 'brandhub-market-'));
  try {
    writeFileSync(join(folder, 'panel.csv'), csv);
    const { rows, rejects } = await mapFile(join(folder, 'panel.csv'), mappings.find(({ name }) => name === 'tea-panel')!);
    expect([rejects, rows.length]).toEqual([[], records]);
    expect(rows[0]).toMatchObject({ day: '2026-01-01', brand: 'verdane', searches: 42_000_000n, sales: 120_000_000_000n, buyers: 1_200n });
    expect(rows[2]).toMatchObject({ brand: 'others', buyers: null, population: 41_000n });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('the Chinese report of the manual comes out as the manual says', async () => {
  const path = join(__dirname, '../../fixtures/files/baidu-report.gb18030.csv');
  expect(await openTable(path)).toMatchObject({ encoding: 'gb18030', headerLine: 3 });
  const { rows, rejects, records } = await mapFile(path, mappings.find(({ name }) => name === 'baidu-report')!);
  expect(rejects).toEqual([]);
  expect(records).toBe(4);
  const spring = { key: 'baidu_ads:90071992547409931', name: '春季新品', platform: 'baidu_ads', channel: 'paid_search', brand: null };
  expect(rows).toMatchObject([
    { day: '2026-03-01', campaign: spring, device: 'mobile', impressions: 12_345n, clicks: 321n, spend: 1_234_500_000n },
    { day: '2026-03-02', campaign: spring, device: 'desktop', impressions: 12_000n, clicks: 300n, spend: 980_050_000n },
    { day: '2026-03-03', campaign: { name: '品牌词' }, impressions: null, clicks: null, spend: 0n },
  ]);
});
