import { CreatorPost } from '../../entities/facts/CreatorPost';
import { about, unnamed } from './about';
import { engagementsOf } from './creators';
import { difference, ratio, sum, told } from './kinds';

export const creatorCost = sum(
  CreatorPost,
  'cost',
  about(
    ['Creator cost', '达人费用', '達人費用'],
    ['Fees, commissions and boosting of creators’ posts.', '达人内容的合作费、佣金与投流费用。', '達人內容的合作費、佣金與投流費用。'],
    'MONEY',
    'DOWN',
    'KOL cost',
    '坑位费',
    '坑位費',
  ),
);

/** What posts cost, of those that also tell some more. */
const costOf = (...also: string[]) => sum(CreatorPost, 'cost', unnamed('MONEY'), told(...also));

export const creatorCpe = ratio(
  costOf('likes'),
  engagementsOf(['cost']),
  about(
    ['Creator cost per engagement', '达人单次互动成本', '達人單次互動成本'],
    [
      'Cost for each like, comment, share or save, over the posts whose cost and likes are both told.',
      '每次点赞、评论、分享或收藏的费用，仅含费用与点赞均有数据的内容。',
      '每次按讚、留言、分享或收藏的費用，僅含費用與按讚均有資料的內容。',
    ],
    'MONEY',
    'DOWN',
    'CPE',
    '互动成本',
    '互動成本',
  ),
);

export const creatorCpv = ratio(
  costOf('views'),
  sum(CreatorPost, 'views', unnamed('COUNT'), told('cost')),
  about(
    ['Creator cost per view', '达人单次播放成本', '達人單次觀看成本'],
    [
      'Cost for each view, over the posts whose cost and views are both told.',
      '每次播放的费用，仅含费用与播放均有数据的内容。',
      '每次觀看的費用，僅含費用與觀看均有資料的內容。',
    ],
    'MONEY',
    'DOWN',
    'CPV',
    '播放成本',
    '觀看成本',
  ),
);

export const creatorCpm = ratio(costOf('impressions'), sum(CreatorPost, 'impressions', unnamed('COUNT'), told('cost')), {
  ...about(
    ['Creator cost per thousand impressions', '达人千次曝光成本', '達人千次曝光成本'],
    [
      'Cost for a thousand impressions, over the posts whose cost and impressions are both told.',
      '每千次曝光的费用，仅含费用与曝光均有数据的内容。',
      '每千次曝光的費用，僅含費用與曝光均有資料的內容。',
    ],
    'MONEY',
    'DOWN',
    'CPM',
  ),
  factor: 1000,
});

export const creatorOrders = sum(
  CreatorPost,
  'orders',
  about(
    ['Creator orders (claimed)', '达人订单（平台回传）', '達人訂單（平台回傳）'],
    ['Orders that platforms claim for the posts of creators.', '平台归于达人内容的订单数。', '平台歸於達人內容的訂單數。'],
    'COUNT',
    'UP',
    'KOL orders',
  ),
);

export const creatorGmvPaid = sum(
  CreatorPost,
  'gmvPaid',
  about(
    ['Creator GMV (paid)', '达人支付GMV', '達人支付GMV'],
    ['Paid through the posts of creators, before refunds.', '达人内容带来的支付金额，未扣退款。', '達人內容帶來的支付金額，未扣退款。'],
    'MONEY',
    'UP',
    'KOL GMV',
    '带货',
    '帶貨',
  ),
);

const refunded = sum(CreatorPost, 'refunded', unnamed('MONEY'));

export const creatorGmvNet = difference(
  creatorGmvPaid,
  [refunded],
  about(
    ['Creator GMV (net)', '达人净GMV', '達人淨GMV'],
    ['Paid through the posts of creators, net of refunds.', '达人内容带来的支付金额，已扣退款。', '達人內容帶來的支付金額，已扣退款。'],
    'MONEY',
    'UP',
    'KOL GMV',
  ),
);

export const creatorRefundRate = ratio(
  refunded,
  creatorGmvPaid,
  about(
    ['Creator refund rate', '达人退款率', '達人退款率'],
    ['The part of the GMV paid through creators that was refunded.', '达人支付GMV中被退款的比例。', '達人支付GMV中被退款的比例。'],
    'PERCENT',
    'DOWN',
    'refund_rate_amt',
  ),
);

export const creatorGpm = ratio(
  sum(CreatorPost, 'gmvPaid', unnamed('MONEY'), told('views')),
  sum(CreatorPost, 'views', unnamed('COUNT'), told('gmvPaid')),
  {
    ...about(
      ['Creator GPM (views)', '达人千次播放成交额', '達人千次觀看成交額'],
      [
        'Paid GMV for a thousand views, over the posts whose GMV and views are both told.',
        '每千次播放的支付金额，仅含成交与播放均有数据的内容。',
        '每千次觀看的支付金額，僅含成交與觀看均有資料的內容。',
      ],
      'MONEY',
      'UP',
      'GPM',
    ),
    factor: 1000,
  },
);

const costOfSellers = costOf('gmvPaid');
const paidOfBought = sum(CreatorPost, 'gmvPaid', unnamed('MONEY'), told('cost'));
const refundedOfBought = sum(CreatorPost, 'refunded', unnamed('MONEY'), told('cost', 'gmvPaid'));

export const creatorRoas = ratio(
  paidOfBought,
  costOfSellers,
  about(
    ['Creator ROAS (gross)', '达人投产比', '達人投產比'],
    [
      'Paid GMV, before refunds, for each unit of cost, over the posts whose cost and GMV are both told.',
      '每单位费用带来的支付金额（未扣退款），仅含费用与成交均有数据的内容。',
      '每單位費用帶來的支付金額（未扣退款），僅含費用與成交均有資料的內容。',
    ],
    'RATIO',
    'UP',
    'KOL ROAS',
    '投产比',
    '投產比',
  ),
);

export const creatorRoiRevenue = ratio(
  difference(paidOfBought, [refundedOfBought, costOfSellers], unnamed('MONEY')),
  costOfSellers,
  about(
    ['Creator ROI (revenue)', '达人ROI（收入）', '達人ROI（收入）'],
    [
      'Net GMV less cost, for each unit of cost, over the posts whose cost and GMV are both told; the cost of goods is not in it.',
      '净GMV减去费用后与费用之比，仅含费用与成交均有数据的内容，不含商品成本。',
      '淨GMV減去費用後與費用之比，僅含費用與成交均有資料的內容，不含商品成本。',
    ],
    'RATIO',
    'UP',
    'roi_revenue',
    'KOL ROI',
  ),
);
