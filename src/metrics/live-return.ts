import { LiveSession } from '../../entities/facts/LiveSession';
import { about, unnamed } from './about';
import { gmvPaid, gmvRefunded } from './gmv';
import { difference, ratio, sum } from './kinds';

export const liveCost = sum(
  LiveSession,
  'cost',
  about(
    ['Live cost', '直播费用', '直播費用'],
    ['Slot fees, commissions and boosting of livestreams.', '直播的坑位费、佣金与投流费用。', '直播的坑位費、佣金與投流費用。'],
    'MONEY',
    'DOWN',
    '坑位费',
    '坑位費',
  ),
);

export const liveAdCost = sum(
  LiveSession,
  'adCost',
  about(
    ['Live boosting cost', '直播投流费用', '直播投流費用'],
    ['What boosting livestreams cost; part of the live cost.', '直播投流的花费，已含于直播费用。', '直播投流的花費，已含於直播費用。'],
    'MONEY',
    'DOWN',
    '千川',
    '投流',
  ),
);

export const liveRoas = ratio(
  gmvPaid,
  liveCost,
  about(
    ['Live ROAS (gross)', '直播投产比', '直播投產比'],
    [
      'Paid GMV, before refunds, for each unit of live cost.',
      '每单位直播费用带来的支付金额，未扣退款。',
      '每單位直播費用帶來的支付金額，未扣退款。',
    ],
    'RATIO',
    'UP',
    '投产比',
    '投產比',
    '保ROI',
  ),
);

export const liveRoasAds = ratio(
  gmvPaid,
  liveAdCost,
  about(
    ['Live ROAS (boosting)', '直播投流ROI', '直播投流ROI'],
    [
      'Paid GMV of the whole stream, before refunds, for each unit of boosting.',
      '每单位投流费用对应的整场支付金额，未扣退款。',
      '每單位投流費用對應的整場支付金額，未扣退款。',
    ],
    'RATIO',
    'UP',
    '千川ROI',
  ),
);

const goodsCost = sum(LiveSession, 'goodsCost', unnamed('MONEY'));
const liveProfit = difference(gmvPaid, [gmvRefunded, goodsCost, liveCost], unnamed('MONEY'));

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
    'UP',
    'roi_margin',
  ),
);
