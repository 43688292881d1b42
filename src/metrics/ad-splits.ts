import { AdSplitDay } from '../../entities/facts/AdSplitDay';
import { about } from './about';
import { apart, ratio, sum } from './kinds';

/** Each way of splitting is another view of the same money: over several of them nothing can be added up. */
const oneSplit = apart(['SPLIT']);

export const splitSpend = oneSplit(
  sum(
    AdSplitDay,
    'spend',
    about(
      ['Split spend', '拆分花费', '拆分花費'],
      [
        'What the ads cost by keyword, search term, placement, age or another split; of one split at a time.',
        '按关键词、搜索词、版位、年龄等拆分的广告花费，每次只看一种拆分。',
        '按關鍵字、搜尋字詞、版位、年齡等拆分的廣告花費，每次只看一種拆分。',
      ],
      'MONEY',
      'DOWN',
      'keyword spend',
      'placement spend',
      '关键词花费',
      '關鍵字花費',
    ),
  ),
);

export const splitImpressions = oneSplit(
  sum(
    AdSplitDay,
    'impressions',
    about(
      ['Split impressions', '拆分曝光', '拆分曝光'],
      ['How often the ads were shown, of one split at a time.', '广告展示次数，每次只看一种拆分。', '廣告展示次數，每次只看一種拆分。'],
      'COUNT',
      'UP',
      'keyword impressions',
    ),
  ),
);

export const splitClicks = oneSplit(
  sum(
    AdSplitDay,
    'clicks',
    about(
      ['Split clicks', '拆分点击', '拆分點擊'],
      ['How often the ads were clicked, of one split at a time.', '广告点击次数，每次只看一种拆分。', '廣告點擊次數，每次只看一種拆分。'],
      'COUNT',
      'UP',
      'keyword clicks',
    ),
  ),
);

export const splitConversionsClaimed = oneSplit(
  sum(
    AdSplitDay,
    'conversionsClaimed',
    about(
      ['Split conversions (claimed)', '拆分转化（平台回传）', '拆分轉化（平台回傳）'],
      [
        'Conversions that platforms claim, by conversion action, keyword or another split; of one split at a time.',
        '平台认领的转化，按转化操作、关键词等拆分，每次只看一种拆分。',
        '平台認領的轉化，按轉換動作、關鍵字等拆分，每次只看一種拆分。',
      ],
      'COUNT',
      'UP',
      'conversion action',
    ),
  ),
);

export const splitRevenueClaimed = oneSplit(
  sum(
    AdSplitDay,
    'revenueClaimed',
    about(
      ['Split revenue (claimed)', '拆分收入（平台回传）', '拆分收入（平台回傳）'],
      ['Revenue that platforms claim, of one split at a time.', '平台认领的收入，每次只看一种拆分。', '平台認領的收入，每次只看一種拆分。'],
      'MONEY',
      'UP',
    ),
  ),
);

export const splitCtr = ratio(
  splitClicks,
  splitImpressions,
  about(
    ['Split click-through rate', '拆分点击率', '拆分點擊率'],
    [
      'The share of impressions that were clicked, of one split at a time.',
      '曝光中被点击的比例，每次只看一种拆分。',
      '曝光中被點擊的比例，每次只看一種拆分。',
    ],
    'PERCENT',
    'UP',
    'keyword CTR',
  ),
);

export const splitCpc = ratio(
  splitSpend,
  splitClicks,
  about(
    ['Split cost per click', '拆分单次点击成本', '拆分單次點擊成本'],
    ['What one click cost, of one split at a time.', '一次点击的花费，每次只看一种拆分。', '一次點擊的花費，每次只看一種拆分。'],
    'MONEY',
    'DOWN',
    'keyword CPC',
  ),
);

export const splitRoasClaimed = ratio(
  splitRevenueClaimed,
  splitSpend,
  about(
    ['Split ROAS (claimed)', '拆分投产比（平台回传）', '拆分投產比（平台回傳）'],
    [
      'Claimed revenue for each unit of spend, of one split at a time.',
      '每单位花费带来的平台回传收入，每次只看一种拆分。',
      '每單位花費帶來的平台回傳收入，每次只看一種拆分。',
    ],
    'RATIO',
    'UP',
    'keyword ROAS',
  ),
);
