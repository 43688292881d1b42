import { AdDay } from '../../entities/facts/AdDay';
import { LiveSession } from '../../entities/facts/LiveSession';
import { MarketDay } from '../../entities/facts/MarketDay';
import { Mention } from '../../entities/facts/Mention';
import { SearchDay } from '../../entities/facts/SearchDay';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { MetricWorld, plain } from './metric-world';

const M = 1_000_000n;
const day = '2026-01-10';

describe('worked examples', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const [acme, rival] = [await world.brand('acme'), await world.brand('rival')];
    const mention = (i: number, brand: number, sentiment: string | null, views: number) => ({
      day,
      brand,
      post: `p${brand}-${i}`,
      sentiment,
      views,
    });
    await world.load(Mention, [
      ...Array.from({ length: 100 }, (_, i) => mention(i, acme, i < 60 ? 'positive' : i < 90 ? 'neutral' : 'negative', 10_000)),
      ...Array.from({ length: 20 }, (_, i) => mention(100 + i, acme, null, 10_000)),
      ...Array.from({ length: 280 }, (_, i) => mention(i, rival, null, i < 260 ? 5_000 : 0)),
    ]);
    await world.load(LiveSession, [
      {
        day,
        brand: acme,
        platform: 'douyin',
        session: '1',
        currency: 'CNY',
        gmvPaid: 50_000n * M,
        refunded: 8_000n * M,
        goodsCost: 18_900n * M,
        cost: 26_000n * M,
        adCost: 6_000n * M,
        views: 25_000,
        viewers: 18_000,
        buyers: 400,
        watchSeconds: 9_000_000,
        liveSeconds: 14_400,
      },
    ]);
  });
  afterAll(() => world.close());

  it('share of voice by mentions and by views: 120 of 400, and 1.2 of 2.5 million', async () => {
    const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: ['acme'] }];
    expect(plain(await world.ask({ select: ['shareOfVoice', 'shareOfVoiceViews', 'mentionRate'], where }))).toEqual([
      { shareOfVoice: 0.3, shareOfVoiceViews: 0.48, mentionRate: 0.3 },
    ]);
  });

  it('three numbers of sentiment for 60, 30 and 10, never one', async () => {
    const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: ['acme'] }];
    const [row] = plain(
      await world.ask({ select: ['netSentiment', 'polarSentiment', 'positiveSentimentRate', 'negativeSentimentRate'], where }),
    );
    expect(row).toEqual({ netSentiment: 0.5, polarSentiment: 5 / 7, positiveSentimentRate: 6 / 7, negativeSentimentRate: 0.1 });
  });

  it('a cost per click and a position are those of the whole, 4.67 and 6.7, not the means 6 and 21.5 of their parts', async () => {
    const [brand] = await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'acme'`);
    const campaigns = [await world.campaign('cheap', brand!.id), await world.campaign('dear', brand!.id)];
    const ad = (i: number, clicks: number, spend: bigint) => ({ day, campaign: campaigns[i]!, currency: 'EUR', clicks, spend: spend * M });
    await world.load(AdDay, [ad(0, 500, 2_000n), ad(1, 100, 800n)]);
    const byCampaign = await world.ask({ select: ['cpc'], by: ['CAMPAIGN'], totals: true });
    expect(plain(byCampaign).map(({ cpc }) => cpc)).toEqual([4, 8]);
    expect(byCampaign.totals?.values[0]?.value).toBe(14 / 3);
    const rank = (query: string, position: number, impressions: number) => ({
      day,
      brand: brand!.id,
      scope: 'query' as const,
      query,
      clicks: 1,
      impressions,
      positionSum: BigInt(position * impressions) * M,
    });
    await world.load(SearchDay, [rank('tea', 3, 900), rank('green tea', 40, 100)]);
    const byQuery = await world.ask({ select: ['searchPosition'], by: ['QUERY'], totals: true });
    expect(plain(byQuery).map(({ searchPosition }) => searchPosition)).toEqual(expect.arrayContaining([3, 40]));
    const [whole] = plain(
      await world.ask({ select: ['searchPosition'], where: [{ dimension: 'QUERY', op: 'CONTAINS', values: ['tea'] }] }),
    );
    expect(whole?.searchPosition).toBe(6.7);
  });

  it('a promoter score is of those who answered: 30 of 100, and still 30 when 25 more dismissed the question', async () => {
    const answers = [...Array(50).fill(10), ...Array(30).fill(8), ...Array(20).fill(3), ...Array(25).fill(null)] as (number | null)[];
    await world.load(
      SurveyAnswer,
      answers.map((score, i) => ({
        day,
        wave: 'w',
        respondent: `r${i}`,
        question: 'nps',
        score: score === null ? null : BigInt(score) * M,
        weight: M,
      })),
    );
    const { value, n, interval } = (await world.ask({ select: ['nps'] })).rows[0]!.values[0]!;
    expect([value, n]).toEqual([30, 100]);
    expect([interval?.low, interval?.high]).toEqual([expect.closeTo(14.69, 2), expect.closeTo(45.31, 2)]);
  });

  it('share of search is of searches, and excess shares are points above the market share', async () => {
    const brands = await world.rows<{ id: number }>(`SELECT id FROM hub.brand ORDER BY key`);
    const market = (i: number, searches: bigint, sales: bigint) => ({
      day,
      brand: brands[i]!.id,
      category: 'tea',
      currency: 'EUR',
      searches: searches * M,
      sales: sales * M,
    });
    await world.load(MarketDay, [market(0, 45n, 200n), market(1, 105n, 600n)]);
    const where = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: ['acme'] }];
    expect(
      plain(await world.ask({ select: ['shareOfSearch', 'marketShare', 'excessShareOfVoice', 'excessShareOfSearch'], where })),
    ).toEqual([{ shareOfSearch: 0.3, marketShare: 0.25, excessShareOfVoice: 5, excessShareOfSearch: 5 }]);
  });

  it('a livestream of 50,000: its return turns from 1.92 before refunds and goods into a loss', async () => {
    const select = [
      'gpm',
      'gpmNet',
      'uvValue',
      'gmvPerBuyer',
      'liveConversionRate',
      'viewersAverage',
      'watchTimePerViewer',
      'refundRate',
      'liveRoas',
      'liveRoiNet',
    ];
    const [row] = plain(await world.ask({ select, currency: 'CNY' }));
    expect(row).toEqual({
      gpm: 2000,
      gpmNet: 1680,
      uvValue: 50 / 18,
      gmvPerBuyer: 125,
      liveConversionRate: 4 / 180,
      viewersAverage: 625,
      watchTimePerViewer: 500,
      refundRate: 0.16,
      liveRoas: 50 / 26,
      liveRoiNet: (42_000 - 18_900 - 26_000) / 26_000,
    });
    expect(row?.liveRoas).toBeCloseTo(1.9231, 4);
    expect(row?.liveRoiNet).toBeLessThan(0);
  });
});
