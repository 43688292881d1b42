import { LiveMinute } from '../../entities/facts/LiveMinute';
import { LiveSession } from '../../entities/facts/LiveSession';
import { about, unnamed } from './about';
import { gmvNet, gmvPaid } from './gmv';
import { native, ratio, sum, total } from './kinds';
import { liveExposures, liveViews, viewersUnique } from './live';

export const liveEnterRate = ratio(
  liveViews,
  liveExposures,
  about(
    ['Live enter rate', '直播进房率', '直播進房率'],
    ['Views for each exposure.', '每次曝光带来的观看人次。', '每次曝光帶來的觀看人次。'],
    'PERCENT',
    'UP',
    '进入率',
    '進入率',
  ),
);

const reactions = total(
  sum(LiveSession, 'likes', unnamed('COUNT')),
  [sum(LiveSession, 'comments', unnamed('COUNT')), sum(LiveSession, 'shares', unnamed('COUNT'))],
  unnamed('COUNT'),
);

export const liveInteractionRate = ratio(
  reactions,
  liveViews,
  about(
    ['Live interaction rate', '直播互动率', '直播互動率'],
    ['Likes, comments and shares for each view.', '每次观看带来的点赞、评论与分享。', '每次觀看帶來的按讚、留言與分享。'],
    'RATIO',
  ),
);

export const liveProductExposures = sum(
  LiveSession,
  'productExposures',
  about(
    ['Live product exposures', '直播商品曝光', '直播商品曝光'],
    ['How often products were shown to viewers of livestreams.', '直播商品向观众展示的次数。', '直播商品向觀眾展示的次數。'],
    'COUNT',
  ),
);

export const liveProductClicks = sum(
  LiveSession,
  'productClicks',
  about(
    ['Live product clicks', '直播商品点击', '直播商品點擊'],
    ['Clicks on products of livestreams.', '直播商品的点击次数。', '直播商品的點擊次數。'],
    'COUNT',
  ),
);

export const liveProductExposureRate = ratio(
  liveProductExposures,
  liveViews,
  about(
    ['Live product exposure rate', '直播商品曝光率', '直播商品曝光率'],
    ['Exposures of products for each view of the livestream.', '每次观看对应的商品曝光次数。', '每次觀看對應的商品曝光次數。'],
    'RATIO',
  ),
);

export const liveProductClickRate = ratio(
  liveProductClicks,
  liveProductExposures,
  about(
    ['Live product click rate', '直播商品点击率', '直播商品點擊率'],
    ['Clicks on products for each exposure of a product.', '每次商品曝光带来的点击。', '每次商品曝光帶來的點擊。'],
    'PERCENT',
  ),
);

export const liveOrders = sum(
  LiveSession,
  'orders',
  about(
    ['Live orders', '直播订单数', '直播訂單數'],
    ['Paid orders of livestreams.', '直播的已付款订单数。', '直播的已付款訂單數。'],
    'COUNT',
  ),
);

export const liveOrdersPlaced = sum(
  LiveSession,
  'ordersPlaced',
  about(
    ['Live orders (placed)', '直播下单数', '直播下單數'],
    ['Orders made in livestreams, paid or not.', '直播中创建的订单数，含未支付。', '直播中建立的訂單數，含未支付。'],
    'COUNT',
    'UP',
    '创建订单',
    '建立訂單',
  ),
);

export const liveOrderPlacingRate = ratio(
  liveOrdersPlaced,
  liveProductClicks,
  about(
    ['Live order placing rate', '直播点击下单率', '直播點擊下單率'],
    [
      'Orders made, paid or not, for each click on a product.',
      '每次商品点击创建的订单数，含未支付。',
      '每次商品點擊建立的訂單數，含未支付。',
    ],
    'PERCENT',
  ),
);

export const liveOrderPaymentRate = ratio(
  liveOrders,
  liveOrdersPlaced,
  about(
    ['Live order payment rate', '直播订单支付率', '直播訂單支付率'],
    ['Paid orders for each order made.', '下单后完成支付的订单比例。', '下單後完成支付的訂單比例。'],
    'PERCENT',
  ),
);

