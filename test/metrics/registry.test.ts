import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dimensionsOfMetric, metricCatalog } from '../../src/metrics/catalog';
import { DIMENSION_CATALOG } from '../../src/metrics/dimension-catalog';
import { metricsDocument } from '../../src/metrics/metrics-document';
import { formulaOf, METRICS, metricOf } from '../../src/metrics/registry';

const PUBLISHED =
  `spend impressions clicks conversionsClaimed revenueClaimed ctr cpc cpm cpa cvrClick roasClaimed revenue orders newCustomers cac mer roi
  mentions netSentiment polarSentiment shareOfVoice followers engagements engagementRate searchClicks searchImpressions searchCtr searchPosition
  sessions users siteConversionRate emailsSent emailOpenRate emailClickRate gmvPaid gmvNet refundRate gpm uvValue viewersUnique viewersPeak
  viewersAverage liveRoiNet nps csat awarenessAided awarenessUnaided consideration brandHealth`.split(/\s+/);

describe('the registry', () => {
  it('has every published metric', () => {
    expect(PUBLISHED.filter((name) => !METRICS.has(name))).toEqual([]);
  });

  it('names and describes every metric in three languages', () => {
    for (const { about } of METRICS.values()) {
      for (const texts of [about.label, about.describe]) {
        expect(texts.en).toMatch(/\w/);
        expect(texts.zhHans).toMatch(/[\p{Script=Han}A-Z]/u);
        expect(texts.zhHant).toMatch(/[\p{Script=Han}A-Z]/u);
      }
    }
  });

  it('derives formulas from the statements', () => {
    expect(formulaOf(metricOf('cpm'))).toBe('1000 × spend / impressions');
    expect(formulaOf(metricOf('roi'))).toBe('(revenue − spend) / spend');
    expect(formulaOf(metricOf('newCustomers'))).toBe('distinct(OrderLine.customer where segment = new)');
  });

  it('derives dimensions from the facts', () => {
    const ofAds = ['ACCOUNT', 'AD_GROUP', 'AD', 'CREATIVE', 'MARKET', 'INITIATIVE'];
    expect(dimensionsOfMetric(metricOf('spend'))).toEqual([
      'BRAND',
      'CHANNEL',
      'PLATFORM',
      'CAMPAIGN',
      'REGION',
      'DEVICE',
      'SOURCE',
      ...ofAds,
    ]);
    expect(dimensionsOfMetric(metricOf('mer'))).toEqual(['BRAND', 'CHANNEL', 'REGION', 'SOURCE', 'MARKET']);
    const ofStreams = ['BRAND', 'CHANNEL', 'PLATFORM', 'CREATOR', 'SOURCE', 'INITIATIVE', 'LIVESTREAM', 'PERSON', 'COLLABORATION'];
    expect(dimensionsOfMetric(metricOf('gmvPaid'))).toEqual(ofStreams);
    const ofSearch = ['BRAND', 'CHANNEL', 'PLATFORM', 'REGION', 'DEVICE', 'QUERY', 'PAGE', 'SOURCE'];
    expect(dimensionsOfMetric(metricOf('searchClicks'))).toEqual([...ofSearch, 'MARKET', 'QUERY_TYPE', 'PAGE_TYPE']);
    const ofSite = ofSearch.filter((each) => each !== 'QUERY' && each !== 'PAGE');
    expect(dimensionsOfMetric(metricOf('searchClicksAnonymous'))).toEqual([...ofSite, 'MARKET']);
    expect(dimensionsOfMetric(metricOf('variantUsers'))).toContain('VARIANT');
  });

  it('names every dimension in three languages, and puts each below dimensions of the same facts', () => {
    for (const [dimension, { label, describe, above }] of DIMENSION_CATALOG) {
      for (const texts of [label, describe]) {
        expect(texts.en).toMatch(/\w/);
        expect(texts.zhHans).toMatch(/\p{Script=Han}/u);
        expect(texts.zhHant).toMatch(/\p{Script=Han}/u);
      }
      const metrics = [...METRICS.values()].filter((metric) => dimensionsOfMetric(metric).includes(dimension));
      for (const coarser of above) expect(metrics.some((metric) => dimensionsOfMetric(metric).includes(coarser))).toBe(true);
    }
  });

  it('is searched by name, label and synonym in any language', () => {
    expect(metricCatalog('提及量')[0]).toBe('mentions');
    expect(metricCatalog('美誉度')).toEqual(expect.arrayContaining(['polarSentiment', 'favourabilityNet']));
    expect(metricCatalog('AOV')).toEqual(['averageOrderValue', 'gmvPerBuyer', 'liveAverageOrderValue']);
    expect(metricCatalog('no such thing')).toEqual([]);
    expect(metricCatalog()).toHaveLength(METRICS.size);
  });

  it.each([
    ['gsc_clicks', 'searchClicks'],
    ['GSC clicks', 'searchClicks'],
    ['er_views', 'creatorEngagementRateViews'],
    ['投產比', 'roasClaimed'],
    ['投产比', 'roasClaimed'],
    ['ＧＰＭ', 'gpm'],
    ['gmv_settled', 'gmvSettled'],
    ['roas_claimed', 'roasClaimed'],
    ['cost click', 'cpc'],
    ['坑位費', 'creatorCost'],
    ['人均停留', 'watchTimePerViewer'],
    ['淨推薦值', 'nps'],
    ['复购率', 'repeatRate'],
    ['refund_rate_cnt', 'orderRefundRateCount'],
  ])('finds %s', (text, name) => {
    expect(metricCatalog(text)).toContain(name);
  });

  it('puts what is called exactly so before what only speaks of it', () => {
    expect(metricCatalog('clicks')[0]).toBe('clicks');
    expect(metricCatalog('转化率').indexOf('cvrClick')).toBeLessThan(metricCatalog('转化率').indexOf('emailClickRate') >>> 0);
  });

  it('never calls a sum of claims plain conversions, and names the denominator of what has several', () => {
    for (const { about } of METRICS.values()) expect(about.label.en).not.toBe('Conversions');
    const several = [...METRICS.keys()].filter((name) => /EngagementRate/.test(name) && name !== 'engagementRate');
    expect(several.filter((name) => !/(Views|Followers)$/.test(name))).toEqual([]);
  });

  it('is documented in docs/metrics.md (npm run snapshots writes it)', () => {
    const file = path.join(__dirname, '../../docs/metrics.md');
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(file, metricsDocument());
    expect(readFileSync(file, 'utf8')).toBe(metricsDocument());
  });
});
