import { AdDay } from '../../entities/facts/AdDay';
import { about } from './about';
import { ratio, sum } from './kinds';

export const spend = sum(
  AdDay,
  'spend',
  about(
    ['Spend', '花费', '花費'],
    ['What the ads cost, as the platforms report it.', '平台报告的广告花费。', '平台回報的廣告花費。'],
    'MONEY',
    'DOWN',
    'cost',
    'ad spend',
    '消耗',
    '投放金额',
    '投放金額',
  ),
);

export const impressions = sum(
  AdDay,
  'impressions',
  about(
    ['Impressions', '曝光', '曝光'],
    ['How often the ads were shown.', '广告展示的次数。', '廣告展示的次數。'],
    'COUNT',
    'UP',
    'views',
    '展示',
    '展现',
    '展現',
  ),
);

export const clicks = sum(
  AdDay,
  'clicks',
  about(['Clicks', '点击', '點擊'], ['How often the ads were clicked.', '广告被点击的次数。', '廣告被點擊的次數。'], 'COUNT'),
);

export const conversionsClaimed = sum(
  AdDay,
  'conversionsClaimed',
  about(
    ['Conversions (claimed)', '平台回传转化', '平台回傳轉化'],
    [
      'Conversions that each platform claims for itself; two platforms may claim the same order.',
      '各平台自行认领的转化；同一订单可能被多个平台认领。',
      '各平台自行認領的轉化；同一訂單可能被多個平台認領。',
    ],
    'COUNT',
    'UP',
    'conv_claimed',
    'platform conversions',
    '转化数',
    '轉化數',
  ),
);

export const revenueClaimed = sum(
  AdDay,
  'revenueClaimed',
  about(
    ['Revenue (claimed)', '平台回传收入', '平台回傳收入'],
    ['Revenue that each platform claims for its ads.', '各平台认领的广告收入。', '各平台認領的廣告收入。'],
    'MONEY',
    'UP',
    'conversion value',
    '转化价值',
    '轉化價值',
  ),
);

export const ctr = ratio(
  clicks,
  impressions,
  about(
    ['Click-through rate', '点击率', '點擊率'],
    ['The share of impressions that were clicked.', '曝光中被点击的比例。', '曝光中被點擊的比例。'],
    'PERCENT',
    'UP',
    'CTR',
  ),
);

export const cpc = ratio(
  spend,
  clicks,
  about(
    ['Cost per click', '单次点击成本', '單次點擊成本'],
    ['What one click cost.', '一次点击的花费。', '一次點擊的花費。'],
    'MONEY',
    'DOWN',
    'CPC',
  ),
);

export const cpm = ratio(spend, impressions, {
  ...about(
    ['Cost per thousand impressions', '千次曝光成本', '千次曝光成本'],
    ['What a thousand impressions cost.', '一千次曝光的花费。', '一千次曝光的花費。'],
    'MONEY',
    'DOWN',
    'CPM',
    '千展成本',
  ),
  factor: 1000,
});

export const cpa = ratio(
  spend,
  conversionsClaimed,
  about(
    ['Cost per conversion', '单次转化成本', '單次轉化成本'],
    ['What one claimed conversion cost.', '一次平台回传转化的花费。', '一次平台回傳轉化的花費。'],
    'MONEY',
    'DOWN',
    'CPA',
    'CPL',
    'cost per lead',
    '转化成本',
    '轉化成本',
  ),
);

export const cvrClick = ratio(
  conversionsClaimed,
  clicks,
  about(
    ['Conversion rate per click', '点击转化率', '點擊轉化率'],
    ['Claimed conversions for each click.', '每次点击带来的平台回传转化。', '每次點擊帶來的平台回傳轉化。'],
    'PERCENT',
    'UP',
    'CVR',
    '转化率',
    '轉化率',
  ),
);

export const roasClaimed = ratio(
  revenueClaimed,
  spend,
  about(
    ['ROAS (claimed)', '平台投产比', '平台投產比'],
    [
      'Claimed revenue for each unit of spend, both at the rate of their day.',
      '每单位花费带来的平台回传收入，均按当日汇率折算。',
      '每單位花費帶來的平台回傳收入，均按當日匯率折算。',
    ],
    'RATIO',
    'UP',
    'return on ad spend',
    'roas_claimed',
    '投产比',
    '投產比',
    '投入产出比',
    '投入產出比',
  ),
);

export const cvrImpression = ratio(
  conversionsClaimed,
  impressions,
  about(
    ['Conversion rate per impression', '曝光转化率', '曝光轉化率'],
    ['Claimed conversions for each impression.', '每次曝光带来的平台回传转化。', '每次曝光帶來的平台回傳轉化。'],
    'PERCENT',
    'UP',
    'cvr_impr',
    'view-based conversion rate',
  ),
);

export const valuePerConversionClaimed = ratio(
  revenueClaimed,
  conversionsClaimed,
  about(
    ['Value per conversion (claimed)', '单次转化价值（平台回传）', '單次轉化價值（平台回傳）'],
    ['Claimed revenue for each claimed conversion.', '每次平台回传转化对应的平台回传收入。', '每次平台回傳轉化對應的平台回傳收入。'],
    'MONEY',
    'UP',
    'average conversion value',
  ),
);

export const acosClaimed = ratio(
  spend,
  revenueClaimed,
  about(
    ['Advertising cost of sales (claimed)', '广告费比（平台回传）', '廣告費比（平台回傳）'],
    ['The part of claimed revenue that was spent on ads.', '广告花费占平台回传收入的比例。', '廣告花費占平台回傳收入的比例。'],
    'PERCENT',
    'DOWN',
    'ACOS',
    'cost ratio',
    '费比',
    '費比',
  ),
);
