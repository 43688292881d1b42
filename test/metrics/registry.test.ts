import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dimensionsOfMetric, metricCatalog } from '../../src/metrics/catalog';
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
    expect(dimensionsOfMetric(metricOf('spend'))).toEqual(['BRAND', 'CHANNEL', 'PLATFORM', 'CAMPAIGN', 'REGION', 'DEVICE', 'SOURCE']);
    expect(dimensionsOfMetric(metricOf('mer'))).toEqual(['BRAND', 'CHANNEL', 'REGION', 'SOURCE']);
    expect(dimensionsOfMetric(metricOf('gmvPaid'))).toEqual(['BRAND', 'PLATFORM', 'CREATOR', 'SOURCE']);
    expect(dimensionsOfMetric(metricOf('searchClicks'))).toEqual([
      'BRAND',
      'CHANNEL',
      'PLATFORM',
      'REGION',
      'DEVICE',
      'QUERY',
      'PAGE',
      'SOURCE',
    ]);
  });

  it('is searched by name, label and synonym in any language', () => {
    expect(metricCatalog('提及量')).toContain('mentions');
    expect(metricCatalog('美誉度')).toContain('polarSentiment');
    expect(metricCatalog('AOV')).toEqual(['averageOrderValue']);
    expect(metricCatalog('no such thing')).toEqual([]);
    expect(metricCatalog()).toHaveLength(METRICS.size);
  });

  it('is documented in docs/metrics.md (npm run snapshots writes it)', () => {
    const file = path.join(__dirname, '../../docs/metrics.md');
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(file, metricsDocument());
    expect(readFileSync(file, 'utf8')).toBe(metricsDocument());
  });
});
