import { LiveSession } from '../../entities/facts/LiveSession';
import { shippedMappingText } from '../../ingest/files/shipped-mapping';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { postsFile, rosterFile, settlementFile } from '../../ingest/sandbox/sandbox';
import { creatorsCommand } from '../../src/cli/creators';
import { addDays, dayIn } from '../../src/lib/day';
import { fileOf } from '../ingest/files/read-all';
import { MetricWorld } from '../metrics/metric-world';
import { run } from '../support/run-command';

const before = { ...process.env };
const today = addDays(dayIn('Asia/Shanghai', new Date()), -1);
let world: MetricWorld;

/** The demo company's own files, without its platforms. */
beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  await world.brand('verdane');
  for (const [mapping, { name, text }] of [
    ['creator-posts', postsFile(1, today)],
    ['settlement-lines', settlementFile(1, today)],
  ] as const) {
    const written = writtenMapping(shippedMappingText(mapping));
    const loaded = await importFile(world.database, { workspaceId: 1, path: fileOf(name, text), ...written, brand: 'verdane' });
    expect(loaded).toMatchObject({ quarantined: 0, unchanged: 0 });
  }
});
afterAll(async () => {
  process.env = before;
  process.exitCode = undefined;
  await world?.close();
});

describe('brandhub creators', () => {
  const roster = rosterFile(today);

  test('load brings the roster in, once, and list shows it', async () => {
    const file = fileOf(roster.name, roster.text);
    expect(await run(creatorsCommand(), 'load', file)).toMatch(/^27 creators and \d collaborations hold from now on\.\n$/);
    expect(await run(creatorsCommand(), 'load', file)).toContain('hold already');
    await expect(run(creatorsCommand(), 'show', 'nobody')).rejects.toThrow('creator: there is no "nobody"');
    expect(await run(creatorsCommand(), 'list')).toMatch(/xiaolu +小鹿成分测评 +mid +skincare/);
  });

  test('account shows a settled collaboration as it was agreed, line by line', async () => {
    const [{ key, lines } = { key: '', lines: 0n }] = await world.rows<{ key: string; lines: bigint }>(
      `SELECT collaboration AS key, count(*) AS lines FROM fact.settlement_line WHERE entry = 'refund' GROUP BY 1 ORDER BY 1 LIMIT 1`,
    );
    expect(lines).toBeGreaterThan(0n);
    const shown = await run(creatorsCommand(), 'account', key);
    expect(shown).toMatch(/slotFees +20000 +20000 +0\n/);
    // The commission is booked on what was paid and taken back for what was sent back: a fifth of what was kept.
    expect(shown).toMatch(/commission +([\d.]+) +\1 +0\n/);
    const [sql] = await world.rows<{ roi: number }>(
      `SELECT ((sum(amount_micros) FILTER (WHERE entry = 'gmv') - sum(amount_micros) FILTER (WHERE entry IN ('refund', 'goods', 'slot_fee', 'commission', 'boost')))
         / sum(amount_micros) FILTER (WHERE entry IN ('slot_fee', 'commission', 'boost')))::float8 AS roi FROM fact.settlement_line WHERE collaboration = $1`,
      [key],
    );
    expect(Number(/roiNet +(-?[\d.]+)/.exec(shown)?.[1])).toBeCloseTo(sql!.roi, 3);
    await expect(run(creatorsCommand(), 'account', 'nothing')).rejects.toThrow('there is no "nothing"');
  });

  test('signals find the account with bought likes and overnight followers, and nobody else', async () => {
    const found = JSON.parse(await run(creatorsCommand(), 'signals', '--json')) as { signal: string; account: string }[];
    expect([...new Set(found.map(({ account }) => account))]).toEqual(['xiaohongshu:mid-07']);
    expect([...new Set(found.map(({ signal }) => signal))].sort()).toEqual([
      'ENGAGEMENT_RATE',
      'FOLLOWER_SPIKE',
      'LIKE_COMMENT_RATIO',
      'VIEW_COMMENT_MISMATCH',
    ]);
  });

  test('benchmarks, show and refunds print what they are asked for', async () => {
    expect(await run(creatorsCommand(), 'benchmarks', 'creatorEngagementRateViews')).toMatch(/Micro +10 +0\.0\d+ +0\.0\d+ +0\.0\d+/);
    expect(await run(creatorsCommand(), 'show', 'mid-01')).toMatch(/postCost +[\d.]+/);
    await world.load(LiveSession, [
      {
        day: addDays(today, -40),
        brand: 1,
        platform: 'douyin',
        session: 's',
        creator: 'x',
        currency: 'CNY',
        gmvPaid: 1_000_000_000n,
        refunded: 150_000_000n,
      },
    ]);
    expect(await run(creatorsCommand(), 'refunds', '--by', 'PLATFORM')).toMatch(
      /douyin +CNY +1 +1000 +15\.0 % +15\.0 % \(15\.0 % to 15\.0 %\)/,
    );
  });
});
