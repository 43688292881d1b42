import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { OrderLine } from '../../entities/facts/OrderLine';
import { MetricWorld, only, plain } from './metric-world';

const M = 1_000_000n;

describe('a question', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const [acme, zen] = [await world.brand('acme', { en: 'Acme', 'zh-Hans': '顶点' }), await world.brand('zen')];
    const [one, two] = [await world.campaign('g:1', acme), await world.campaign('m:2', zen, 'paid_social', 'meta')];
    const orphan = await world.campaign('g:3', null);
    const source = await world.source('ads');
    await world.load(AdDay, [
      {
        day: '2026-01-05',
        source,
        campaign: one,
        currency: 'EUR',
        impressions: 1000,
        clicks: 50,
        spend: 100n * M,
        revenueClaimed: 320n * M,
      },
      { day: '2026-01-06', source, campaign: one, currency: 'EUR', impressions: 0, clicks: 0, spend: 0n },
      { day: '2026-02-10', source, campaign: two, currency: 'USD', impressions: 500, clicks: 5, spend: 30n * M },
      { day: '2026-02-11', source, campaign: orphan, currency: 'EUR', impressions: 10, clicks: 1, spend: 1n },
    ]);
    await world.load(FxDay, [
      { day: '2026-02-06', currency: 'USD', perEuro: 1_250_000n },
      { day: '2026-02-06', currency: 'CNY', perEuro: 7_700_000n },
    ]);
    await world.load(OrderLine, [
      {
        day: '2026-01-05',
        source,
        brand: acme,
        orderId: 'a',
        line: '1',
        customer: 'x',
        segment: 'new',
        currency: 'EUR',
        revenue: 60n * M,
        gross: 60n * M,
        product: 'tea',
      },
      {
        day: '2026-01-05',
        source,
        brand: acme,
        orderId: 'a',
        line: '2',
        customer: 'x',
        segment: 'new',
        currency: 'EUR',
        revenue: 40n * M,
        gross: 40n * M,
        product: 'cup',
      },
      {
        day: '2026-01-07',
        source,
        brand: zen,
        orderId: 'b',
        line: '1',
        customer: 'y',
        segment: 'returning',
        currency: 'EUR',
        revenue: 50n * M,
        product: 'tea',
      },
    ]);
  });
  afterAll(() => world.close());

  it('sums over a range', async () => {
    const answered = await world.ask({ select: ['impressions', 'clicks', 'spend'] });
    expect(plain(answered)).toEqual([{ impressions: 1510, clicks: 56, spend: 124.000001 }]);
    expect(answered.rows[0]?.values[2]?.decimal).toBe('124.000001');
  });

  it('divides sums by sums, and gives null for a zero denominator', async () => {
    expect(only(await world.ask({ select: ['ctr'] }), 'ctr')).toBe(56 / 1510);
    expect(plain(await world.ask({ select: ['cpc', 'clicks'], range: { from: '2026-01-06', to: '2026-01-06' } }))).toEqual([
      { cpc: null, clicks: 0 },
    ]);
  });

  it('breaks down by a dimension of the campaign, with the rows that have none', async () => {
    const answered = await world.ask({ select: ['spend'], by: ['BRAND'] }, {}, { today: '2026-06-15', locale: 'ZH_HANS' });
    expect(plain(answered)).toEqual([
      { BRAND: '', spend: 0.000001 },
      { BRAND: 'acme', spend: 100 },
      { BRAND: 'zen', spend: 24 },
    ]);
    expect(answered.rows.map((row) => row.dimensions[0]?.label)).toEqual(['（无）', '顶点', 'ZEN']);
  });

  it('converts at the rate of the day, or of the last day that had one', async () => {
    expect(
      only(
        await world.ask({ select: ['spend'], currency: 'CNY', where: [{ dimension: 'PLATFORM', op: 'IN', values: ['meta'] }] }),
        'spend',
      ),
    ).toBe(184.8);
  });

  it('gives null and names the currency and the day when a rate is missing', async () => {
    const answered = await world.ask({ select: ['spend', 'clicks'], currency: 'USD', range: { from: '2026-01-01', to: '2026-01-31' } });
    expect(plain(answered)).toEqual([{ spend: null, clicks: 50 }]);
    expect(answered.warnings).toEqual([{ code: 'FX_MISSING', message: 'no exchange rate from EUR to USD on 2026-01-05', metric: null }]);
  });

  it('counts different orders and customers, and joins two facts over what they have in common', async () => {
    const answered = await world.ask({
      select: ['orders', 'newCustomers', 'revenue', 'cac', 'mer', 'roi', 'averageOrderValue'],
      range: { from: '2026-01-01', to: '2026-01-31' },
    });
    expect(plain(answered)).toEqual([{ orders: 2, newCustomers: 1, revenue: 150, cac: 100, mer: 1.5, roi: 0.5, averageOrderValue: 75 }]);
  });

  it('gives null with a warning where a fact lacks the dimension', async () => {
    const answered = await world.ask({ select: ['revenue', 'spend', 'mer'], by: ['PRODUCT'] });
    expect(plain(answered)).toEqual([
      { PRODUCT: 'cup', revenue: 40, spend: null, mer: null },
      { PRODUCT: 'tea', revenue: 110, spend: null, mer: null },
    ]);
    expect(answered.warnings.map(({ code, metric }) => [code, metric])).toEqual([
      ['NON_ADDITIVE', 'spend'],
      ['NON_ADDITIVE', 'mer'],
    ]);
  });

  it('answers the same from facts and from rollups', async () => {
    const question = { select: ['spend', 'clicks', 'revenue'], by: ['BRAND' as const], grain: 'MONTH' as const, totals: true };
    expect(await world.ask(question, { useRollups: false })).toEqual(await world.ask(question));
  });
});
