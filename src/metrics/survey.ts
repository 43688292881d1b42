import { about } from './about';
import { surveyMean, surveyNet, surveyShare } from './survey-share';

export const nps = surveyNet(
  'nps',
  { up: 9, down: 7 },
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
    'loyalty',
    '忠诚度',
    '忠誠度',
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
    'csat_t2b',
    'top two box',
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
    'prompted awareness',
    'brand recognition',
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
    'UP',
    'consider',
  ),
);

export const adAwareness = surveyShare(
  'aware_ad',
  { atLeast: 1 },
  about(
    ['Ad awareness', '广告知晓度', '廣告知曉度'],
    [
      'The share of people who noticed advertising of the brand lately.',
      '近期注意到该品牌广告的人所占比例。',
      '近期注意到該品牌廣告的人所占比例。',
    ],
    'PERCENT',
    'UP',
    'ad recall',
    '广告回忆',
    '廣告回憶',
  ),
);

export const purchaseIntent = surveyShare(
  'purchase_intent',
  { atLeast: 4 },
  about(
    ['Purchase intent', '购买意向', '購買意向'],
    [
      'The share of answers of 4 or 5 out of 5 to buying the brand.',
      '购买意愿评分为 4 或 5（满分 5）的比例。',
      '購買意願評分為 4 或 5（滿分 5）的比例。',
    ],
    'PERCENT',
    'UP',
    'intent to buy',
    '购买意愿',
    '購買意願',
  ),
);

export const favourabilityNet = surveyNet(
  'favourability',
  { up: 4, down: 3 },
  about(
    ['Favourability (net)', '净好感度', '淨好感度'],
    [
      'Answers of 4 or 5 less those of 1 or 2 out of 5, in points of 100, among those who answered.',
      '好感评分 4–5 的占比减 1–2 的占比，以百分点计，以作答者为基数。',
      '好感評分 4–5 的占比減 1–2 的占比，以百分點計，以作答者為基數。',
    ],
    'POINTS',
    'UP',
    'favorability',
    'favourability_net',
    'impression',
    '美誉度',
    '美譽度',
    '好感度',
  ),
);

export const recommendNet = surveyNet(
  'recommend',
  { up: 4, down: 3 },
  about(
    ['Recommendation (net)', '净推荐意愿', '淨推薦意願'],
    [
      'Would recommend (4–5 of 5) less would advise against (1–2), in points of 100, among those who answered; not the NPS.',
      '愿意推荐（4–5 分）减不推荐（1–2 分）的占比，以百分点计，以作答者为基数；不同于 NPS。',
      '願意推薦（4–5 分）減不推薦（1–2 分）的占比，以百分點計，以作答者為基數；不同於 NPS。',
    ],
    'POINTS',
    'UP',
    'recommend_net',
    'word of mouth',
    '口碑',
  ),
);

export const repurchaseIntent = surveyShare(
  'repurchase',
  { atLeast: 4 },
  about(
    ['Repurchase intent', '复购意愿', '回購意願'],
    [
      'The share of answers of 4 or 5 out of 5 to buying the brand again.',
      '再次购买意愿评分为 4 或 5（满分 5）的比例。',
      '再次購買意願評分為 4 或 5（滿分 5）的比例。',
    ],
    'PERCENT',
    'UP',
    'loyalty',
    '忠诚度',
    '忠誠度',
  ),
);

export const customerEffort = surveyMean(
  'ces',
  about(
    ['Customer effort score', '客户费力度', '客戶費力度'],
    [
      'The mean answer, from 1 (hard) to 7 (easy), to how easy it was made.',
      '事情是否轻松办成的平均评分，1 为费力，7 为轻松。',
      '事情是否輕鬆辦成的平均評分，1 為費力，7 為輕鬆。',
    ],
    'POINTS',
    'UP',
    'CES',
    '费力度',
    '費力度',
  ),
);
