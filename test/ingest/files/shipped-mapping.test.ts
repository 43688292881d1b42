import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mapRecords } from '../../../ingest/files/map-records';
import { parseMapping } from '../../../ingest/files/mapping';
import { missingColumns } from '../../../ingest/files/missing-columns';
import { openTable } from '../../../ingest/files/open-table';
import { shippedMapping, shippedMappings } from '../../../ingest/files/shipped-mapping';
import type { LinkValue, MappedRow } from '../../../ingest/files/target-shape';
import { microsFromDecimal } from '../../../src/lib/money';
import { all, fileOf, mapFile, shapeOf } from './read-all';

const DATA = join(__dirname, '../../../../shared/data');
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: the public data sets are not at ${DATA}`);
const withData = hasData ? describe : describe.skip;

const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
const link = (row: MappedRow, column: string) => row[column] as LinkValue;

it('every mapping that is shipped fits its target', async () => {
  expect(shippedMappings()).toEqual([
    'answer-runs',
    'creator-posts',
    'experiment-totals',
    'experiment-units',
    'google-ads-ad-stats',
    'lift-tests',
    'pugongying-notes',
    'qualtrics-export',
    'robyn-weekly',
    'settlement-lines',
    'shopify-orders',
    'touches',
    'wjx-survey',
    'xingtu-videos',
  ]);
  for (const name of shippedMappings()) {
    const mapping = shippedMapping(name);
    expect(mapping.name).toBe(name);
    await expect(all(mapRecords([], mapping, shapeOf(mapping.target)))).resolves.toEqual([]);
  }
  expect(() => shippedMapping('nothing')).toThrow(
    /no mapping is called "nothing"; there are answer-runs, creator-posts, experiment-totals, experiment-units, google-ads-ad-stats/,
  );
});

describe('what creators are exported as', () => {
  const fixture = (name: string) => join(__dirname, '../../fixtures/files', name);

  it('pugongying-notes: GB18030, numbers with 万 and marks, what is hidden is null, a note that is not out yet is refused', async () => {
    const mapping = shippedMapping('pugongying-notes');
    const table = await openTable(fixture('pugongying-notes.gb18030.csv'));
    expect(table.encoding).toBe('gb18030');
    expect(missingColumns(mapping, table.header)).toEqual([]);
    const { rows, rejects } = await mapFile(fixture('pugongying-notes.gb18030.csv'), mapping);
    expect(rejects).toMatchObject([{ line: 5, reason: expect.stringContaining('day'), value: '发布中' }]);
    expect(rows).toMatchObject([
      {
        day: '2026-10-18',
        publishedAt: new Date('2026-10-18T12:15:00Z'),
        platform: 'xiaohongshu',
        post: '66f0a1b2000000000c01d2e3',
        creator: '5f3c2a1b000000000101aa01',
        creatorName: '小鹿成分测评',
        tier: 'mid',
        kind: 'note',
        relation: 'paid',
        currency: 'CNY',
        followers: 186_000n,
        impressions: 412_300n,
        views: 96_210n,
        viewers: 71_004n,
        likes: 3_120n,
        saves: 1_984n,
        comments: 412n,
        shares: 88n,
        clicks: 1_530n,
        cost: 12_000_000_000n,
        gmvPaid: null,
      },
      { tier: 'micro', kind: 'video', impressions: null, viewers: null, shares: null, cost: 1_800_000_000n },
    ]);
  });

  it('xingtu-videos: ids of nineteen digits, and what the videos sold', async () => {
    const { rows, rejects } = await mapFile(fixture('xingtu-videos.csv'), shippedMapping('xingtu-videos'));
    expect(rejects).toEqual([]);
    expect(rows).toMatchObject([
      {
        day: '2026-11-05',
        platform: 'douyin',
        post: '7300000000000000123',
        creator: '7293847561029384756',
        followers: 1_862_000n,
        views: 1_204_500n,
        orders: 612n,
        gmvPaid: 138_210_500_000n,
        refunded: 20_104_000_000n,
        cost: 60_000_000_000n,
      },
      { day: '2026-11-07', publishedAt: new Date('2026-11-07T04:30:00Z'), gmvPaid: 0n, cost: 8_000_000_000n },
    ]);
  });
});

it('answer-runs: whether an answer named a brand is told in words of either language; what is neither is refused', async () => {
  const header = 'date,engine,prompt,run,brand,named,position,url';
  const lines = ['yes,1,https://kumotea.example/', '否,,', 'TRUE,2,', '1,,', 'perhaps,,'].map(
    (rest, i) => `2026-11-0${i + 1},chatgpt,best tea,1,kumo,${rest}`,
  );
  const { rows, rejects } = await mapFile(fileOf('answers.csv', [header, ...lines].join('\n')), shippedMapping('answer-runs'));
  expect(rows).toMatchObject([
    { named: 1n, place: 1n, cited: 'https://kumotea.example/' },
    { named: 0n, place: null },
    { named: 1n },
    { named: 1n },
  ]);
  expect(rejects).toMatchObject([{ line: 6, reason: expect.stringContaining('named') }]);
});

withData('the public data sets', () => {
  it('robyn-weekly: spend columns become rows with the totals of the file', async () => {
    const path = join(DATA, 'mmm_robyn/dt_simulated_weekly.csv');
    const mapping = shippedMapping('robyn-weekly');
    const table = await openTable(path);
    expect(missingColumns(mapping, table.header)).toEqual([]);
    const records = (await all(table.records())).map((record) => ('cells' in record ? record.cells : {}));
    const { rows, rejects } = await mapFile(path, mapping);
    expect(rejects).toEqual([]);
    expect(rows).toHaveLength(records.length * 5);
    for (const [column, key] of [
      ['tv_S', 'offline:tv'],
      ['search_S', 'google_ads:search'],
      ['facebook_S', 'meta_ads:facebook'],
    ] as const) {
      const spent = total(rows.filter((row) => link(row, 'campaign').key === key).map((row) => row.spend as bigint));
      expect(spent).toBe(total(records.map((cells) => microsFromDecimal(cells[column] ?? ''))));
      expect(spent).toBeGreaterThan(0n);
    }
  });

  it('google-ads-ad-stats: millionths, devices and campaign keys', async () => {
    const { rows, rejects } = await mapFile(join(DATA, 'seeds_google_ads/ad_stats_data.csv'), shippedMapping('google-ads-ad-stats'));
    expect(rejects).toEqual([]);
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatchObject({
      day: '2021-05-19',
      campaign: { key: 'google_ads:10059986060', platform: 'google_ads', channel: 'paid_search' },
      ad: '514818869462',
      device: 'desktop',
      impressions: 1n,
      spend: 0n,
    });
  });

  it('shopify-orders: paid orders with the totals of the file', async () => {
    const { rows, rejects, records } = await mapFile(join(DATA, 'seeds_shopify/shopify_order_data.csv'), shippedMapping('shopify-orders'));
    expect(rejects).toEqual([]);
    expect(rows).toHaveLength(records);
    expect(rows[0]).toMatchObject({
      day: '2020-09-11',
      orderId: '2674098602081',
      customer: '3589760876641',
      currency: 'GBP',
      gross: 2_800_000n,
    });
    expect(total(rows.map((row) => row.gross as bigint))).toBe(
      total(['2.8', '3.79', '5.39', '100.01', '100.02', '50', '205', '160'].map((each) => microsFromDecimal(each))),
    );
  });

  it('a TikTok report has "-" where it has no value', async () => {
    const mapping = parseMapping(`name: tiktok
target: AdDay
columns:
  day: STAT_TIME_HOUR
  campaign: { template: 'tiktok_ads:{CAMPAIGN_ID}' }
  campaign.platform: { const: tiktok_ads }
  campaign.channel: { const: paid_social }
  spend: SPEND
  conversionsClaimed: SECONDARY_GOAL_RESULT`);
    const { rows, rejects } = await mapFile(join(DATA, 'seeds_tiktok_ads/tiktok_campaign_report_hourly_data.csv'), mapping);
    expect(rejects).toEqual([]);
    expect(rows[0]).toMatchObject({ day: '2021-09-15', spend: 222_120_000n, conversionsClaimed: null });
  });
});
