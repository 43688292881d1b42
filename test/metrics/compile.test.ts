import { compile, compileRateless, compileUnconverted } from '../../src/metrics/compile';
import { NO_MAPPING } from '../../src/metrics/mapping/mapping';
import { METRICS, metricOf } from '../../src/metrics/registry';
import { rollupFor, rollupForFew } from '../../src/metrics/route';
import type { Scan } from '../../src/metrics/scan';
import { type Cut, scansOf } from '../../src/metrics/scans-of';

const JANUARY = { from: '2026-01-01', to: '2026-01-31' };

function scans(metric: string, cut: Partial<Pick<Cut, 'by' | 'grain' | 'where' | 'range'>> = {}, asOf?: string): Scan[] {
  const terms = {
    workspaceId: 1,
    currency: 'EUR',
    fx: 'DAY_RATE' as const,
    locale: 'EN' as const,
    useRollups: true,
    mapping: NO_MAPPING,
    ...(asOf ? { asOf } : {}),
  };
  return scansOf(terms, [metricOf(metric)], { by: [], where: [], range: JANUARY, ...cut });
}

const unconverted = (scan: Scan) => compileUnconverted(scan, rollupFor(scan, 'AS_IT_IS'));
const sqlOf = (each: Scan) => compile(each).sql.replace(/ +$/gm, '');

