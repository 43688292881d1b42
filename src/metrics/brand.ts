import { about } from './about';
import { type IndexWeights, index } from './brand-index';
import { shareOfVoice } from './mentions';
import { netSentiment, polarSentiment } from './sentiment';
import { awarenessAided, nps } from './survey';

/** What brand health is made of, and how much each part weighs. A change of a weight is a new version. */
export const BRAND_HEALTH: IndexWeights = {
  version: '2026-1',
  components: [
    { name: 'awareness', metric: awarenessAided, weight: 25, low: 0, high: 1 },
    { name: 'reputation', metric: polarSentiment, weight: 20, low: -1, high: 1 },
    { name: 'netSentiment', metric: netSentiment, weight: 15, low: -1, high: 1 },
    { name: 'shareOfVoice', metric: shareOfVoice, weight: 15, low: 0, high: 1 },
    { name: 'nps', metric: nps, weight: 25, low: -100, high: 100 },
  ],
};

export const brandHealth = index(
  BRAND_HEALTH,
  about(
    ['Brand health', '品牌健康度', '品牌健康度'],
    [
      'Awareness, reputation, sentiment, share of voice and recommendation in one score from 0 to 100.',
      '由知名度、美誉度、情感、声量份额与推荐度合成的 0–100 分指数。',
      '由知名度、美譽度、情感、聲量份額與推薦度合成的 0–100 分指數。',
    ],
    'POINTS',
    'UP',
    'brand index',
    'brand_health_index',
    '品牌指数',
    '品牌指數',
  ),
);
