import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedMappingText } from '../../ingest/files/shipped-mapping';
import { microsFromDecimal } from '../../src/lib/money';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import { counts, load, recordOf } from './import-workspace';

const DATA = join(__dirname, '../../../shared/data');
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: the public data sets are not at ${DATA}`);
const withData = hasData ? describe : describe.skip;

/** The cells of a file without quoted commas, by column, taken from its text by splitting alone. */
function columnsOf(path: string): Map<string, string[]> {
  const [header = [], ...rows] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  for (const row of rows) expect(row).toHaveLength(header.length);
  return new Map(header.map((name, at) => [name, rows.map((row) => row[at]!)]));
}
const micros = (cells: readonly string[]) => cells.reduce((sum, cell) => sum + microsFromDecimal(cell), 0n);
const wholes = (cells: readonly string[]) => cells.reduce((sum, cell) => sum + BigInt(cell), 0n);

withData('the public data sets, as the database has them', () => {
  let hub: IngestWorkspace;
  beforeAll(async () => {
    hub = await ingestWorkspace();
  });
  afterAll(() => hub?.close());

  test('robyn-weekly: columns become rows, with the sums of the file', async () => {
    const path = join(DATA, 'mmm_robyn/dt_simulated_weekly.csv');
    const file = columnsOf(path);
    const weeks = file.get('DATE')!;
    const result = await load(hub, path, shippedMappingText('robyn-weekly'), { brand: 'lumen' });
    const rows = weeks.length * 5;
    expect(weeks).toHaveLength(208);
    expect(counts(result)).toEqual({ records: rows, inserted: rows, revised: 0, unchanged: 0, quarantined: 0 });
    const found = await hub.rows<{ name: string; channel: string; spend: bigint }>(
      `SELECT c.name, c.channel, sum(f.spend_micros)::bigint AS spend FROM fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id
       JOIN hub.brand b ON b.id = c.brand_id WHERE b.key = 'lumen' AND f.currency = 'EUR' GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(found).toEqual([
      { name: 'Facebook', channel: 'paid_social', spend: micros(file.get('facebook_S')!) },
      { name: 'Out of home', channel: 'ooh', spend: micros(file.get('ooh_S')!) },
      { name: 'Print', channel: 'print', spend: micros(file.get('print_S')!) },
      { name: 'Search', channel: 'paid_search', spend: micros(file.get('search_S')!) },
      { name: 'TV', channel: 'tv', spend: micros(file.get('tv_S')!) },
    ]);
    const [last] = await hub.rows<{ page_id: bigint; record_no: number }>(
      'SELECT page_id, record_no FROM fact.ad_day WHERE day = $1 LIMIT 1',
      [weeks.at(-1)],
    );
    expect(last!.record_no).toBe(207);
    expect(await recordOf(hub, last!)).toMatchObject({ DATE: weeks.at(-1), tv_S: file.get('tv_S')!.at(-1) });
    expect(await hub.rows(`SELECT fresh_to FROM hub.source WHERE key = 'robyn-weekly'`)).toEqual([{ fresh_to: weeks.at(-1) }]);
    expect(await load(hub, path, shippedMappingText('robyn-weekly'))).toMatchObject({ alreadyLoaded: true });
  });

  test('google-ads-ad-stats: the sums of the file', async () => {
    const path = join(DATA, 'seeds_google_ads/ad_stats_data.csv');
    const file = columnsOf(path);
    const result = await load(hub, path, shippedMappingText('google-ads-ad-stats'), { currency: 'USD' });
    expect(result).toMatchObject({ records: file.get('date')!.length, quarantined: 0, repeated: 0 });
    const [sum] = await hub.rows(
      `SELECT count(*)::integer AS rows, sum(impressions)::bigint AS impressions, sum(clicks)::bigint AS clicks, sum(spend_micros)::bigint AS spend,
         max(day)::text AS last FROM fact.ad_day f JOIN hub.source s ON s.id = f.source_id WHERE s.key = 'google-ads-ad-stats' AND f.currency = 'USD'`,
    );
    expect(sum).toEqual({
      rows: file.get('date')!.length,
      impressions: wholes(file.get('impressions')!),
      clicks: wholes(file.get('clicks')!),
      spend: wholes(file.get('cost_micros')!),
      last: file.get('date')!.toSorted().at(-1),
    });
  });

  test('shopify-orders: the sums of the file, by currency', async () => {
    const path = join(DATA, 'seeds_shopify/shopify_order_data.csv');
    const unknown = await load(hub, path, shippedMappingText('shopify-orders'));
    expect(unknown.quarantined).toBe(unknown.records);
    const result = await load(hub, path, shippedMappingText('shopify-orders'), { brand: 'lumen' });
    expect(result).toMatchObject({ inserted: unknown.records, quarantined: 0, status: 'SUCCEEDED' });
    const found = await hub.rows<{ currency: string; revenue: bigint }>(
      'SELECT currency, sum(revenue_micros)::bigint AS revenue FROM fact.order_line GROUP BY 1 ORDER BY 1',
    );
    const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
    const total = new Map<string, bigint>();
    // The fifth and the eighth cell; what is quoted in the file stands behind them.
    for (const line of lines) {
      const cells = line.split(',');
      total.set(cells[4]!, (total.get(cells[4]!) ?? 0n) + microsFromDecimal(cells[7]!));
    }
    expect(found).toEqual([...total].sort().map(([currency, revenue]) => ({ currency, revenue })));
    expect(await hub.rows('SELECT count(*)::integer AS open FROM hub.quarantine WHERE replayed_at IS NULL')).toEqual([{ open: 0 }]);
  });
});
