import { metricCatalog } from '../../src/metrics/catalog';
import { difference, ratio, total } from '../../src/metrics/kinds';
import { isMoney } from '../../src/metrics/leaf';
import type { Metric } from '../../src/metrics/metric';
import { METRICS } from '../../src/metrics/registry';

/** Ids under which the trade keeps its metrics, and ours for each. */
const KNOWN_AS: Record<string, string> = {
  conv_claimed: 'conversionsClaimed',
  cvr_click: 'cvrClick',
  roas_claimed: 'roasClaimed',
  roi_margin: 'roiMargin',
  cac_blended: 'cac',
  cac_paid: 'cac',
  mention_rate: 'mentionRate',
  sov_mentions: 'shareOfVoice',
  sov_reach: 'shareOfVoiceViews',
  net_sentiment: 'netSentiment',
  polar_sentiment: 'polarSentiment',
  bhi: 'positiveSentimentRate',
  awareness_unaided: 'awarenessUnaided',
  awareness_aided: 'awarenessAided',
  purchase_intent: 'purchaseIntent',
  favourability_net: 'favourabilityNet',
  recommend_net: 'recommendNet',
  brand_health_index: 'brandHealth',
  csat_t2b: 'csat',
  ces: 'customerEffort',
  gmv_placed: 'gmvPlaced',
  gmv_paid: 'gmvPaid',
  gmv_net: 'gmvNet',
  gmv_settled: 'gmvSettled',
  refund_amount: 'gmvRefunded',
  refund_rate_amt: 'refundRate',
  refund_rate_cnt: 'orderRefundRateCount',
  gpm_pv: 'gpm',
  gpm_uv: 'gpmUv',
  uv_value: 'uvValue',
  aov: 'averageOrderValue',
  acu: 'viewersAverage',
  pcu: 'viewersPeak',
  avg_watch_s: 'watchTimePerViewer',
  er_views: 'creatorEngagementRateViews',
  er_followers: 'creatorEngagementRateFollowers',
  cpe: 'creatorCpe',
  cpv: 'creatorCpv',
  live_roi_net: 'liveRoiNet',
  gsc_clicks: 'searchClicks',
  gsc_impressions: 'searchImpressions',
  gsc_position_w: 'searchPosition',
  gsc_anon_gap: 'searchClicksAnonymous',
  rank_best: 'searchPositionBest',
  retention_rate: 'retentionRate',
  repeat_rate: 'repeatRate',
  new_customers: 'newCustomers',
  site_cvr: 'siteConversionRate',
  投產比: 'roasClaimed',
  獲客成本: 'cac',
  提及率: 'mentionRate',
  聲量份額: 'shareOfVoice',
  淨情感: 'netSentiment',
  美譽度: 'favourabilityNet',
  品牌健康度: 'brandHealth',
  客單價: 'averageOrderValue',
  千次成交: 'gpm',
  UV價值: 'uvValue',
  平均在線: 'viewersAverage',
  人均停留: 'watchTimePerViewer',
  互動成本: 'creatorCpe',
  直播淨ROI: 'liveRoiNet',
  坑位費: 'liveCost',
  emv_modelled: 'creatorEarnedMediaValue',
  保ROI: 'liveRoas',
  千川: 'liveAdCost',
  場觀: 'liveViews',
  網站轉化率: 'siteConversionRate',
  reach: 'adReach',
  frequency: 'adFrequency',
  share_of_search: 'shareOfSearch',
  搜索份額: 'shareOfSearch',
  esov: 'excessShareOfVoice',
  market_share: 'marketShare',
  市場份額: 'marketShare',
  penetration: 'penetration',
  conv_attributed: 'conversionsAttributed',
  roas_attr: 'roasAttributed',
  conv_incremental: 'conversionsIncremental',
  iroas: 'roasIncremental',
  ai_visibility: 'aiVisibility',
  ai_sov: 'aiShareOfVoice',
  復購率: 'repeatRate',
  留存率: 'retentionRate',
};

const all = [...METRICS];

describe('every statement of the registry', () => {
  it.each(Object.entries(KNOWN_AS))('is found by its known id: %s is %s', (id, name) => {
    // A word of the trade may mean several of ours; those that are called so come first.
    expect(metricCatalog(id).slice(0, 8)).toContain(name);
  });

  it('divides money by money into a plain quotient, money by a count into money, and no count by money', () => {
    for (const [name, { quotient, about }] of all) {
      if (!quotient) continue;
      const [over, under] = [quotient.over.about.unit === 'MONEY', quotient.under.about.unit === 'MONEY'];
      const units = over ? (under ? ['RATIO', 'PERCENT'] : ['MONEY']) : under ? [] : ['RATIO', 'PERCENT', 'SECONDS', 'PEOPLE', 'POSITION'];
      expect([name, units]).toEqual([name, expect.arrayContaining([about.unit])]);
    }
  });

  it('adds money to money only, and calls it so', () => {
    const sums = (metric: Metric): Metric[] => (metric.quotient ? [metric.quotient.over, metric.quotient.under].flatMap(sums) : [metric]);
    for (const [name, metric] of all) {
      for (const sum of sums(metric)) {
        if (sum.base || sum.modelled || metric.about.unit === 'POINTS') continue;
        const money = sum.leaves.map(isMoney);
        expect([name, new Set(money)]).toEqual([name, new Set([sum.about.unit === 'MONEY'])]);
      }
    }
  });

  it('never adds what platforms claim to what was paid, or the claims of one kind of source to those of another', () => {
    for (const [name, { additivity, leaves }] of all) {
      if (additivity === 'NONE') continue;
      expect([name, new Set(leaves.map(({ fact }) => fact.name)).size]).toEqual([name, 1]);
      const claims = leaves.filter(({ properties }) => properties.some((property) => property.endsWith('Claimed')));
      expect([name, claims.length]).toEqual([name, claims.length === 0 ? 0 : leaves.length]);
    }
  });

  it('makes nothing of what a model made: earned media value goes into no return', () => {
    const modelled = all.filter(([, metric]) => metric.modelled).map(([name]) => name);
    expect(modelled).toEqual(['creatorEarnedMediaValue']);
    const value = METRICS.get('creatorEarnedMediaValue')!;
    const cost = METRICS.get('collaborationCost')!;
    for (const make of [ratio, (a: Metric, b: Metric) => difference(a, [b], a.about), (a: Metric, b: Metric) => total(a, [b], a.about)]) {
      expect(() => make(value, cost, cost.about)).toThrow('is modelled');
      expect(() => make(cost, value, cost.about)).toThrow('is modelled');
    }
  });

  it('has a label of its own in every language', () => {
    for (const language of ['en', 'zhHans', 'zhHant'] as const) {
      const labels = all.map(([, { about }]) => about.label[language]);
      expect(labels.filter((label, i) => labels.indexOf(label) !== i)).toEqual([]);
    }
  });

  it('says no word of a synonym twice', () => {
    for (const [name, { about }] of all) expect([name, new Set(about.synonyms).size]).toEqual([name, about.synonyms?.length ?? 0]);
  });
});