export const liveOrderRateClicks = ratio(
  liveOrders,
  liveProductClicks,
  about(
    ['Live order rate (clicks)', '直播点击成交率', '直播點擊成交率'],
    ['Paid orders for each click on a product.', '每次商品点击带来的订单。', '每次商品點擊帶來的訂單。'],
    'PERCENT',
  ),
);

export const liveOrderRateViews = ratio(
  liveOrders,
  liveViews,
  about(
    ['Live order rate (views)', '直播观看成交率', '直播觀看成交率'],
    ['Paid orders for each view.', '每次观看带来的订单。', '每次觀看帶來的訂單。'],
    'PERCENT',
  ),
);

export const buyersUnique = native(
  LiveSession,
  'buyers',
  about(
    ['Unique buyers', '成交人数', '成交人數'],
    ['Different buyers of one livestream; cannot be added up.', '单场直播的去重成交人数，不可相加。', '單場直播的去重成交人數，不可相加。'],
    'PEOPLE',
    'UP',
    'pay_uv',
  ),
);

export const liveConversionRate = ratio(
  buyersUnique,
  viewersUnique,
  about(
    ['Live conversion rate', '看播转化率', '看播轉化率'],
    ['The share of the unique viewers of one livestream who bought.', '单场直播观看者中成交的比例。', '單場直播觀看者中成交的比例。'],
    'PERCENT',
    'UP',
    'CVR',
    '成交率',
  ),
);

export const liveAverageOrderValue = ratio(
  gmvPaid,
  liveOrders,
  about(
    ['Live average order value', '直播笔单价', '直播筆單價'],
    ['Paid GMV for each order.', '每笔直播订单的支付金额。', '每筆直播訂單的支付金額。'],
    'MONEY',
    'UP',
    'AOV',
  ),
);

export const gmvPerBuyer = ratio(
  gmvPaid,
  buyersUnique,
  about(
    ['GMV per buyer', '直播客单价', '直播客單價'],
    ['Paid GMV for each unique buyer of one livestream.', '单场直播每位成交者的支付金额。', '單場直播每位成交者的支付金額。'],
    'MONEY',
    'UP',
    'AOV',
    '客单价',
    '客單價',
  ),
);

export const gpm = ratio(gmvPaid, liveViews, {
  ...about(
    ['GPM', '千次观看成交额', '千次觀看成交額'],
    ['Paid GMV for a thousand views.', '每千次观看的支付金额。', '每千次觀看的支付金額。'],
    'MONEY',
    'UP',
    'GMV per mille',
    'gpm_pv',
    '千次成交',
  ),
  factor: 1000,
});

export const gpmNet = ratio(gmvNet, liveViews, {
  ...about(
    ['GPM (net)', '千次观看净成交额', '千次觀看淨成交額'],
    ['GMV net of refunds for a thousand views.', '每千次观看的净支付金额。', '每千次觀看的淨支付金額。'],
    'MONEY',
  ),
  factor: 1000,
});

export const gpmUv = ratio(gmvPaid, viewersUnique, {
  ...about(
    ['GPM (unique viewers)', '千人观看成交额', '千人觀看成交額'],
    ['Paid GMV for a thousand unique viewers of one livestream.', '单场直播每千名观看者的支付金额。', '單場直播每千名觀看者的支付金額。'],
    'MONEY',
  ),
  factor: 1000,
});

export const uvValue = ratio(
  gmvPaid,
  viewersUnique,
  about(
    ['UV value', 'UV价值', 'UV價值'],
    ['Paid GMV for each unique viewer of one livestream.', '单场直播每位观看者的支付金额。', '單場直播每位觀看者的支付金額。'],
    'MONEY',
  ),
);

export const liveMinuteGmvPaid = sum(
  LiveMinute,
  'gmvPaid',
  about(
    ['GMV (paid) by minutes', '分钟支付GMV', '分鐘支付GMV'],
    [
      'What the minutes of livestreams add up to; the paid GMV of their sessions, where platforms tell both.',
      '直播各分钟支付金额之和，应与场次支付GMV一致。',
      '直播各分鐘支付金額之和，應與場次支付GMV一致。',
    ],
    'MONEY',
  ),
);
