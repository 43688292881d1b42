import { OrderLine } from '../../entities/facts/OrderLine';
import { about, unnamed } from './about';
import { spend } from './ads';
import { difference, distinct, ratio, sum } from './kinds';

export const revenue = sum(
  OrderLine,
  'revenue',
  about(
    ['Revenue', '收入', '收入'],
    ['Paid for orders, net of refunds.', '订单实付金额，已扣除退款。', '訂單實付金額，已扣除退款。'],
    'MONEY',
    'UP',
    'sales',
    '销售额',
    '銷售額',
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
  ),
);

export const orders = distinct(
  OrderLine,
  ['sourceId', 'orderId'],
  about(['Orders', '订单数', '訂單數'], ['Different paid orders.', '不同的已付款订单数。', '不同的已付款訂單數。'], 'COUNT'),
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
  ),
);

export const newCustomers = distinct(
  OrderLine,
  ['customer'],
  about(
    ['New customers', '新客数', '新客數'],
    ['Different customers whose first order this is.', '首次下单的不同顾客数。', '首次下單的不同顧客數。'],
    'PEOPLE',
  ),
  [{ property: 'segment', is: 'new' }],
);

const customers = distinct(OrderLine, ['customer'], unnamed('PEOPLE'));

const returningCustomers = distinct(OrderLine, ['customer'], unnamed('PEOPLE'), [{ property: 'segment', is: 'returning' }]);

export const returningCustomerRate = ratio(
  returningCustomers,
  customers,
  about(
    ['Returning customer rate', '回头客占比', '回頭客占比'],
    ['The share of customers who had ordered before.', '曾经下过单的顾客所占比例。', '曾經下過單的顧客所占比例。'],
    'PERCENT',
    'UP',
    'retention',
    '留存率',
    '复购率',
    '復購率',
  ),
);

export const cac = ratio(
  spend,
  newCustomers,
  about(
    ['Customer acquisition cost', '获客成本', '獲客成本'],
    ['Ad spend for each new customer.', '获得一位新客的广告花费。', '獲得一位新客的廣告花費。'],
    'MONEY',
    'DOWN',
    'CAC',
  ),
);

export const mer = ratio(
  revenue,
  spend,
  about(
    ['Marketing efficiency ratio', '营销效率比', '營銷效率比'],
    ['All revenue for each unit of ad spend.', '全部收入与广告花费之比。', '全部收入與廣告花費之比。'],
    'RATIO',
    'UP',
    'MER',
  ),
);

const revenueLessSpend = difference(revenue, [spend], unnamed('MONEY'));

export const roi = ratio(
  revenueLessSpend,
  spend,
  about(
    ['Return on investment', '投资回报率', '投資回報率'],
    ['Revenue less ad spend, for each unit of ad spend.', '收入减去广告花费后与广告花费之比。', '收入減去廣告花費後與廣告花費之比。'],
    'RATIO',
    'UP',
    'ROI',
  ),
);
