import { OrderLine } from '../../entities/facts/OrderLine';
import { about, unnamed } from './about';
import { difference, distinct, ratio, sum, told } from './kinds';

export const revenue = sum(
  OrderLine,
  'revenue',
  about(
    ['Revenue', '收入', '收入'],
    ['Paid for orders, net of refunds.', '订单实付金额，已扣除退款。', '訂單實付金額，已扣除退款。'],
    'MONEY',
    'UP',
    'sales',
    'turnover',
    '销售额',
    '銷售額',
    '营业额',
    '營業額',
  ),
);

export const revenueGross = sum(
  OrderLine,
  'gross',
  about(
    ['Revenue (gross)', '销售总额', '銷售總額'],
    ['Paid for orders, before refunds.', '订单实付金额，未扣退款。', '訂單實付金額，未扣退款。'],
    'MONEY',
    'UP',
    'gross sales',
  ),
);

export const refundedRevenue = sum(
  OrderLine,
  'refunded',
  about(
    ['Refunds', '退款', '退款'],
    ['Paid back to customers, on the day of the order.', '退还给顾客的金额，记在下单日。', '退還給顧客的金額，記在下單日。'],
    'MONEY',
    'DOWN',
    'refund_amount',
    '退款金额',
    '退款金額',
  ),
);

export const orderRefundRateAmount = ratio(
  refundedRevenue,
  revenueGross,
  about(
    ['Order refund rate (amount)', '订单退款率（金额）', '訂單退款率（金額）'],
    ['The part of gross revenue that was paid back.', '销售总额中已退款的比例。', '銷售總額中已退款的比例。'],
    'PERCENT',
    'DOWN',
    'refund_rate_amt',
  ),
);

export const orders = distinct(
  OrderLine,
  ['sourceId', 'orderId'],
  about(
    ['Orders', '订单数', '訂單數'],
    ['Different paid orders.', '不同的已付款订单数。', '不同的已付款訂單數。'],
    'COUNT',
    'UP',
    'purchases',
    '订单量',
    '訂單量',
  ),
);

export const ordersRefunded = distinct(
  OrderLine,
  ['sourceId', 'orderId'],
  about(
    ['Refunded orders', '退款订单数', '退款訂單數'],
    ['Different paid orders of which anything was paid back.', '发生过退款的已付款订单数。', '發生過退款的已付款訂單數。'],
    'COUNT',
    'DOWN',
  ),
  [{ property: 'refunded', atLeast: 1n }],
);

export const orderRefundRateCount = ratio(
  ordersRefunded,
  orders,
  about(
    ['Order refund rate (count)', '订单退款率（笔数）', '訂單退款率（筆數）'],
    ['The share of orders of which anything was paid back.', '发生过退款的订单所占比例。', '發生過退款的訂單所占比例。'],
    'PERCENT',
    'DOWN',
    'refund_rate_cnt',
  ),
);

export const averageOrderValue = ratio(
  revenue,
  orders,
  about(
    ['Average order value', '客单价', '客單價'],
    ['Revenue for each order.', '每笔订单的收入。', '每筆訂單的收入。'],
    'MONEY',
    'UP',
    'AOV',
    'basket value',
    '笔单价',
    '筆單價',
  ),
);

export const unitsSold = sum(
  OrderLine,
  'quantity',
  about(
    ['Units sold', '销量', '銷量'],
    ['Pieces in paid orders.', '已付款订单中的商品件数。', '已付款訂單中的商品件數。'],
    'COUNT',
    'UP',
    'quantity',
    '件数',
    '件數',
  ),
);

export const unitsPerOrder = ratio(
  unitsSold,
  orders,
  about(
    ['Units per order', '客单件数', '客單件數'],
    ['Pieces in each order.', '每笔订单的商品件数。', '每筆訂單的商品件數。'],
    'RATIO',
    'UP',
    'UPT',
    '连带率',
    '連帶率',
  ),
);

export const averageUnitPrice = ratio(
  revenue,
  unitsSold,
  about(
    ['Average unit price', '件均价', '件均價'],
    ['Revenue for each piece sold.', '每件售出商品的收入。', '每件售出商品的收入。'],
    'MONEY',
    'UP',
    'ASP',
    'average selling price',
  ),
);

export const goodsCost = sum(
  OrderLine,
  'goodsCost',
  about(
    ['Cost of goods', '商品成本', '商品成本'],
    [
      'What the goods of paid orders cost, of the order lines that tell it.',
      '已支付订单的商品成本，仅含提供成本的订单行。',
      '已支付訂單的商品成本，僅含提供成本的訂單行。',
    ],
    'MONEY',
    'DOWN',
    'COGS',
  ),
);

const revenueOfCosted = sum(OrderLine, 'revenue', unnamed('MONEY'), told('goodsCost'));

export const grossMargin = difference(
  revenueOfCosted,
  [goodsCost],
  about(
    ['Gross margin', '毛利', '毛利'],
    [
      'Revenue less the cost of goods, of the order lines that tell what their goods cost.',
      '收入减去商品成本，仅含提供成本的订单行。',
      '收入減去商品成本，僅含提供成本的訂單行。',
    ],
    'MONEY',
    'UP',
    'gross profit',
  ),
);

export const grossMarginRate = ratio(
  grossMargin,
  revenueOfCosted,
  about(
    ['Gross margin rate', '毛利率', '毛利率'],
    [
      'The part of revenue that is left after the cost of goods, of the order lines that tell it.',
      '扣除商品成本后的收入占比，仅含提供成本的订单行。',
      '扣除商品成本後的收入占比，僅含提供成本的訂單行。',
    ],
    'PERCENT',
  ),
);
