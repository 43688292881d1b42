import { about } from './about';
import { netPromoter, surveyShare } from './survey-share';

export const nps = netPromoter(
  'nps',
  about(
    ['Net promoter score', '净推荐值', '淨推薦值'],
    [
      'Promoters (9–10) less detractors (0–6), among those who answered.',
      '推荐者（9–10）减贬损者（0–6），以作答者为基数。',
      '推薦者（9–10）減貶損者（0–6），以作答者為基數。',
    ],
    'POINTS',
    'UP',
    'NPS',
  ),
);

export const csat = surveyShare(
  'csat',
  { atLeast: 4 },
  about(
    ['Customer satisfaction', '满意度', '滿意度'],
    ['The share of answers of 4 or 5 out of 5.', '评分为 4 或 5（满分 5）的比例。', '評分為 4 或 5（滿分 5）的比例。'],
    'PERCENT',
    'UP',
    'CSAT',
  ),
);

export const awarenessAided = surveyShare(
  'aware_aided',
  { atLeast: 1 },
  about(
    ['Awareness (aided)', '提示知名度', '提示知名度'],
    [
      'The share of people who know the brand when it is named to them.',
      '提示品牌名后表示知道的人所占比例。',
      '提示品牌名後表示知道的人所占比例。',
    ],
    'PERCENT',
    'UP',
    '知名度',
  ),
);

export const awarenessUnaided = surveyShare(
  'aware_unaided',
  { atLeast: 1 },
  about(
    ['Awareness (unaided)', '无提示知名度', '無提示知名度'],
    ['The share of people who name the brand by themselves.', '未经提示即说出品牌的人所占比例。', '未經提示即說出品牌的人所占比例。'],
    'PERCENT',
    'UP',
    '知名度',
    'top of mind',
  ),
);

export const consideration = surveyShare(
  'consider',
  { atLeast: 1 },
  about(
    ['Consideration', '考虑度', '考慮度'],
    ['The share of people who would consider the brand.', '会考虑该品牌的人所占比例。', '會考慮該品牌的人所占比例。'],
    'PERCENT',
  ),
);
