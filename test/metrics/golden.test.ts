import { LiveSession } from '../../entities/facts/LiveSession';
import { Mention } from '../../entities/facts/Mention';
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
