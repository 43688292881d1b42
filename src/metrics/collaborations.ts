import { type SettlementEntry, SettlementLine } from '../../entities/facts/SettlementLine';
import { about, unnamed } from './about';
import { balance, count, difference, ratio, sum } from './kinds';
import type { About } from './metric';

/** The lines of one sort of the accounts of collaborations, added up. */
const lines = (entry: SettlementEntry, described: About = unnamed('MONEY')) =>
  sum(SettlementLine, 'amount', described, [{ property: 'entry', is: entry }]);

export const collaborationGmvPaid = lines(
  'gmv',
  about(
    ['Collaboration GMV (paid)', '合作支付GMV', '合作支付GMV'],
    [
      'Paid for what creators sold, before refunds, by the accounts of collaborations.',
      '合作结算单中达人带来的支付金额，未扣退款。',
      '合作結算單中達人帶來的支付金額，未扣退款。',
    ],
    'MONEY',
  ),
);

export const collaborationRefunded = lines(
  'refund',
  about(
    ['Collaboration refunds', '合作退款', '合作退款'],
    ['Paid back of what creators sold, by the accounts of collaborations.', '合作结算单中的退款金额。', '合作結算單中的退款金額。'],
    'MONEY',
    'DOWN',
  ),
);

export const collaborationGmvNet = difference(
  collaborationGmvPaid,
  [collaborationRefunded],
  about(
    ['Collaboration GMV (net)', '合作净GMV', '合作淨GMV'],
    [
      'Paid for what creators sold, net of refunds; unknown until an account tells its refunds, even if there are none.',
      '达人带来的支付金额，已扣退款；结算单未列退款（含0）时未知。',
      '達人帶來的支付金額，已扣退款；結算單未列退款（含0）時未知。',
    ],
    'MONEY',
  ),
);

export const collaborationSlotFees = lines(
  'slot_fee',
  about(
    ['Slot fees', '坑位费', '坑位費用'],
    ['Fixed fees of posts and livestream slots.', '内容与直播坑位的固定费用。', '內容與直播坑位的固定費用。'],
    'MONEY',
    'DOWN',
    '坑位費',
    'slot fee',
  ),
);

export const collaborationCommission = lines(
  'commission',
  about(
    ['Commission', '佣金', '佣金'],
    [
      'Commission of creators; what is taken back for refunds is off it.',
      '达人佣金，已扣除因退款追回的部分。',
      '達人佣金，已扣除因退款追回的部分。',
    ],
    'MONEY',
    'DOWN',
    'CPS',
  ),
);

export const collaborationSampleCost = lines(
  'sample',
  about(
    ['Sample cost', '样品成本', '樣品成本'],
    ['Goods sent to creators free of charge.', '免费寄送给达人的样品成本。', '免費寄送給達人的樣品成本。'],
    'MONEY',
    'DOWN',
    '寄样',
    '寄樣',
  ),
);

export const collaborationBoostCost = lines(
  'boost',
  about(
    ['Boosting of collaborations', '合作投流费用', '合作投流費用'],
    ['Ads that boost posts and livestreams of collaborations.', '为合作内容与直播投流的费用。', '為合作內容與直播投流的費用。'],
    'MONEY',
    'DOWN',
    '投流',
  ),
);

export const collaborationGuarantee = lines(
  'guarantee',
  about(
    ['Given back under guarantees', '保ROI返还', '保ROI返還'],
    [
      'What creators gave back because a guaranteed return was missed.',
      '未达保ROI约定而由达人返还的金额。',
      '未達保ROI約定而由達人返還的金額。',
    ],
    'MONEY',
    'BAND',
    '保ROI',
    '保量返款',
  ),
);

export const collaborationCost = balance(
  [collaborationSlotFees, collaborationCommission, collaborationSampleCost, collaborationBoostCost],
  [collaborationGuarantee],
  about(
    ['Collaboration cost', '合作成本', '合作成本'],
    [
      'Slot fees, commission, samples and boosting, less what was given back under guarantees, as far as accounts tell them.',
      '坑位费、佣金、样品与投流之和，减去保ROI返还，以结算单所列为准。',
      '坑位費、佣金、樣品與投流之和，減去保ROI返還，以結算單所列為準。',
    ],
    'MONEY',
    'DOWN',
    'KOL cost',
  ),
);

export const collaborationGoodsCost = lines(
  'goods',
  about(
    ['Goods of collaborations', '合作货品成本', '合作貨品成本'],
    ['Cost of the goods behind the net GMV of collaborations.', '合作净GMV对应的货品成本。', '合作淨GMV對應的貨品成本。'],
    'MONEY',
    'DOWN',
    'COGS',
  ),
);

export const collaborationProfit = difference(
  collaborationGmvNet,
  [collaborationGoodsCost, collaborationCost],
  about(
    ['Collaboration profit', '合作利润', '合作利潤'],
    ['Net GMV less goods and the cost of the collaboration.', '净GMV减去货品成本与合作成本。', '淨GMV減去貨品成本與合作成本。'],
    'MONEY',
    'UP',
    'P&L',
  ),
);

export const collaborationRoas = ratio(
  collaborationGmvPaid,
  collaborationCost,
  about(
    ['Collaboration ROAS (gross)', '合作投产比', '合作投產比'],
    [
      'Paid GMV, before refunds, for each unit of cost.',
      '每单位合作成本带来的支付金额，未扣退款。',
      '每單位合作成本帶來的支付金額，未扣退款。',
    ],
    'RATIO',
    'UP',
    'KOL ROAS',
  ),
);

export const collaborationRoi = ratio(
  difference(collaborationGmvNet, [collaborationCost], unnamed('MONEY')),
  collaborationCost,
  about(
    ['Collaboration ROI (revenue)', '合作ROI（收入）', '合作ROI（收入）'],
    [
      'Net GMV less cost, for each unit of cost; the cost of goods is not in it. Defined as the return on investment of ads is.',
      '净GMV减去合作成本后与成本之比，不含货品成本；口径与广告投资回报率一致。',
      '淨GMV減去合作成本後與成本之比，不含貨品成本；口徑與廣告投資回報率一致。',
    ],
    'RATIO',
    'UP',
    'roi_revenue',
    'KOL ROI',
  ),
);

export const collaborationRoiNet = ratio(
  collaborationProfit,
  collaborationCost,
  about(
    ['Collaboration ROI (net)', '合作净ROI', '合作淨ROI'],
    [
      'Net GMV less goods and cost, for each unit of cost. Defined as the net return of livestreams is.',
      '净GMV减去货品与合作成本后与成本之比；口径与直播净ROI一致。',
      '淨GMV減去貨品與合作成本後與成本之比；口徑與直播淨ROI一致。',
    ],
    'RATIO',
    'UP',
    'roi_margin',
    'KOL net ROI',
  ),
);

export const collaborationOpenLines = count(
  SettlementLine,
  about(
    ['Open settlement lines', '未结算行数', '未結算行數'],
    ['Lines of accounts that both sides have not agreed on yet.', '结算单中双方尚未确认的行数。', '結算單中雙方尚未確認的行數。'],
    'COUNT',
    'DOWN',
    '对账',
    '對帳',
  ),
  [{ property: 'status', is: 'open' }],
);
