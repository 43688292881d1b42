import { LiveSession } from '../../entities/facts/LiveSession';
import { about } from './about';
import { difference, ratio, sum } from './kinds';

export const gmvPlaced = sum(
  LiveSession,
  'gmvPlaced',
  about(
    ['GMV (placed)', '下单GMV', '下單GMV'],
    ['Ordered in livestreams, paid or not.', '直播下单金额，含未支付。', '直播下單金額，含未支付。'],
    'MONEY',
    'UP',
    '下单金额',
    '下單金額',
  ),
);

export const gmvPaid = sum(
  LiveSession,
  'gmvPaid',
  about(
    ['GMV (paid)', '支付GMV', '支付GMV'],
    ['Paid in livestreams, before refunds.', '直播支付金额，未扣退款。', '直播支付金額，未扣退款。'],
    'MONEY',
    'UP',
    '成交额',
    '成交額',
  ),
);

export const gmvRefunded = sum(
  LiveSession,
  'refunded',
  about(
    ['GMV (refunded)', '退款GMV', '退款GMV'],
    [
      'Paid in livestreams and paid back since, on the day of the stream.',
      '直播支付后退还的金额，记在开播日。',
      '直播支付後退還的金額，記在開播日。',
    ],
    'MONEY',
    'DOWN',
    'refund_amount',
    '退款金额',
    '退款金額',
  ),
);

export const gmvNet = difference(
  gmvPaid,
  [gmvRefunded],
  about(
    ['GMV (net)', '净GMV', '淨GMV'],
    ['Paid in livestreams, net of refunds.', '直播支付金额，已扣退款。', '直播支付金額，已扣退款。'],
    'MONEY',
    'UP',
    'GSV',
    '净成交额',
    '淨成交額',
  ),
);

export const gmvSettled = sum(
  LiveSession,
  'gmvSettled',
  about(
    ['GMV (settled)', '结算GMV', '結算GMV'],
    ['Paid out by the platform after the time for returns.', '退货期后平台已结算的金额。', '退貨期後平台已結算的金額。'],
    'MONEY',
    'UP',
    '结算金额',
    '結算金額',
  ),
);

export const gmvAfterLive = sum(
  LiveSession,
  'gmvAfter',
  about(
    ['GMV (after the stream)', '直播后GMV', '直播後GMV'],
    [
      'Paid in the seven days after a livestream for what was shown in it; not part of the paid GMV.',
      '直播结束后七天内，为直播商品支付的金额；不计入支付GMV。',
      '直播結束後七天內，為直播商品支付的金額；不計入支付GMV。',
    ],
    'MONEY',
    'UP',
    'post-live GMV',
  ),
);

export const gmvPaymentRate = ratio(
  gmvPaid,
  gmvPlaced,
  about(
    ['GMV payment rate', '下单支付率', '下單支付率'],
    ['The part of placed GMV that was paid.', '下单金额中已支付的比例。', '下單金額中已支付的比例。'],
    'PERCENT',
  ),
);

export const refundRate = ratio(
  gmvRefunded,
  gmvPaid,
  about(
    ['Refund rate', '退款率', '退款率'],
    ['The part of the GMV paid in livestreams that was refunded.', '支付GMV中被退款的比例。', '支付GMV中被退款的比例。'],
    'PERCENT',
    'DOWN',
    'refund_rate_amt',
    '退货率',
    '退貨率',
  ),
);
