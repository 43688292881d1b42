import type { AdDay } from '../../../entities/facts/AdDay';
import type { AdLevelDay } from '../../../entities/facts/AdLevelDay';
import type { AdSplitDay } from '../../../entities/facts/AdSplitDay';
import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { CnAdDays } from '../../../ingest/sandbox/world/cn-ad-days';
import { CN_ACCOUNTS } from '../../../ingest/sandbox/world/cn-campaigns';
import { SourceByHand } from '../../support/source-by-hand';

const TODAY = '2026-11-20';
const WINDOW = { from: '2026-10-20', to: '2026-11-14' };
const MEASURES = ['impressions', 'clicks', 'spend'] as const;

type Row = Partial<Record<(typeof MEASURES)[number], bigint | number | null>>;
const sums = (rows: readonly Row[]) => MEASURES.map((name) => rows.reduce((sum, row) => sum + BigInt(row[name] ?? 0), 0n));

describe('ads, their splits and the platform’s own totals', () => {
  let sandbox: Sandbox;
  // A refresh token is good once: each source keeps those that it is given.
  const sources = new Map<string, SourceByHand>();
  const sourceOf = (key: string) => {
    const source = sources.get(key) ?? new SourceByHand(sandbox, key);
    sources.set(key, source);
    return source;
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ today: TODAY });
  });
  afterAll(() => sandbox.close());

  it.each(CN_ACCOUNTS.map((account) => [account.platform, account] as const))(
    '%s comes to what the world holds',
    async (platform, account) => {
      const source = sourceOf(`${platform}-${account.brand.key}`);
      const { rows, refused } = await source.read<AdDay>('ads', WINDOW);
      const truth = [...new CnAdDays(sandbox.world.seed).between(account, WINDOW.from, WINDOW.to, TODAY)].map(({ numbers }) => numbers);
      expect(refused).toEqual([]);
      expect(rows).toHaveLength(truth.length);
      expect(truth.length).toBeGreaterThan(10);
      const cents = (name: 'costCents' | 'revenueCents') => BigInt(truth.reduce((sum, numbers) => sum + numbers[name], 0)) * 10_000n;
      expect(sums(rows).at(-1)).toBe(cents('costCents'));
      expect(rows.reduce((sum, row) => sum + (row.revenueClaimed ?? 0n), 0n)).toBe(cents('revenueCents'));
      for (const { account: told, campaign } of rows) expect([told, campaign.brand]).toEqual([account.id, account.brand.key]);
    },
  );

  it.each(['ocean-engine-verdane', 'xiaohongshu-verdane'])('%s tells an account that its campaigns and its ads add up to', async (key) => {
    const source = sourceOf(key);
    const ads = await source.read<AdDay>('ads', WINDOW);
    const { rows } = await source.read<AdLevelDay>('levels', WINDOW);
    expect(sums(rows.filter(({ level }) => level === 'account'))).toEqual(sums(ads.rows));
    expect(sums(rows.filter(({ level }) => level === 'campaign'))).toEqual(sums(ads.rows));
  });

  it('tells countries that add up to the ads, keywords that add up to the search ads, and searches of which the rare are left out', async () => {
    const tiktok = sourceOf('tiktok-ads-lumina');
    const shown = await tiktok.read<AdDay>('ads', { from: '2026-11-08', to: '2026-11-14' });
    const countries = await tiktok.read<AdSplitDay>('splits', { from: '2026-11-08', to: '2026-11-14' });
    expect(new Set(countries.rows.map(({ value }) => value))).toEqual(new Set(['US', 'CA']));
    expect(sums(countries.rows)).toEqual(sums(shown.rows));

    const google = sourceOf('google-ads-kumo');
    const clicked = await google.read<AdDay>('ads', { from: '2026-11-08', to: '2026-11-14' });
    const wide = await google.read<AdDay>('performance-max', { from: '2026-11-08', to: '2026-11-14' });
    const places = await google.read<AdSplitDay>('countries', { from: '2026-11-08', to: '2026-11-14' });
    expect(new Set(places.rows.map(({ value }) => value))).toEqual(new Set(['DE', 'AT', 'CH']));
    expect(sums(places.rows)).toEqual(sums([...clicked.rows, ...wide.rows]));

    const ocean = sourceOf('ocean-engine-verdane');
    const ads = await ocean.read<AdDay>('ads', WINDOW);
    const keywords = await ocean.read<AdSplitDay>('keywords', WINDOW);
    const queries = await ocean.read<AdSplitDay>('queries', WINDOW);
    const searchAds = new Set(keywords.rows.map(({ ad }) => ad));
    expect(sums(keywords.rows)).toEqual(sums(ads.rows.filter(({ ad }) => searchAds.has(ad))));
    expect(sums(queries.rows)[2]).toBeLessThan(sums(keywords.rows)[2]!);
    expect(new Set(keywords.rows.map(({ matchType }) => matchType))).toEqual(new Set(['exact', 'broad']));
    const materials = await ocean.read<AdSplitDay>('materials', WINDOW);
    expect(sums(materials.rows)).toEqual(sums(ads.rows));
  });

  it('restates conversions for the days of credit, and nothing after', async () => {
    const source = sourceOf('ocean-engine-verdane');
    const claimed: bigint[] = [];
    for (const today of ['2026-11-11', '2026-11-18', '2026-11-25', '2026-12-11']) {
      sandbox.setToday(today);
      const { rows } = await source.read<AdDay>('ads', { from: '2026-11-11', to: '2026-11-11' });
      claimed.push(rows.reduce((sum, row) => sum + (row.conversionsClaimed ?? 0n), 0n));
    }
    sandbox.setToday(TODAY);
    expect(claimed[0]).toBeLessThan(claimed[1]!);
    expect(claimed[1]).toBeLessThan(claimed[2]!);
    expect(claimed[2]).toBe(claimed[3]);
  });

  it('takes a refresh token until its successor has been used', async () => {
    const url = `${sandbox.url}/xiaohongshu/api/open/oauth2/refresh_token`;
    const ask = async (number: number) => {
      const token = `sandbox-juguang-refresh-other-${number}`;
      const body = JSON.stringify({ app_id: 10694, secret: 'sandbox-juguang-app-secret', refresh_token: token });
      return (await fetch(url, { method: 'POST', body })).json();
    };
    for (const times of [1, 2]) {
      expect([times, await ask(4)]).toMatchObject([times, { code: 0, data: { refresh_token: 'sandbox-juguang-refresh-other-5' } }]);
    }
    expect(await ask(5)).toMatchObject({ code: 0, data: { refresh_token: 'sandbox-juguang-refresh-other-6' } });
    expect(await ask(4)).toMatchObject({ code: 400, msg: 'refresh token 无效' });
  });
});
