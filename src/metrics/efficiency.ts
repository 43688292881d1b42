import { about, unnamed } from './about';
import { conversionsClaimed, revenueClaimed, spend } from './ads';
import { difference, ratio } from './kinds';
import { grossMargin, orders, revenue } from './orders';

export const mer = ratio(
  revenue,
  spend,
  about(
    ['Marketing efficiency ratio', '营销效率比', '營銷效率比'],
    ['All revenue for each unit of ad spend.', '全部收入与广告花费之比。', '全部收入與廣告花費之比。'],
    'RATIO',
    'UP',
    'MER',
    'blended ROAS',
    '整体投产比',
    '整體投產比',
  ),
);

const revenueLessSpend = difference(revenue, [spend], unnamed('MONEY'));

export const roi = ratio(
  revenueLessSpend,
  spend,
  about(
    ['Return on investment', '投资回报率', '投資回報率'],
    [
      'Revenue less ad spend, for each unit of ad spend; the cost of goods is not in it.',
      '收入减去广告花费后与广告花费之比，不含商品成本。',
      '收入減去廣告花費後與廣告花費之比，不含商品成本。',
    ],
    'RATIO',
    'UP',
    'ROI',
    'roi_revenue',
    '回报率',
    '回報率',
  ),
);

const marginLessSpend = difference(grossMargin, [spend], unnamed('MONEY'));

export const roiMargin = ratio(
  marginLessSpend,
  spend,
  about(
    ['Return on investment (margin)', '投资回报率（毛利）', '投資回報率（毛利）'],
    [
      'Gross margin less ad spend, for each unit of ad spend; all orders count, whether or not the ads brought them.',
      '毛利减去广告花费后与广告花费之比；计入全部订单，不论是否由广告带来。',
      '毛利減去廣告花費後與廣告花費之比；計入全部訂單，不論是否由廣告帶來。',
    ],
    'RATIO',
    'UP',
    'roi_margin',
    'ROI(毛利)',
  ),
);

export const costRatio = ratio(
  spend,
  revenue,
  about(
    ['Cost ratio', '广告费率', '廣告費率'],
    ['The part of revenue that was spent on ads.', '广告花费占收入的比例。', '廣告花費占收入的比例。'],
    'PERCENT',
    'DOWN',
    'TACOS',
    '费比',
    '費比',
  ),
);

export const costPerOrder = ratio(
  spend,
  orders,
  about(
    ['Cost per order', '单笔订单成本', '單筆訂單成本'],
    ['Ad spend for each order, however it came.', '广告花费除以全部订单数，不论订单来源。', '廣告花費除以全部訂單數，不論訂單來源。'],
    'MONEY',
    'DOWN',
    'CPO',
  ),
);

export const overclaimRatio = ratio(
  conversionsClaimed,
  orders,
  about(
    ['Overclaim ratio', '转化虚报比', '轉化虛報比'],
    [
      'Conversions that all platforms claim together, for each real order; above 1 some are claimed twice or are no orders.',
      '各平台认领的转化总数除以实际订单数；大于 1 表示有重复认领或并非订单的转化。',
      '各平台認領的轉化總數除以實際訂單數；大於 1 表示有重複認領或並非訂單的轉化。',
    ],
    'RATIO',
    'BAND',
    'claimed to actual orders',
    '重复归因',
    '重複歸因',
  ),
);

export const overclaimRatioRevenue = ratio(
  revenueClaimed,
  revenue,
  about(
    ['Overclaim ratio (revenue)', '收入虚报比', '收入虛報比'],
    [
      'Revenue that all platforms claim together, for each unit of real revenue.',
      '各平台认领的收入总额与实际收入之比。',
      '各平台認領的收入總額與實際收入之比。',
    ],
    'RATIO',
    'BAND',
  ),
);
