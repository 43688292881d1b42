import { LiveSession } from '../../entities/facts/LiveSession';
import { about, unnamed } from './about';
import { difference, native, peak, ratio, sum } from './kinds';

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

const liveRefunded = sum(LiveSession, 'refunded', unnamed('MONEY'));
const goodsCost = sum(LiveSession, 'goodsCost', unnamed('MONEY'));
const liveCost = sum(LiveSession, 'cost', unnamed('MONEY'));
const views = sum(LiveSession, 'views', unnamed('COUNT'));
const watchSeconds = sum(LiveSession, 'watchSeconds', unnamed('SECONDS'));
const liveSeconds = sum(LiveSession, 'liveSeconds', unnamed('SECONDS'));

export const gmvNet = difference(
  gmvPaid,
  [liveRefunded],
  about(
    ['GMV (net)', '净GMV', '淨GMV'],
    ['Paid in livestreams, net of refunds.', '直播支付金额，已扣退款。', '直播支付金額，已扣退款。'],
    'MONEY',
  ),
);

export const refundRate = ratio(
  liveRefunded,
  gmvPaid,
  about(
    ['Refund rate', '退款率', '退款率'],
    ['The share of paid GMV that was refunded.', '支付GMV中被退款的比例。', '支付GMV中被退款的比例。'],
    'PERCENT',
    'DOWN',
  ),
);

export const gpm = ratio(gmvPaid, views, {
  ...about(
    ['GPM', '千次观看成交额', '千次觀看成交額'],
    ['Paid GMV for a thousand views.', '每千次观看的支付金额。', '每千次觀看的支付金額。'],
    'MONEY',
    'UP',
    'GMV per mille',
  ),
  factor: 1000,
});

export const viewersUnique = native(
  LiveSession,
  'viewers',
  about(
    ['Unique viewers', '观看人数', '觀看人數'],
    [
      'Different viewers of one livestream; cannot be added up.',
      '单场直播的去重观看人数，不可相加。',
      '單場直播的去重觀看人數，不可相加。',
    ],
    'PEOPLE',
    'UP',
    'UV',
    '场观',
    '場觀',
  ),
);

export const uvValue = ratio(
  gmvPaid,
  viewersUnique,
  about(
    ['UV value', 'UV价值', 'UV價值'],
    ['Paid GMV for each unique viewer of one livestream.', '单场直播每位观看者的支付金额。', '單場直播每位觀看者的支付金額。'],
    'MONEY',
  ),
);

export const viewersPeak = peak(
  LiveSession,
  'peakViewers',
  about(
    ['Peak viewers', '最高在线', '最高在線'],
    ['The most viewers at one moment of any livestream.', '任一场直播的最高在线人数。', '任一場直播的最高在線人數。'],
    'PEOPLE',
    'UP',
    'PCU',
  ),
);

export const viewersAverage = ratio(
  watchSeconds,
  liveSeconds,
  about(
    ['Average viewers', '平均在线', '平均在線'],
    ['Watched seconds for each second on air.', '观看总时长除以直播时长。', '觀看總時長除以直播時長。'],
    'PEOPLE',
    'UP',
    'ACU',
  ),
);

const liveProfit = difference(gmvPaid, [liveRefunded, goodsCost, liveCost], unnamed('MONEY'));

export const liveRoiNet = ratio(
  liveProfit,
  liveCost,
  about(
    ['Live ROI (net)', '直播净ROI', '直播淨ROI'],
    [
      'Net GMV less goods and live cost, for each unit of live cost.',
      '净GMV减去货品与直播成本后，除以直播成本。',
      '淨GMV減去貨品與直播成本後，除以直播成本。',
    ],
    'RATIO',
  ),
);