describe('the SQL of a metric', () => {
  it.each([...METRICS.keys()])('%s', (name) => {
    expect(scans(name).map(sqlOf).join('\n;\n')).toMatchSnapshot();
  });

  it('of a metric by its dimensions, with filters', () => {
    const where = [
      { dimension: 'CHANNEL' as const, op: 'CONTAINS' as const, values: ['50%'] },
      { dimension: 'CAMPAIGN' as const, op: 'NOT_IN' as const, values: ['a', ''] },
    ];
    const [scan] = scans('spend', { by: ['BRAND', 'PLATFORM'], grain: 'WEEK', where });
    expect(sqlOf(scan as Scan)).toMatchSnapshot();
    expect(compile(scan as Scan).parameters).toMatchSnapshot();
  });

  it('where nothing has to be converted', () => {
    const ofCampaigns = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: ['a'] }];
    const by = [
      { by: ['CHANNEL' as const] },
      { by: ['CHANNEL' as const], where: ofCampaigns },
      { grain: 'DAY' as const },
      { grain: 'MONTH' as const, by: ['BRAND' as const] },
    ];
    const sqls = by.flatMap((cut) => scans('roasClaimed', cut)).map((scan) => unconverted(scan).sql.replace(/ +$/gm, ''));
    expect(sqls.join('\n;\n')).toMatchSnapshot();
  });

  it('over whole months and the days before and after, where it does not matter on which day of a month a row is', () => {
    const range = { from: '2025-05-16', to: '2026-05-15' };
    const byChannel = { by: ['CHANNEL' as const], range };
    const ofBrand = [{ dimension: 'BRAND' as const, op: 'IN' as const, values: ['a'] }];
    const cuts = [
      byChannel,
      { grain: 'QUARTER' as const, where: ofBrand, range },
      { range: { from: '2026-01-01', to: '2026-03-10' } },
      { grain: 'WEEK' as const, range },
    ];
    const asTheyAre = cuts.flatMap((cut) => scans('roasClaimed', cut)).map(unconverted);
    const converted = ['ctr', 'roasClaimed'].flatMap((metric) => scans(metric, byChannel)).map(compile);
    const written = [...asTheyAre, ...converted].map(({ sql, parameters }) => `${sql.replace(/ +$/gm, '')}\n${JSON.stringify(parameters)}`);
    expect(written.join('\n;\n')).toMatchSnapshot();
  });

  it('of few campaigns day by day, out of their weeks, but for less than a whole one, and where more is asked', () => {
    const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: ['a', 'b'] }];
    const byDay = { grain: 'DAY' as const, where };
    const sqls = scans('roasClaimed', byDay).map((scan) => compileUnconverted(scan, rollupForFew(scan)).sql.replace(/ +$/gm, ''));
    expect(sqls.join('\n;\n')).toMatchSnapshot();
    const few = { ...byDay, range: { from: '2026-01-02', to: '2026-01-10' } };
    const more = { ...byDay, where: [...where, { dimension: 'CHANNEL' as const, op: 'IN' as const, values: ['x'] }] };
    for (const cut of [few, more, { where }, { grain: 'DAY' as const }])
      expect(scans('roasClaimed', cut).map(rollupForFew)).toEqual([null]);
  });

  it('that finds what had no exchange rate, where the amounts were read', () => {
    const sqls = scans('roasClaimed', { by: ['CHANNEL'] }).map((scan) => compileRateless(scan).sql.replace(/ +$/gm, ''));
    expect(sqls.join('\n;\n')).toMatchSnapshot();
  });

  it('as of an instant', () => {
    expect(scans('clicks', {}, '2026-02-01T00:00:00.000001Z').map(sqlOf)).toMatchSnapshot();
  });

  it('never holds a value that came with the question', () => {
    const values = [`x'; DROP TABLE hub.brand; --`];
    for (const dimension of ['BRAND', 'REGION', 'CHANNEL', 'SOURCE'] as const) {
      for (const op of ['IN', 'NOT_IN', 'CONTAINS'] as const) {
        for (const each of scans('spend', { where: [{ dimension, op, values }] })) expect(compile(each).sql).not.toContain('DROP');
      }
    }
  });

  it('reads the smallest rollup that holds what is asked, else the facts', () => {
    const read = (...asked: Parameters<typeof scans>) => scans(...asked).map((each) => rollupFor(each, 'CONVERTED')?.table ?? 'facts');
    expect(read('spend', { by: ['BRAND', 'CHANNEL', 'PLATFORM', 'SOURCE'] })).toEqual(['ad_day_brand']);
    expect(read('spend', { by: ['INITIATIVE'] })).toEqual(['ad_day_campaign']);
    expect(read('spend', { by: ['BRAND'], where: [{ dimension: 'CAMPAIGN', op: 'IN', values: ['a'] }] })).toEqual(['ad_day_campaign']);
    expect(read('spend', { by: ['DEVICE'] })).toEqual(['facts']);
    expect(read('spend', {}, '2026-02-01T00:00:00Z')).toEqual(['facts']);
    expect(read('searchClicks')).toEqual(['search_day_property']);
    expect(read('searchClicks', { by: ['PAGE'] })).toEqual(['facts']);
    expect(read('averageOrderValue')).toEqual(['facts', 'order_day']);
    expect(read('netSentiment', { by: ['LANGUAGE'] })).toEqual(['mention_day']);
    expect(read('shareOfVoiceViews')).toEqual(['mention_day', 'mention_day']);
    expect(read('siteRevenuePerSession', { by: ['MARKET'] })).toEqual(['web_day_channel']);
    expect(read('bounceRate', { by: ['PAGE'] })).toEqual(['facts']);
    expect(read('users')).toEqual(['facts']);
    expect(read('clicks', { by: ['BRAND'] })).toEqual(['ad_month_brand']);
    expect(read('clicks', { by: ['CAMPAIGN'] })).toEqual(['ad_week_campaign']);
    expect(read('clicks', { by: ['CAMPAIGN'], range: { from: '2026-01-06', to: '2026-01-17' } })).toEqual(['ad_day_campaign']);
    expect((['DAY', 'WEEK', 'MONTH'] as const).flatMap((grain) => read('clicks', { by: ['CAMPAIGN'], grain }))).toEqual([
      'ad_day_campaign',
      'ad_week_campaign',
      'ad_day_campaign',
    ]);
    expect(read('clicks', { range: { from: '2026-01-02', to: '2026-02-27' } })).toEqual(['ad_day_brand']);
    expect((['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const).flatMap((grain) => read('clicks', { grain }))).toEqual([
      'ad_day_brand',
      'ad_day_brand',
      'ad_month_brand',
      'ad_month_brand',
      'ad_month_brand',
    ]);
    expect(scans('spend').map((each) => rollupFor(each, 'AS_IT_IS')?.table)).toEqual(['ad_month_brand']);
  });
});
